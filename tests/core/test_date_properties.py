from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.dates import Calendar, Roll, add_months, due_dates, first_due, month_end, roll
from app.core.daycount import eu_interval
from app.core.periods import DAYS_APART, PLAN_FREQUENCIES, Every
from tests.core.households import many

days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@many
@given(first=days, every=st.sampled_from(sorted(PLAN_FREQUENCIES)), count=st.integers(1, 60))
def test_property_12_due_dates_rise_and_are_counted_from_the_first(
    first: date, every: Every, count: int
) -> None:
    dues = due_dates(first, every, count)

    assert dues[0] == first
    assert len(dues) == count
    assert all(before < after for before, after in pairwise(dues))
    if every is Every.MONTHLY:
        assert list(dues) == [add_months(first, k) for k in range(count)]
        assert all(d.day in {first.day, month_end(d.year, d.month)} for d in dues)
    if every in DAYS_APART:
        assert (dues[-1] - first).days == DAYS_APART[every] * (count - 1)


@many
@given(day=days, policy=st.sampled_from(list(Roll)), holidays=st.frozensets(days, max_size=4))
def test_property_12_rolling_lands_on_a_working_day(
    day: date, policy: Roll, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays=holidays)
    moved = roll(day, policy, calendar)

    assert policy is Roll.NONE or calendar.is_working(moved)
    if calendar.is_working(day):
        assert moved == day
    if policy in {Roll.MODIFIED_NEXT, Roll.MODIFIED_PREVIOUS}:
        assert moved.month == day.month


@many
@given(not_before=days, day=st.integers(1, 31))
def test_the_first_due_day_is_the_next_such_day(not_before: date, day: int) -> None:
    found = first_due(not_before, day)

    assert found >= not_before
    assert found.day == min(day, month_end(found.year, found.month))
    assert (found - not_before).days <= 31


@many
@given(start=days, end=days)
def test_an_interval_in_years_is_close_to_its_days(start: date, end: date) -> None:
    assume(start <= end)
    years = eu_interval(start, end).years

    assert abs(years * 365 - (end - start).days) <= 3 + Fraction((end - start).days, 300)
