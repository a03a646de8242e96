"""Due dates and deadlines. Months are counted from the first date, never from the last one."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from app.core.periods import DAYS_APART, MONTHS_APART, Every

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALF_MONTH = 15
FEBRUARY = 2
SHORTEST_MONTH = 28

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY_LEAP = 29


class Roll(StrEnum):
    """Where a collection goes that falls on a day off."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"
    MODIFIED_NEXT = "modified_next"
    MODIFIED_PREVIOUS = "modified_previous"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days on which nothing is collected: weekday names and public holidays."""

    weekend: frozenset[str] = frozenset({"sat", "sun"})
    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays


def month_end(year: int, month: int) -> int:
    """The last day number of a month."""
    return _FEBRUARY_LEAP if month == FEBRUARY and isleap(year) else _MONTH_DAYS[month - 1]


def on_day(year: int, month: int, day: int) -> date:
    """That day of the month, or its last day when the month is shorter."""
    return date(year, month, min(day, month_end(year, month)))


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """``months`` later on the day number ``anchor`` (default: its own), clamped to month end."""
    index = day.year * 12 + day.month - 1 + months
    return on_day(index // 12, index % 12 + 1, anchor or day.day)


def first_due(not_before: date, day: int) -> date:
    """The first ``day`` of a month on or after ``not_before``, clamped to month end."""
    this_month = on_day(not_before.year, not_before.month, day)
    if this_month >= not_before:
        return this_month
    return add_months(not_before, 1, day)


@lru_cache(maxsize=64)
def due_dates(
    first: date, every: Every, count: int, *, anchor: int | None = None
) -> tuple[date, ...]:
    """``count`` due dates from ``first``; months are anchored to its day (or ``anchor``).

    Twice monthly keeps two anchors: the day of ``first`` and the day 15 days
    from it within a month.

    Raises:
        ValueError: the frequency has no due dates of its own.
    """
    if step := DAYS_APART.get(every):
        return tuple(first + timedelta(days=step * k) for k in range(count))
    if apart := MONTHS_APART.get(every):
        return tuple(add_months(first, apart * k, anchor) for k in range(count))
    if every is Every.TWICE_MONTHLY:
        day = anchor or first.day
        return twice_monthly(first, _half_month_pair(day), count)
    raise ValueError(f"no due dates {every}")


def _half_month_pair(day: int) -> tuple[int, int]:
    return (day, day + HALF_MONTH if day <= HALF_MONTH else day - HALF_MONTH)


def twice_monthly(first: date, days: tuple[int, int], count: int) -> tuple[date, ...]:
    """``count`` dates on two days of each month from ``first`` on; 31 means the last day."""
    low, high = min(days), max(days)
    found: list[date] = []
    month = first.replace(day=1)
    while len(found) < count:
        for day in (on_day(month.year, month.month, low), on_day(month.year, month.month, high)):
            if day >= first and len(found) < count:
                found.append(day)
        month = add_months(month, 1)
    return tuple(found)


def due_dates_until(first: date, every: Every, until: date) -> tuple[date, ...]:
    """All due dates from ``first`` to ``until``, both ends counted."""
    shortest = DAYS_APART.get(every, SHORTEST_MONTH * MONTHS_APART.get(every, 1) // 2)
    most = max(0, (until - first).days) // shortest + 2
    return tuple(due for due in due_dates(first, every, most) if due <= until)


def roll(day: date, policy: Roll, calendar: Calendar) -> date:
    """The day money is collected for a due date; interest still runs on the due date."""
    if policy is Roll.NONE or calendar.is_working(day):
        return day
    forward = policy in {Roll.NEXT, Roll.MODIFIED_NEXT}
    moved = _walk(day, calendar, 1 if forward else -1)
    modified = policy in {Roll.MODIFIED_NEXT, Roll.MODIFIED_PREVIOUS}
    if modified and moved.month != day.month:
        return _walk(day, calendar, -1 if forward else 1)
    return moved


def _walk(day: date, calendar: Calendar, step: int) -> date:
    if len(calendar.weekend) == len(WEEKDAYS):
        raise ValueError("a calendar needs a working day")
    while not calendar.is_working(day):
        day += timedelta(days=step)
    return day


def reply_deadline(sent_at: datetime, days: int, cutoff_hour: int, calendar: Calendar) -> date:
    """The day a reply is due, in the local time of ``sent_at``.

    At or after the cut-off the clock starts on the next working day; a result
    that is not a working day moves to the next one.
    """
    start = sent_at.date()
    if sent_at.hour >= cutoff_hour:
        start = _walk(start + timedelta(days=1), calendar, 1)
    return _walk(start + timedelta(days=days), calendar, 1)


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """``count`` working days after ``day``."""
    for _ in range(count):
        day = _walk(day + timedelta(days=1), calendar, 1)
    return day


def months_from(first: date, count: int) -> tuple[tuple[int, int], ...]:
    """(year, month) of ``count`` months, the one of ``first`` included."""
    index = first.year * 12 + first.month - 1
    return tuple(((index + k) // 12, (index + k) % 12 + 1) for k in range(count))


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the days that are known."""
    known = [day for day in days if day is not None]
    return max(known) if known else None
