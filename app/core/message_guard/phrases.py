"""Lines of the data file, each made ready only for texts that hold its words.

All of them as one expression take seconds to compile, in every process that reads one message.
What a line cannot do without is asked first, of all its letters at once: hardly any line is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from app.core.message_guard.folding import SEPARATORS
from app.core.message_guard.patterns import LEET, TOKEN, expression, named, spelled, spellings
from app.core.message_guard.pinyin import READ

Holds = Callable[[str], bool]
"""Whether a text may hold a word, or a character."""
_ALIKE = str.maketrans(
    {other: letter for letter, others in LEET.items() for other in others}
    | dict.fromkeys("1il", "i")
    | dict.fromkeys(SEPARATORS, "")
)
_REPEATED = re.compile(r"(.)\1+")
_ready = cache(re.compile)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line. A text that holds none of the words of one of its ``needs`` does not say it."""

    source: str
    needs: tuple[frozenset[str], ...]

    def may_be_in(self, holds: Holds) -> bool:
        return all(any(map(holds, words)) for words in self.needs)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What ``re.compile`` of all lines with ``|`` between them would find, in its order."""

    lines: tuple[Phrase, ...]

    def search(self, text: str, holds: Holds) -> bool:
        return any(_ready(one.source).search(text) for one in self.lines if one.may_be_in(holds))

    def finditer(self, text: str, holds: Holds) -> Iterator[re.Match[str]]:
        """The first of the lines at each place, and no two matches over one letter."""
        ready = [_ready(one.source) for one in self.lines if one.may_be_in(holds)]
        nexts = [found for one in ready if (found := one.search(text))]
        while nexts:
            first = min(nexts, key=re.Match.start)
            yield first
            end = first.end()
            later = (one if one.start() >= end else one.re.search(text, end) for one in nexts)
            nexts = [found for found in later if found]


def phrases(
    lines: Iterable[str], language: str, *, lists: Mapping[str, str], masked: bool
) -> Phrases:
    """The lines, ready to be looked for.

    Raises:
        PatternFault: a line holds something else than the rules of ``patterns`` name.
    """
    made = (
        Phrase(expression(line, language, masked=masked), tuple(_needs(line)))
        for line in (named(line, lists) for line in lines)
    )
    return Phrases(tuple(made))


def holds(text: str, *, masked: bool) -> Holds:
    """What a folded text may hold. ``masked``: a star may be any letter, so words are looked for."""
    if masked:
        return cache(lambda word: _alone(word).search(text) is not None)
    letters = _squeezed(text)
    return cache(lambda word: any(one in letters for one in _letters(word)))


@lru_cache(maxsize=4096)
def _alone(word: str) -> re.Pattern[str]:
    if word.isascii():
        return re.compile(spelled(word, masked=True))
    return re.compile(f"[{word}{READ.get(word, '')}]")


@lru_cache(maxsize=4096)
def _letters(word: str) -> tuple[str, ...]:
    ways = spellings(word) if word.isascii() else (word, *READ.get(word, ""))
    return tuple(map(_squeezed, ways))


def _squeezed(text: str) -> str:
    """Letters alone, none twice in a row, whatever stands for a letter as that letter."""
    return _REPEATED.sub(r"\1", text.translate(_ALIKE))


def _needs(line: str) -> Iterator[frozenset[str]]:
    ways = _ways(TOKEN.finditer(line))
    yield from filter(None, ways[0] if len(ways) == 1 else [_one_of(ways)])


def _ways(tokens: Iterator[re.Match[str]]) -> list[list[frozenset[str]]]:
    """What each alternative needs, up to the bracket that ends them."""
    ways: list[list[frozenset[str]]] = [[]]
    for found in tokens:
        _, word, _, character, _, unwanted, sign, _ = found.groups()
        if word or character:
            ways[-1].append(frozenset({word or character}))
        elif unwanted:
            _ways(tokens)
        elif sign == "(":
            ways[-1].append(_one_of(_ways(tokens)))
        elif sign == "?":
            ways[-1].pop()
        elif sign == "|":
            ways.append([])
        elif sign == ")":
            break
    return ways


def _one_of(ways: list[list[frozenset[str]]]) -> frozenset[str]:
    """Words of which one is there whichever alternative is said: of each the rarest, by its length."""
    rarest = [max(way, key=_shortest, default=frozenset[str]()) for way in ways]
    return frozenset[str]().union(*rarest) if all(rarest) else frozenset()


def _shortest(words: frozenset[str]) -> int:
    return min(map(len, words), default=0)
