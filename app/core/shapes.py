"""Which characters our documents can show: those with a shape in the fonts we ship."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "shapes.txt"
"""Ranges of code points; ``documents.fonts.build`` writes them from the fonts themselves."""


def first_without_shape(text: str) -> str:
    """The first character that would be drawn as an empty box; empty when there is none."""
    found = _without().search(text)
    return found[0] if found else ""


@cache
def _without() -> re.Pattern[str]:
    ranges = FILE.read_text(encoding="ascii").split()
    ends = ([chr(int(end, 16)) for end in one.split("-")] for one in ranges)
    return re.compile("[^" + "".join("-".join(map(re.escape, pair)) for pair in ends) + "]")
