"""Marks that stand on a letter: how many of them one letter bears, and which cover it."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 4
"""Burmese writes four on one letter; no living script that we know of needs more.

Source: the Unicode Standard 15.0, chapter 16.3, and words such as U+101B U+103D U+103E
U+1036 U+1037, mud.
"""
MOST_ON_PAPER = 3
"""As many fit between two lines of our documents.

Of the scripts that our fonts have, Hebrew needs them all: U+05E9 with its dot, its dagesh
and a vowel. Arabic writes U+0651, a vowel and U+0670. Vietnamese and Greek compose to none.
Source: the Unicode Standard 15.0, chapters 7.1, 9.1 and 9.2.
"""

_MARKS = frozenset({"Mn", "Me"})  # they take no room of their own
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_FIGURES = frozenset({"Nd", "Nl", "No"})
# Letters of Western Europe and Chinese bear no marks once composed: large files pass quickly.
_OTHERS = re.compile(r"[^\x00-\u02ff\u3400-\u9fff\uac00-\ud7a3]+")
# Canonical combining class 1, which is drawn through the letter, and all of Me, drawn around it.
_COVERING = re.compile(
    r"[\u0334-\u0338\u0488\u0489\u1abe\u1cd4\u1ce2-\u1ce8\u20d2\u20d3\u20d8-\u20da\u20dd-\u20e0"
    r"\u20e2-\u20e6\u20ea\u20eb\ua670-\ua672\U00010a39\U00016af0-\U00016af4\U0001bc9e"
    r"\U0001d167-\U0001d169]"
)
# Nothing is drawn for them: they choose a form of what stands before, or hold a place.
_UNDRAWN = re.compile(r"[\ufe00-\ufe0f\ufffc]")


def first_stack(text: str, most: int = MOST_MARKS) -> str:
    """The first mark above ``most`` in a row, as ``U+0301``; empty when there is none.

    Asked of composed text, as only then a mark has no letter of its own.
    """
    for stretch in _OTHERS.finditer(text):
        row = 0
        for char in stretch[0]:
            row = row + 1 if unicodedata.category(char) in _MARKS else 0
            if row > most:
                return _code(char)
    return ""


def first_covering(text: str) -> str:
    """The first mark that crosses out or encircles a letter, as ``U+0336``; empty if none."""
    found = _COVERING.search(text)
    return _code(found[0]) if found else ""


def first_undrawn(text: str) -> str:
    """The first character that papers show nothing for, as ``U+FE0F``; empty if none."""
    found = _UNDRAWN.search(text)
    return _code(found[0]) if found else ""


def has_letter(text: str, *, or_figure: bool = False) -> bool:
    """Whether anything in it can be read as a name: a letter, or a figure where that will do."""
    wanted = _LETTERS | _FIGURES if or_figure else _LETTERS
    return any(unicodedata.category(char) in wanted for char in text)


def begins_with_mark(text: str) -> bool:
    """A mark without a letter, which would stand on whatever is printed before it."""
    return bool(text) and unicodedata.category(text[0]).startswith("M")


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
