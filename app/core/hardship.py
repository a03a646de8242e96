"""What happened to a household, and what may help. Never a diagnosis; the least proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.core.caselines import HardshipLine
from app.core.packnode import Node
from app.core.packs import data_file

MOST_PAPERS = 2
"""Papers that may be asked for in all, whatever happened (ethics E17)."""
ILLNESSES = frozenset({"ILLNESS_SHORT", "ILLNESS_LONG", "TERMINAL", "MENTAL_HEALTH"})


@dataclass(frozen=True, slots=True)
class Help:
    """Something that can be granted or arranged, with its labels."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class HardshipType:
    """A kind of hardship, and the least proof that is enough for it.

    ``human_first``: a person decides before any plan is made. ``documents`` counts
    the papers that are enough, 2 at most; with 0 the person's own words are.
    ``because`` says what a paper is for.
    """

    code: str
    en: str
    zh: str
    typical_months: tuple[int, ...]
    evidence_en: str
    evidence_zh: str
    accommodations: tuple[str, ...]
    sensitive: bool
    human_first: bool
    verified: bool
    documents: int
    because_en: str
    because_zh: str


@lru_cache
def hardship_types() -> tuple[HardshipType, ...]:
    """All kinds, in the order of a form."""
    return tuple(
        HardshipType(
            node["code"].text(),
            node["en"].text(),
            node["zh"].text(),
            tuple(months.whole() for months in node["typical_months"]),
            node["evidence"]["en"].text(),
            node["evidence"]["zh"].text(),
            node["accommodations"].texts(),
            node["sensitive"].flag(),
            node["human_first"].flag(),
            node["verified"].flag(),
            node["evidence"]["documents"].whole(),
            *_because(node["evidence"]["because"]),
        )
        for node in data_file("hardship.json")["types"]
    )


def _because(node: Node) -> tuple[str, str]:
    return ("", "") if node.value is None else (node["en"].text(), node["zh"].text())


@lru_cache
def help_kinds() -> tuple[Help, ...]:
    """What the hardship types point to, with labels."""
    return tuple(
        Help(node["code"].text(), node["en"].text(), node["zh"].text())
        for node in data_file("hardship.json")["accommodations"]
    )


@lru_cache
def codes() -> frozenset[str]:
    return frozenset(kind.code for kind in hardship_types())


@lru_cache
def _human_first() -> frozenset[str]:
    return frozenset(kind.code for kind in hardship_types() if kind.human_first)


def told_types(lines: Iterable[HardshipLine]) -> tuple[HardshipType, ...]:
    """The kinds that were told, in the order of the form."""
    known = {line.code for line in lines}
    return tuple(kind for kind in hardship_types() if kind.code in known)


def papers_for(kinds: Iterable[HardshipType]) -> dict[str, int]:
    """How many papers each kind may need, by code, ``MOST_PAPERS`` at most over all of them.

    In the order given; where a kind's papers no longer fit, the person's own words are enough.
    """
    left, found = MOST_PAPERS, {}
    for kind in kinds:
        found[kind.code] = kind.documents if kind.documents <= left else 0
        left -= found[kind.code]
    return found


def is_active(line: HardshipLine, day: date) -> bool:
    return line.since <= day and (line.expected_until is None or day <= line.expected_until)


def needs_a_person(lines: Iterable[HardshipLine], day: date) -> bool:
    """Whether a person has to look first; no automatic plan until then."""
    return any(line.code in _human_first() and is_active(line, day) for line in lines)
