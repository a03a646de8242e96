"""Names that a reader may take for one another: of other letters, or of the same ones.

Source: Unicode TS 39, section 4 (skeletons) and 5.1 (mixed scripts), as far as a document can
show the letters at all; accents and case are left out, because hurried readers overlook them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import TypeVar

from app.core.message_guard.lookalikes import SHAPES

Key = TypeVar("Key")
Owner = TypeVar("Owner")

_ONE_STROKE = str.maketrans(dict.fromkeys("i1|", "l") | {"0": "o"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Written beside each other, and beside Latin letters, in ordinary names."""


def look(name: str) -> str:
    """What is left of ``name`` at a glance; the same for names that look the same."""
    shaped = name.translate(SHAPES)
    plain = unicodedata.normalize("NFKD", shaped).casefold().translate(SHAPES)
    seen = "".join(one for one in plain if one.isalnum() or one == "|").translate(_ONE_STROKE)
    for pair, one in _PAIRS:
        seen = seen.replace(pair, one)
    return seen


def alike(names: Mapping[Key, tuple[Owner, str]]) -> frozenset[Key]:
    """Which names look like one of another owner's; a name with no letter is no name."""
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for key, (_, name) in names.items():
        found[look(name)].append(key)
    several = (
        keys
        for seen, keys in found.items()
        if seen and len({owner for owner, _ in map(names.__getitem__, keys)}) > 1
    )
    return frozenset(chain.from_iterable(several))


def mixes_scripts(name: str) -> bool:
    """Whether letters of several alphabets stand in it that no ordinary name puts together."""
    letters = (one for one in unicodedata.normalize("NFKC", name) if one.isalpha())
    scripts = {unicodedata.name(one, "?").partition(" ")[0] for one in letters}
    if scripts & _EAST_ASIAN:
        scripts -= _EAST_ASIAN | {"LATIN"}
        return bool(scripts)
    return len(scripts) > 1
