"""What to do now follows from what was found: until when there is time, and when to look again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.assessment import Assessment, Result
from tests.core.cases import a_case, a_debt, an_income, assessed, hardship


def days(found: Assessment) -> dict[str, date]:
    return {step.code: step.on for step in found.next_steps if step.on}


def held(until: str | None, **changes: object) -> dict[str, Any]:
    return a_case(hold={"rule": "UK-R01", "from": "2027-01-10", "until": until}, **changes)


@pytest.mark.parametrize(
    ("until", "again"),
    [("2027-03-01", "2027-03-02"), ("2027-01-15", "2027-01-16"), ("2028-02-29", "2028-03-01")],
)
def test_a_hold_says_how_long_it_lasts_and_is_looked_at_again_the_day_after(
    until: str, again: str
) -> None:
    found = days(assessed(held(until)))

    assert found == {
        "hold_until": date.fromisoformat(until),
        "review": date.fromisoformat(again),
    }


@pytest.mark.parametrize("case", [held(None), held("2027-01-14")])
def test_a_hold_without_an_end_or_already_over_names_none(case: dict[str, Any]) -> None:
    # The first payment would be on 1 February.
    assert days(assessed(case)) == {"review": date(2027, 8, 1)}


def test_a_break_is_looked_at_again_in_the_month_in_which_it_is_over() -> None:
    case = a_case(income=[an_income("900.00")], hardship=[hardship("JOB_LOSS", "2027-04-30")])
    found = assessed(case)

    assert found.debts[0].break_until == "2027-05"
    assert days(found) == {"review": date(2027, 5, 1)}


def test_the_debt_that_comes_up_first_sets_the_day() -> None:
    disputed = a_debt(id="d2", disputed=True)
    case = a_case(
        income=[an_income("900.00")],
        debts=[a_debt(), disputed],
        hardship=[hardship("JOB_LOSS", "2027-04-30")],
    )

    assert days(assessed(case)) == {"review": date(2027, 5, 1)}


RENT = a_debt(
    kind="rent", priority=True, principal="9000.00", interest="0.00", fees="0.00",
    arrears="9000.00", annual_rate="0",
)  # fmt: skip


@pytest.mark.parametrize(
    ("income", "result", "named"),
    [
        # 9000.00 takes 125.00 a month for 72 months; half of what is left over may be paid.
        ("900.00", Result.NO_AFFORDABLE_PLAN, True),
        ("1010.00", Result.HOLDING, True),
        ("1100.00", Result.STOPPED, True),
        ("1120.00", Result.STOPPED, True),
        ("1250.00", Result.PLAN, False),
    ],
)
def test_arrears_that_no_share_clears_name_the_bills_that_come_first(
    income: str, result: Result, *, named: bool
) -> None:
    found = assessed(a_case(income=[an_income(income)], debts=[RENT]))

    assert found.result is result
    assert ("priority_creditors" in {step.code for step in found.next_steps}) is named


def test_the_bills_that_come_first_are_named_beside_the_plan_of_another_debt() -> None:
    held_up = a_debt(id="d2", kind="rent", priority=True, disputed=True)
    found = assessed(a_case(debts=[a_debt(), held_up]))

    assert found.result is Result.PLAN
    assert "priority_creditors" in {step.code for step in found.next_steps}
