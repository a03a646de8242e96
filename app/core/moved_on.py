"""The same terms from a later day: every payment as it was, its date moved on by whole periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.core.accommodation import Accommodation, InterestFreeze, Token
from app.core.dates import Calendar, Roll, due_dates, roll
from app.core.schedule import Schedule
from app.core.terms import Terms

MOST_PERIODS = 400


def moved_on(terms: Terms, not_before: date, calendar: Calendar) -> Terms:
    """``terms`` with a first date on or after ``not_before``.

    Days of a freeze and of a review move by as many days as the first date does.

    Raises:
        LookupError: that is further away than any plan may be put off.
    """
    rows = terms.schedule.instalments
    first = rows[0].due_on
    days = due_dates(first, terms.frequency, MOST_PERIODS + len(rows))
    skip = next((n for n, day in enumerate(days[:MOST_PERIODS]) if day >= not_before), None)
    if skip is None:
        raise LookupError(not_before)
    days = days[skip : skip + len(rows)]
    later = days[0] - first
    moved = tuple(
        replace(row, due_on=day, collect_on=roll(day, Roll.NEXT, calendar))
        for row, day in zip(rows, days, strict=True)
    )
    return replace(
        terms,
        schedule=Schedule(moved),
        accommodations=tuple(_moved(one, later) for one in terms.accommodations),
    )


def _moved(one: Accommodation, later: timedelta) -> Accommodation:
    if isinstance(one, InterestFreeze):
        return replace(one, since=one.since + later, until=one.until + later)
    if isinstance(one, Token):
        return replace(one, review_on=one.review_on + later)
    return one
