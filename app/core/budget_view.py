"""How much of one budget somebody is shown: totals, headings or lines. Never circumstances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.caselines import Line
from app.core.money import Currency, Money
from app.core.packs import categories
from app.core.periods import TIMES_A_YEAR, Every

MONTHS = 12
TOGETHER = "together"
"""The name of the one row that stands for what the other person of a household tells."""


class Level(StrEnum):
    """From least to most. ``summary`` is what an offer needs; nobody is shown more unasked."""

    NOTHING = "nothing"
    SUMMARY = "summary"
    CATEGORIES = "categories"
    LINES = "lines"


DETAILED = frozenset({Level.CATEGORIES, Level.LINES})


@dataclass(frozen=True, slots=True)
class Row:
    """``name`` is a heading, a category or ``TOGETHER``; ``amount`` and ``every`` as told."""

    name: str
    monthly: Money
    amount: Money | None = None
    every: Every | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Income and spending as one recipient sees them: an average month of the day ``as_at``."""

    level: Level
    as_at: date
    income: tuple[Row, ...]
    spending: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one person, and those of a partner with whom they share a budget."""

    own: tuple[Line, ...]
    partners: tuple[Line, ...] = ()


def shown(
    level: Level, income: Lines, spending: Lines, currency: Currency, day: date
) -> Shown | None:
    """What ``level`` opens beyond the totals; nothing when it opens no more than those.

    Lines that had ended on ``day``, or had not begun, are left out. Income rounds down and
    spending up. A partner's lines are one sum at every level: only they could open them.
    """
    if level not in DETAILED:
        return None
    return Shown(
        level=level,
        as_at=day,
        income=_rows(level, income, currency, day, _down),
        spending=_rows(level, spending, currency, day, _up),
    )


def average_month(lines: Iterable[Line], currency: Currency, *, up: bool) -> Money:
    """What the lines come to in an average month, rounded once, after adding."""
    return Money((_up if up else _down)(_yearly(lines)), currency)


def running(lines: Iterable[Line], day: date) -> tuple[Line, ...]:
    """The lines that had begun by ``day`` and had not ended."""
    return tuple(
        line
        for line in lines
        if (line.starts_on is None or line.starts_on <= day)
        and (line.ends_on is None or line.ends_on >= day)
    )


Rounding = Callable[[int], int]


def _rows(
    level: Level, told: Lines, currency: Currency, day: date, rounding: Rounding
) -> tuple[Row, ...]:
    own, partners = running(told.own, day), running(told.partners, day)
    rows = _by_heading(own, currency, rounding)
    if level is Level.LINES:
        rows = tuple(
            Row(
                line.category,
                Money(rounding(_yearly((line,))), currency),
                line.amount,
                _every(line),
            )
            for line in own
        )
    if partners:
        rows = (*rows, Row(TOGETHER, Money(rounding(_yearly(partners)), currency)))
    return rows


def _by_heading(lines: tuple[Line, ...], currency: Currency, rounding: Rounding) -> tuple[Row, ...]:
    """One row a heading, in the order of the standard budget."""
    heading = _headings()
    inside: dict[str, list[Line]] = {one.id: [] for one in categories().headings}
    for line in lines:
        inside[heading[line.category]].append(line)
    return tuple(
        Row(name, Money(rounding(_yearly(found)), currency))
        for name, found in inside.items()
        if found
    )


def _headings() -> Mapping[str, str]:
    known = categories()
    return {category.id: category.group for category in (*known.income, *known.spending)}


def _every(line: Line) -> Every | None:
    return line.frequency if line.amount is not None else None


def _yearly(lines: Iterable[Line]) -> int:
    """Minor units a year."""
    return sum(
        sum(month.minor for month in line.monthly)
        if line.amount is None
        else line.amount.minor * TIMES_A_YEAR[line.frequency]
        for line in lines
    )


def _down(yearly: int) -> int:
    return yearly // MONTHS


def _up(yearly: int) -> int:
    return -(-yearly // MONTHS)
