"""The smallest instalment is an amount a month, whatever the rhythm of a plan."""

from __future__ import annotations

import pytest

from app.core.assessment import Route
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed, only


@pytest.mark.parametrize("every", ["weekly", "fortnightly", "monthly", "quarterly"])
def test_a_share_above_the_smallest_instalment_is_paid_in_every_rhythm(every: str) -> None:
    debt = a_debt(principal="300.00", interest="0.00", fees="0.00", annual_rate="0")
    case = a_case(
        income=[an_income("1360.00")],
        spending=[a_cost("1300.00")],
        debts=[debt],
        wishes={"frequency": every},
        lender_policy={"version": "v", "min_instalment": "20.00"},
    )
    _, route, options = only(case)

    assert route is Route.FULL_PLAN
    assert options


def test_an_offer_in_another_rhythm_is_held_against_the_same_money_a_month() -> None:
    offer = {"id": "p1", "by": "borrower", "debt_id": "d1", "first_due": "2027-03-01"}
    offer |= {"amount": "4.61", "frequency": "weekly"}
    policy = {"version": "v", "min_instalment": "20.00"}

    assert assessed(a_case(proposals=[offer], lender_policy=policy)).proposals
