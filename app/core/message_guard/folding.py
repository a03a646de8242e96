"""One plain view of a text, however it is dressed up, and where each letter of it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.message_guard.lookalikes import SHAPES, SIMPLIFIED, SYMBOLS

SENTENCE, CLAUSE, JOINT, SPACE = ".", ",", "·", " "
SEPARATORS = SENTENCE + CLAUSE + JOINT + SPACE
_ENDS = frozenset(".!?;。！？；…\n")
_CLAUSES = frozenset(",:，、：")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn"})
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MOST_ALIKE = 2
MASK = "\u2217"
_MASKS = re.compile(r"(?<=[^\W\d_])[*\uff0a\u2022\u25cf\u2731\u2217]{1,3}(?=[^\W\d_])")
_LONE = re.compile(r"(?:(?<=[ .,·])|^)(\w)[.,](?=\w(?:[ .,·]|$))")


@dataclass(frozen=True, slots=True)
class View:
    """Small letters, digits, and one mark between words.

    ``text[i]`` stood from ``places[i]`` to ``ends[i]``. Marks: the end of a sentence, the end of
    a clause, a sign inside a word, a space.
    """

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the view stands in the text it was made of, marks at its ends left out."""
        while start < end and self.text[start] in SEPARATORS:
            start += 1
        while end > start and self.text[end - 1] in SEPARATORS:
            end -= 1
        return self.places[start], self.ends[end - 1]


def folded(text: str) -> View:
    """The view of ``text``, in time linear in its length.

    Compatibility forms (NFKD) and case are folded, marks on letters and unseen characters
    dropped, look-alikes and traditional characters replaced, three equal letters made two. A
    capital inside a word begins a word of its own, joined to the one before.
    """
    return _viewed(text.replace(MASK, " "))


def unmasked(text: str) -> View | None:
    """As ``folded``, with stars inside a word as letters that may be any; nothing without one."""
    plain = text.replace(MASK, "*")
    starred = _MASKS.sub(lambda found: MASK * len(found[0]), plain)
    return None if starred == plain else _viewed(starred)


def _viewed(text: str) -> View:
    letters: list[str] = []
    places: list[int] = []
    between: set[str] = set()
    for place, letter in _letters(text):
        if not letter.isalnum() and letter != MASK:
            between.add(letter)
            continue
        if letters and between:
            letters.append(_mark(between, inside=letters[-1].isascii() and letter.isascii()))
            places.append(place)
        elif letters[-_MOST_ALIKE:] == [letter] * _MOST_ALIKE and letter.isalpha():
            continue
        between = set()
        letters.append(letter)
        places.append(place)
    # Letters that stand alone are one word, whatever is put between them.
    plain = _LONE.sub(r"\1·", "".join(letters))
    return View(plain, tuple(places), tuple(place + 1 for place in places))


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Each plain character and the place of the one it comes from."""
    for place, raw in enumerate(text):
        if raw in _BLANK:
            continue
        if raw.isupper() and text[place - 1 : place].islower():
            yield place, JOINT
        if raw in SYMBOLS and _beside_a_letter(text, place):
            yield place, SYMBOLS[raw]
            continue
        shaped = raw.translate(SHAPES)
        for part in unicodedata.normalize("NFKD", shaped).casefold().translate(SHAPES):
            if unicodedata.category(part) not in _UNSEEN:
                yield place, part.translate(SIMPLIFIED)


def _beside_a_letter(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return any(one.isalpha() or one in SYMBOLS for one in around)


def _mark(between: set[str], *, inside: bool) -> str:
    """What stands between two words, as one mark: the strongest, but inside a word only a joint."""
    if inside and not any(one.isspace() for one in between):
        return JOINT
    if not _ENDS.isdisjoint(between):
        return SENTENCE
    return SPACE if _CLAUSES.isdisjoint(between) else CLAUSE
