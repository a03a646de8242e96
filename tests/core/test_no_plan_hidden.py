"""The honest no is never hidden behind another debt, a break, or a month that is soon over."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.assessment import Assessment, Result, Route
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed, hardship

NO_PLAN_STEPS = {"benefits_check", "write_off_review", "insolvency_information"}


def a_home(income: str, **changes: object) -> dict[str, Any]:
    return (
        a_case(income=[an_income(income)], spending=[a_cost("1300.00")], debts=[a_card()]) | changes
    )


def a_card(**changes: object) -> dict[str, Any]:
    card = {"principal": "1000.00", "interest": "0.00", "fees": "0.00", "annual_rate": "0.2"}
    payment = {"amount": "50.00", "frequency": "monthly"}
    return a_debt(**card, contractual_payment=payment) | changes


def steps(found: Assessment) -> set[str]:
    return {step.code for step in found.next_steps}


NO_ARREARS = a_card(id="d0", kind="mortgage", priority=True, secured=True, arrears="0.00")
NOTHING_OWED = a_card(id="d0", principal="0.00", arrears="0.00")
FEES_ALONE = a_card(id="d0", principal="0.00", fees="12.00", arrears="0.00")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (NO_ARREARS, "no_arrears"),
        (NOTHING_OWED, "nothing_owed"),
        (FEES_ALONE, "fees_waived"),
    ],
)
def test_a_debt_with_nothing_to_plan_does_not_hide_that_no_plan_is_affordable(
    other: dict[str, Any], reason: str
) -> None:
    policy = {"version": "v", "waive_fees": True}
    found = assessed(a_home("1200.00", debts=[other, a_card()], lender_policy=policy))

    assert found.debts[0].reasons == (reason,)
    assert found.debts[1].route is Route.NO_AFFORDABLE_PLAN
    assert found.result is Result.NO_AFFORDABLE_PLAN
    assert steps(found) >= NO_PLAN_STEPS
    assert ("priority_creditors" in steps(found)) is other["priority"]


def test_where_no_debt_has_anything_to_plan_the_case_stays_as_it_was() -> None:
    assert assessed(a_home("1200.00", debts=[NO_ARREARS])).result is Result.PLAN


def test_income_that_comes_for_two_months_only_is_no_recovery() -> None:
    spring = an_income("400.00", id="i2", starts_on="2027-05-01", ends_on="2027-06-30")
    found = assessed(a_home("1200.00") | {"income": [an_income("1200.00"), spring]})

    assert found.debts[0].route is Route.NO_AFFORDABLE_PLAN
    assert steps(found) >= NO_PLAN_STEPS


def test_a_break_that_no_plan_follows_names_the_help_there_is() -> None:
    found = assessed(a_home("1200.00", hardship=[hardship("JOB_LOSS", "2027-04-30")]))

    assert found.debts[0].route is Route.PAYMENT_BREAK
    assert not found.debts[0].options
    assert steps(found) >= NO_PLAN_STEPS


def test_a_break_with_a_plan_behind_it_names_no_insolvency() -> None:
    later = an_income("400.00", id="i2", starts_on="2027-05-01")
    pay = {"income": [an_income("1200.00"), later]}
    found = assessed(a_home("1200.00", wishes={"frequency": "fortnightly"}) | pay)

    assert found.debts[0].route is Route.PAYMENT_BREAK
    assert found.debts[0].options
    assert not steps(found) & NO_PLAN_STEPS


def test_a_statutory_hold_names_no_insolvency() -> None:
    hold = {"rule": "UK-R01", "from": "2027-01-10", "until": None}
    found = assessed(a_home("1200.00", hold=hold))

    assert found.debts[0].reasons == ("hold_active",)
    assert not steps(found) & NO_PLAN_STEPS


@pytest.mark.parametrize("until", ["2027-01-25", "2027-02-10"])
def test_a_hardship_over_before_the_first_due_month_gets_the_shortest_break(until: str) -> None:
    found = assessed(a_home("1200.00", hardship=[hardship("JOB_LOSS", until)]))

    assert found.debts[0].route is Route.PAYMENT_BREAK
    assert found.debts[0].break_until == "2027-03"
