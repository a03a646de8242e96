"""The guard itself: what a text for a borrower says, and whether it may be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from app.core.message_guard.categories import Category, Negation, Words, words
from app.core.message_guard.folding import CLAUSE, SENTENCE, SEPARATORS, View, folded, unmasked
from app.core.message_guard.pinyin import spelled
from app.core.message_guard.private import numbers

PRIVATE = "PRIVATE_DATA"
_NEAR = 120
_BREAK = re.compile(f"[{CLAUSE}{SENTENCE}]")
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Outcome(StrEnum):
    """A near miss is sent, and logged."""

    PASSED = "passed"
    NEAR_MISS = "near_miss"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a category at ``start`` to ``end`` of the text.

    ``language`` is that of the words. ``harmless``: they are denied, or allowed as they stand.
    """

    category: str
    language: str
    start: int
    end: int
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``hits`` stand in the order of the text."""

    hits: tuple[Hit, ...]
    version: str

    @property
    def outcome(self) -> Outcome:
        if not self.hits:
            return Outcome.PASSED
        return Outcome.BLOCKED if self.blocking else Outcome.NEAR_MISS

    @property
    def blocking(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if not hit.harmless)

    @property
    def categories(self) -> tuple[str, ...]:
        """What decided, each once: what blocks, or else what came near."""
        return tuple(dict.fromkeys(hit.category for hit in self.blocking or self.hits))


def judge(text: str) -> Verdict:
    """Read ``text`` in both languages. Time is linear in its length.

    A verdict is no legal clearance: lists of words miss tone and context.
    """
    found = {hit for known, views in _views(text) for hit in _said(known, views)}
    found |= {hit for one in words().categories for hit in _shown(one, text)}
    ordered = sorted(found, key=lambda hit: (hit.start, hit.end, hit.category))
    return Verdict(tuple(ordered), words().version)


def language_of(text: str) -> str:
    """The language that words of our own are put in beside ``text``."""
    return "zh" if _CHINESE.search(text) else "en"


def _views(text: str) -> Iterator[tuple[Words, Mapping[str, View]]]:
    """The text as a reader of each language reads it; once more where stars stand for letters."""
    plain, starred = folded(text), unmasked(text)
    yield words(), {"en": plain, "zh": spelled(plain)}
    if starred is not None:
        yield words(masked=True), {"en": starred, "zh": spelled(starred)}


def _shown(category: Category, text: str) -> Iterator[Hit]:
    """Numbers and signs that have no place in a message."""
    beside = language_of(text)
    if category.code == PRIVATE:
        for start, end in numbers(text):
            yield Hit(PRIVATE, beside, start, end)
    for place, letter in enumerate(text):
        if letter in category.symbols:
            yield Hit(category.code, beside, place, place + 1)


def _said(known: Words, views: Mapping[str, View]) -> Iterator[Hit]:
    holds = {language: known.holds(view.text) for language, view in views.items()}
    for category, (language, view) in product(known.categories, views.items()):
        for match in category.speech[language].phrases.finditer(view.text, holds[language]):
            if all(one.isdigit() or one in SEPARATORS for one in match[0]):
                continue  # digits alone are a figure: 58 pounds insult nobody
            start, end = view.original(*match.span())
            harmless = _harmless(known, category, language, view.text, match.span())
            yield Hit(category.code, language, start, end, harmless)


def _harmless(
    known: Words, category: Category, language: str, view: str, span: tuple[int, int]
) -> bool:
    sentence = _sentence(view, span)
    holds = known.holds(sentence)
    if category.speech[language].allowed.search(sentence, holds):
        return True
    if not (category.negatable and _denied(known.negation[language], view, span)):
        return False
    return not (category.conditional and known.conditions[language].search(sentence, holds))


def _sentence(view: str, span: tuple[int, int]) -> str:
    """The sentence around ``span``, bounded: many hits in one endless sentence stay cheap."""
    before = view[max(0, span[0] - _NEAR) : span[0]]
    after = view[span[1] : span[1] + _NEAR]
    return before[before.rfind(SENTENCE) + 1 :] + view[slice(*span)] + after.partition(SENTENCE)[0]


def _denied(negation: Negation, view: str, span: tuple[int, int]) -> bool:
    """Whether the words at ``span`` are said not to be so."""
    if negation.after.match(view, span[1]):
        return True
    # One letter of the hit belongs to it: 不 and 会 are one word, and 会 begins the hit.
    piece = view[max(0, span[0] - negation.reach) : span[0] + 1]
    for cut in (_BREAK, negation.cut):
        piece = piece[_last_end(cut, piece[:-1]) :]
    return _reaches(negation.verbs, negation.verb_ends, negation, piece) or _reaches(
        negation.nouns, negation.noun_ends, negation, piece
    )


def _reaches(no: re.Pattern[str], ends: re.Pattern[str], negation: Negation, piece: str) -> bool:
    said = [found.end() for found in no.finditer(piece) if found.start() < len(piece) - 1]
    return bool(said) and not ends.search(negation.passed_on.sub("", piece[said[-1] : -1]))


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((found.end() for found in pattern.finditer(text)), default=0)
