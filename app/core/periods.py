"""How often money moves, and what that is a month. Exact fractions; rounding is asked for."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from app.core.money import Money, round_down, round_up


class Every(StrEnum):
    """How often an amount is paid; ``irregular`` lines hold twelve monthly amounts."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    TWICE_MONTHLY = "twice_monthly"
    MONTHLY = "monthly"
    TEN_A_YEAR = "ten_a_year"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    ANNUAL = "annual"
    IRREGULAR = "irregular"


TIMES_A_YEAR: dict[Every, int] = {
    Every.DAILY: 365,
    Every.WEEKLY: 52,
    Every.FORTNIGHTLY: 26,
    Every.FOUR_WEEKLY: 13,
    Every.TWICE_MONTHLY: 24,
    Every.MONTHLY: 12,
    Every.TEN_A_YEAR: 10,
    Every.QUARTERLY: 4,
    Every.HALF_YEARLY: 2,
    Every.ANNUAL: 1,
}

PLAN_FREQUENCIES = frozenset(Every) - {Every.IRREGULAR, Every.TEN_A_YEAR}
"""Frequencies a plan may have: those with a due date rule of their own."""

DAYS_APART: dict[Every, int] = {
    Every.DAILY: 1,
    Every.WEEKLY: 7,
    Every.FORTNIGHTLY: 14,
    Every.FOUR_WEEKLY: 28,
}

MONTHS_APART: dict[Every, int] = {
    Every.MONTHLY: 1,
    Every.QUARTERLY: 3,
    Every.HALF_YEARLY: 6,
    Every.ANNUAL: 12,
}

MOST_IN_A_MONTH: dict[Every, int] = {
    Every.DAILY: 31,
    Every.WEEKLY: 5,
    Every.FORTNIGHTLY: 3,
    Every.FOUR_WEEKLY: 2,
    Every.TWICE_MONTHLY: 2,
}
"""The most payments that can fall due in one calendar month; 1 for monthly and rarer ones."""

MOST_ROWS = 360
"""No agreement has more rows, whatever its frequency."""


def restate(amount: Fraction, was: Every, to: Every) -> Fraction:
    """The same yearly money at another frequency; exact, in the unit of ``amount``."""
    return amount * TIMES_A_YEAR[was] / TIMES_A_YEAR[to]


def per_month(amount: Money, every: Every) -> Fraction:
    """Minor units a month, exact: 52 weeks and 12 months a year, never 4 weeks a month.

    Raises:
        KeyError: ``irregular`` has no monthly value; its line holds twelve.
    """
    return Fraction(amount.minor * TIMES_A_YEAR[every], 12)


def income_per_month(amount: Money, every: Every) -> Money:
    """A regular income a month, rounded down: never overstated.

    Raises:
        ValueError: ``amount`` is negative.
    """
    if amount.minor < 0:
        raise ValueError("an income is 0 or more")
    return round_down(per_month(amount, every), amount.currency)


def spending_per_month(amount: Money, every: Every) -> Money:
    """A regular cost a month, rounded up: never understated.

    Raises:
        ValueError: ``amount`` is negative.
    """
    if amount.minor < 0:
        raise ValueError("a cost is 0 or more")
    return round_up(per_month(amount, every), amount.currency)


def ceiling_per_instalment(monthly: Money, every: Every) -> Money:
    """A monthly ceiling as the largest instalment at ``every``, rounded down."""
    return round_down(Fraction(monthly.minor * 12, TIMES_A_YEAR[every]), monthly.currency)


def most_in_a_month(every: Every) -> int:
    """The most payments of a plan that can fall due in one calendar month."""
    return MOST_IN_A_MONTH.get(every, 1)


def rows_within(months: int, every: Every) -> int:
    """How many instalments fit into ``months`` months."""
    return months * TIMES_A_YEAR[every] // 12


def most_rows(months: int, every: Every) -> int:
    """How many instalments an agreement of at most ``months`` months may have."""
    return min(MOST_ROWS, rows_within(months, every))
