"""Checks of vectors about dates, days and numbers of instalments."""

from __future__ import annotations

from datetime import date, datetime

from app.core.amortise import Balance, PeriodRate, level
from app.core.dates import (
    Calendar,
    Roll,
    add_months,
    due_dates,
    due_dates_until,
    first_due,
    reply_deadline,
    roll,
)
from app.core.daycount import YEAR_FRACTIONS, eu_interval, thirty_360_bond, thirty_e_360
from app.core.periods import Every
from tests.core.vector_facts import Facts, day, minor, near, ratio


def rows_at(given: Facts) -> int:
    plan = level(Balance(minor(given["total"]), 0, 0), PeriodRate(0, 1), minor(given["instalment"]))
    assert plan is not None
    return plan.rows


def plan_length(given: Facts, expect: Facts) -> None:
    rows = rows_at(given)
    weeks_each = {"weekly": 1, "fortnightly": 2}.get(given["frequency"], 1)

    assert rows == expect["instalments"]
    assert rows * weeks_each == expect["length"]


def last_payment_date(given: Facts, expect: Facts) -> None:
    dues = due_dates(day(given["first_due"]), Every(given["frequency"]), given["instalments"])

    assert dues[-1] == day(expect["last_due"])


def months_added(given: Facts, expect: Facts) -> None:
    assert add_months(day(given["date"]), given["months"]) == day(expect["date"])


def deadline(given: Facts, expect: Facts) -> None:
    calendar = Calendar(frozenset(given["weekend"]), frozenset(map(day, given["holidays"])))
    sent = datetime.fromisoformat(given["sent_at"])

    found = reply_deadline(sent, given["days"], given["cutoff_hour"], calendar)

    assert found == day(expect["deadline"])


def last_payment_offset(given: Facts, expect: Facts) -> None:
    rows = rows_at(given)
    dues = due_dates(date(2024, 1, 31), Every(given["frequency"]), rows)

    assert rows == expect["instalments"]
    assert (dues[-1] - dues[0]).days == expect["days_after_first"]


def due_dates_between(given: Facts, expect: Facts) -> None:
    found = due_dates_until(day(given["first_due"]), Every(given["frequency"]), day(given["until"]))

    assert len(found) == expect["count"]


def days_between(given: Facts, expect: Facts) -> None:
    years = YEAR_FRACTIONS["act_365f"](day(given["from"]), day(given["to"]))

    assert years * 365 == expect["days"]


def first_due_date(given: Facts, expect: Facts) -> None:
    found = first_due(day(given["not_before"]), given["preferred_day"])

    assert found == day(expect["first_due"])


def eu_time(given: Facts, expect: Facts) -> None:
    found = eu_interval(day(given["from"]), day(given["to"]), given["unit"])

    assert found.years == ratio(expect["years"])


def day_count(given: Facts, expect: Facts, tolerance: str) -> None:
    pairs = [(day(start), day(end)) for start, end in given["pairs"]]
    if "days" in expect:
        count = {"30_360_bond": thirty_360_bond, "30e_360": thirty_e_360}[given["day_count"]]
        assert [count(start, end) for start, end in pairs] == expect["days"]
        return
    fractions = [YEAR_FRACTIONS[given["day_count"]](start, end) for start, end in pairs]
    assert all(
        near(found, text, tolerance)
        for found, text in zip(fractions, expect["year_fraction"], strict=True)
    )


def schedule_dates(given: Facts, expect: Facts) -> None:
    every = Every(given["frequency"])
    if "start_on" in given:
        dues = due_dates(day(given["start_on"]), every, given["count"] + 1)[1:]
    else:
        dues = due_dates(day(given["first_due"]), every, given["count"], anchor=given["anchor_day"])
    if "roll" in given:
        calendar = Calendar(frozenset(given["weekend"]), frozenset(map(day, given["holidays"])))
        dues = tuple(roll(d, Roll(given["roll"]), calendar) for d in dues)
    if "dates" in expect:
        assert dues == tuple(map(day, expect["dates"]))
        return
    assert (dues[0], dues[1], dues[-1]) == tuple(
        day(expect[key]) for key in ("first", "second", "last")
    )
