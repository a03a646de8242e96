"""Year fractions between dates: the ISDA conventions, and the interval of the EU rate equation."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from app.core.dates import FEBRUARY, add_months, month_end

DAYS_A_YEAR = 365
THIRTIETH = 30


def thirty_360_bond(start: date, end: date) -> int:
    """Days by 30/360 bond basis: a 31st start is the 30th, a 31st end too if the start is."""
    first = min(start.day, THIRTIETH)
    last = THIRTIETH if end.day > THIRTIETH and first == THIRTIETH else end.day
    return _thirty(start, end, first, last)


def thirty_e_360(start: date, end: date) -> int:
    """Days by 30E/360: every 31st is the 30th."""
    return _thirty(start, end, min(start.day, THIRTIETH), min(end.day, THIRTIETH))


def _thirty(start: date, end: date, first: int, last: int) -> int:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def act_act_isda(start: date, end: date) -> Fraction:
    """Actual days, each over the length of its own year."""
    if start.year == end.year:
        return Fraction((end - start).days, days_in(start.year))
    head = Fraction((date(start.year + 1, 1, 1) - start).days, days_in(start.year))
    tail = Fraction((end - date(end.year, 1, 1)).days, days_in(end.year))
    return head + (end.year - start.year - 1) + tail


def days_in(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


YEAR_FRACTIONS: dict[str, Callable[[date, date], Fraction]] = {
    "act_365f": lambda start, end: Fraction((end - start).days, 365),
    "act_360": lambda start, end: Fraction((end - start).days, 360),
    "act_act_isda": act_act_isda,
    "30_360_bond": lambda start, end: Fraction(thirty_360_bond(start, end), 360),
    "30e_360": lambda start, end: Fraction(thirty_e_360(start, end), 360),
}
"""By name, as a lender's contract says it. ``periodic`` is not here: it counts no days."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole periods of which ``a_year`` make a year, and ``days`` odd days of ``year_days``."""

    whole: int
    a_year: int
    days: int
    year_days: int

    @property
    def years(self) -> Fraction:
        return Fraction(self.whole, self.a_year) + Fraction(self.days, self.year_days)


@lru_cache(maxsize=4096)
def eu_interval(start: date, end: date, unit: str = "month") -> Interval:
    """The time between two days as the EU rate equation counts it.

    Whole periods are counted back from the later day, month ends staying month
    ends; odd days are over 365, or over 366 when the year ending at the end of
    the odd days holds 29 February. ``unit`` is year, month or week.

    Source: Directive 2008/48/EC, Annex I.
    """
    if unit == "week":
        weeks, days = divmod((end - start).days, 7)
        return Interval(weeks, 52, days, _year_days(start + timedelta(days=days)))
    step = 12 if unit == "year" else 1
    anchor = 31 if end.day == month_end(end.year, end.month) else end.day
    count = ((end.year - start.year) * 12 + end.month - start.month) // step
    while (reached := add_months(end, -count * step, anchor)) < start:
        count -= 1
    return Interval(count, 12 // step, (reached - start).days, _year_days(reached))


def _year_days(end: date) -> int:
    """366 when the year ending on that day holds 29 February."""
    leap = end.year if (end.month, end.day) >= (FEBRUARY, 29) else end.year - 1
    return 366 if isleap(leap) else 365
