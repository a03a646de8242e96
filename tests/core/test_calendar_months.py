"""What falls due in one calendar month stays within what that month leaves over."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from app.core.accommodation import PaymentHoliday
from app.core.assessment import Assessment, ceilings_by_month
from app.core.dates import due_dates
from app.core.periods import PLAN_FREQUENCIES, Every, most_in_a_month
from tests.core.cases import a_case, a_debt, an_income, assessed

NOT_MONTHLY = sorted(PLAN_FREQUENCIES - {Every.MONTHLY})


@pytest.mark.parametrize("every", sorted(PLAN_FREQUENCIES))
def test_no_calendar_month_has_more_payments_than_the_table_says(every: Every) -> None:
    firsts = [date(2027, 1, 1) + timedelta(days=n) for n in range(366)]
    heaviest = max(
        max(Counter((day.year, day.month) for day in due_dates(first, every, 120)).values())
        for first in firsts
    )

    assert heaviest == most_in_a_month(every)


def owing(amount: str, **changes: object) -> dict[str, Any]:
    return a_debt(
        principal=amount, interest="0.00", fees="0.00", annual_rate="0", arrears="0.00", **changes
    )


def heaviest_months(found: Assessment, place: int = 0) -> Counter[str]:
    """The most that any option of a debt takes in each month."""
    most: Counter[str] = Counter()
    for option in found.debts[place].options:
        paid: Counter[str] = Counter()
        for row in option.terms.schedule.instalments:
            paid[f"{row.due_on:%Y-%m}"] += row.amount.minor
        most |= paid
    return most


@pytest.mark.parametrize("owed", ["500.00", "3600.00", "5900.00", "6900.00", "8000.00"])
@pytest.mark.parametrize("every", NOT_MONTHLY)
def test_no_plan_takes_more_from_a_month_than_its_hard_ceiling(every: Every, owed: str) -> None:
    # 120.00 left over, 108.00 after the buffer, 60.00 recommended.
    found = assessed(
        a_case(income=[an_income("1120.00")], debts=[owing(owed)], wishes={"frequency": every})
    )

    paid = heaviest_months(found)
    assert all(paid[month] <= hard.minor for month, (hard, _) in ceilings_by_month(found).items())


@pytest.mark.parametrize(
    ("every", "owed", "stretch", "most"),
    [
        # 60.00 x 12 / 13 is 55.38 and 108.00 / 2 is 54.00: a stretch adds nothing.
        ("four_weekly", "4212.00", False, 54_00),
        # 60.00 x 12 / 52 is 13.84 and does not clear it; 108.00 / 5 does.
        ("weekly", "4800.00", True, 21_60),
        ("quarterly", "2000.00", False, 108_00),
    ],
)
def test_the_smaller_of_a_year_and_a_month_sizes_a_plan(
    every: str, owed: str, stretch: bool, most: int
) -> None:
    case = a_case(income=[an_income("1120.00")], debts=[owing(owed)], wishes={"frequency": every})
    (debt,) = assessed(case).debts

    assert {option.stretch for option in debt.options} == {stretch}
    assert max(option.instalment.minor for option in debt.options) == most


def test_a_recommended_plan_by_the_week_is_as_large_as_the_year_gives() -> None:
    case = a_case(debts=[owing("3000.00")], wishes={"frequency": "weekly"})
    (debt,) = assessed(case).debts

    # 250.00 x 12 / 52; five of them are 288.45, and 480.00 is the most.
    assert max(option.instalment.minor for option in debt.options) == 57_69


def test_several_debts_together_stay_within_each_month() -> None:
    debts = [owing("5000.00"), owing("3000.00", id="d2"), owing("900.00", id="d3", priority=True)]
    debts[2]["arrears"] = "900.00"
    for every in NOT_MONTHLY:
        found = assessed(a_case(debts=debts, wishes={"frequency": every}))
        paid: Counter[str] = Counter()
        for place in range(len(debts)):
            paid += heaviest_months(found, place)
        for month, (hard, _) in ceilings_by_month(found).items():
            assert paid[month] <= hard.minor, (every, month)


def test_priority_arrears_by_the_quarter_are_clear_in_a_year_where_a_month_bears_a_quarter() -> (
    None
):
    first = owing("900.00", priority=True) | {"arrears": "900.00"}
    (debt,) = assessed(a_case(debts=[first], wishes={"frequency": "quarterly"})).debts

    assert [option.instalment.plain for option in debt.options] == ["225.00"]
    assert debt.term_months == 12


def test_after_a_break_a_month_takes_no_more_than_it_can_bear() -> None:
    income = [an_income("900.00"), an_income("220.00", id="i2", starts_on="2027-05-01")]
    found = assessed(
        a_case(income=income, debts=[owing("500.00")], wishes={"frequency": "quarterly"})
    )
    paid = heaviest_months(found)

    assert paid
    assert all(
        any(isinstance(a, PaymentHoliday) for a in option.terms.accommodations)
        for option in found.debts[0].options
    )
    assert all(paid[month] <= hard.minor for month, (hard, _) in ceilings_by_month(found).items())
