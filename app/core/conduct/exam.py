"""The conduct test: questions drawn with a stated seed, what passes, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

from app.core.conduct.course import Course, Question
from app.core.dates import add_months
from app.core.evidence import canonical, sha256_hex
from app.core.policy import PolicyPack
from app.core.support import Said

PASS_MARK = Fraction(8, 10)
MONTHS = 12
"""A pass holds for a year. Source: CN-C08 asks for a test before work and each year; for
places that name no time it is the house rule."""
OF_ALL, OF_PLACE = 5, 5
"""Questions that hold everywhere, and questions of the place."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands on the page: its answers in the order of this test."""

    question: Question
    answers: tuple[Said, ...]

    @property
    def right(self) -> int:
        """The place of the right answer."""
        return self.answers.index(self.question.answers[0])


def seed_of(person: str, place: str, number: int) -> str:
    """The seed of somebody's ``number``-th test of a place; it may be shown to anybody."""
    return sha256_hex(f"conduct|{person}|{place}|{number}".encode())[:16]


def drawn(course: Course, place: str, seed: str) -> tuple[Asked, ...]:
    """The test of ``seed``: the same for ever, as long as the bank is the same version."""
    shared, own = course.bank(place)
    chosen = [*_shuffled(shared, seed)[:OF_ALL], *_shuffled(own, seed)[:OF_PLACE]]
    return tuple(Asked(one, tuple(_shuffled(one.answers, f"{seed}|{one.code}"))) for one in chosen)


def right_answers(asked: Sequence[Asked], given: Mapping[str, int]) -> int:
    """How many of ``given`` (code of a question to the place of an answer) are right."""
    return sum(given.get(one.question.code) == one.right for one in asked)


def passes(right: int, asked: int) -> bool:
    return asked > 0 and Fraction(right, asked) >= PASS_MARK


def valid_until(day: date) -> date:
    """The last day of a pass of ``day``."""
    return add_months(day, MONTHS)


def rules_digest(course: Course, pack: PolicyPack) -> str:
    """What the conduct rules of a place are: a pass ends when they become others.

    Their words, strength, figures and sources count, not the day on which somebody looked at them.
    """
    rules = [
        [one.code, one.text, one.text_zh, one.severity.value, one.value, one.citation.provision]
        for one in (pack.rules[code] for code in sorted(course.rules(pack.id)))
    ]
    return sha256_hex(canonical(rules))


def _shuffled(items: Sequence[_T], seed: str) -> list[_T]:
    """By the digest of seed and place: no state, and the same on every machine."""
    order = sorted(range(len(items)), key=lambda at: sha256(f"{seed}|{at}".encode()).digest())
    return [items[at] for at in order]
