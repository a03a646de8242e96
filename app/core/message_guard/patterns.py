"""The guard's words as regular expressions that see through spelling, each of bounded cost.

A line of the data file is words with ``( | )``, an optional ``( )?``, ``~`` for some letters of
the same sentence, ``word*`` for any ending, ``!( | )`` for words that must not follow, and
``<name>`` for a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from app.core.message_guard.folding import MASK, SEPARATORS
from app.core.message_guard.pinyin import READ

LEET = {
    "a": "4",
    "b": "8",
    "e": "3",
    "g": "69",
    "i": "1l",
    "l": "1i",
    "o": "0",
    "s": "5",
    "t": "7",
    "z": "2",
}
_SHORT = {"you": ("u", "ya"), "your": ("ur", "yr", "ya"), "are": ("r",), "to": ("2",)}
TOKEN = re.compile(r"<(\w+)>|([a-z0-9]+)(\*?)|([\u3400-\u9fff])|(~)|(!\()|([()|?])|(\s+)")
_MARK = f"[{SEPARATORS}]"
_APART = f"{_MARK}?+"  # never given back: what must not follow a word is looked for behind it
_GAP = {"en": "[^.]{0,30}?", "zh": "[^.,]{0,6}?"}
_START, _END = "(?<![a-z0-9])", "(?![a-z0-9])"
_LONG = 6  # letters; shorter words arise by chance where two others meet


class PatternFault(ValueError):
    """A line of the data file that does not follow the rules above."""


def compiled(
    lines: Iterable[str], language: str, *, lists: Mapping[str, str], masked: bool
) -> re.Pattern[str]:
    """One expression for all lines. ``masked``: a star stands for any letter of a word.

    Raises:
        PatternFault: a line holds something else than the rules name.
    """
    parts = (expression(named(line, lists), language, masked=masked) for line in lines)
    return re.compile("|".join(f"(?:{part})" for part in parts))


def expression(line: str, language: str, *, masked: bool) -> str:
    """A line whose lists are put in, as an expression.

    Raises:
        PatternFault: as above.
    """
    return "".join(_parts(line, language, masked=masked))


def named(line: str, lists: Mapping[str, str]) -> str:
    for name, words in lists.items():
        line = line.replace(f"<{name}>", f"({words})")
    return line


def _parts(line: str, language: str, *, masked: bool) -> Iterator[str]:
    at = 0
    while at < len(line):
        found = TOKEN.match(line, at)
        if found is None or found[1]:
            raise PatternFault(f"{line}: at {at}")
        at = found.end()
        if found[2]:
            ending = "[a-z0-9]{0,6}" if found[3] else ""
            yield spelled(found[2], masked=masked) + ending + _END + _APART
        elif found[4]:
            yield f"[{found[4]}{READ.get(found[4], '')}]" + _APART
        elif found[5]:
            yield _GAP[language]
        elif found[6]:
            yield "(?!"
        elif found[7]:
            yield "(?:" if found[7] == "(" else found[7]


def spelled(word: str, *, masked: bool) -> str:
    return "(?:" + "|".join(_word(one, masked) for one in spellings(word)) + ")"


def spellings(word: str) -> tuple[str, ...]:
    """A word as it is written, and as it is written in a hurry."""
    return (word, *_SHORT.get(word, ()))


@lru_cache(maxsize=4096)
def _word(word: str, masked: bool) -> str:
    """A word in one piece, with signs in it, or letter by letter; a long one broken anywhere."""
    runs = [(_letter(letter, masked=masked), len(list(same))) for letter, same in groupby(word)]
    if len(word) >= _LONG:
        return _START + f"{_MARK}?".join(_run(letter, f"{_MARK}?") for letter, _ in runs)
    joined = "·?".join(_run(letter, "·?") for letter, _ in runs)
    if len(word) == 1:
        return _START + joined
    spread = _MARK.join(_MARK.join([letter] * many) for letter, many in runs)
    return _START + f"(?:{joined}|{spread})"


def _run(letter: str, between: str) -> str:
    return f"{letter}(?:{between}{letter})?"


def _letter(letter: str, *, masked: bool) -> str:
    """A lone letter is no class of one: a hundred thousand of those take seconds to compile."""
    others = LEET.get(letter, "") + (MASK if masked else "")
    return f"[{letter}{others}]" if others else letter
