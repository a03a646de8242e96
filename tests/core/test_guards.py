"""Nothing goes on for ever: every loop is guarded before it starts, and is counted here."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.core.amortise import Balance, follow, level, period_rate, smallest
from app.core.assessment import Assessment, Route
from app.core.periods import Every
from tests.core.cases import a_case, a_cost, a_debt, an_income
from tests.core.households import YEN, Seen, assessed
from tests.core.line_count import at_most
from tests.core.properties_of_plans import CHECKS

LINES = 400_000
"""Lines of ``app/core`` that one assessment of one debt may run; a plain one runs 60,000."""


def held(case: dict[str, Any], place: str = "UK", lines: int = LINES) -> Assessment:
    """The assessment, worked out within the lines and true to every property."""
    with at_most(lines):
        found = assessed(case, place)
    whole = {"wishes": {"day": 1}} | case
    for check in CHECKS:
        check(Seen(whole, place, found))
    return found


def test_the_count_stops_what_goes_on_for_ever() -> None:
    per = period_rate(Fraction(0), Every.MONTHLY)
    with pytest.raises(AssertionError, match="more than 500 lines"), at_most(500):
        follow(Balance(10**9, 0, 0), per, [1] * 10**4)


@pytest.mark.parametrize("rate", ["0.12", "0.24", "0.99"])
def test_a_payment_that_equals_the_interest_never_repays(rate: str) -> None:
    per = period_rate(Fraction(rate), Every.MONTHLY)
    owed = Balance(100_000, 0, 0)
    interest = per.of(owed.principal)
    debt = a_debt(principal="1000.00", interest="0.00", fees="0.00", annual_rate=rate)
    pay = f"{interest // 100}.{interest % 100:02d}"
    asked = {"amount": pay, "frequency": "monthly"}
    offer = {"id": "p1", "by": "borrower", "debt_id": "d1", "first_due": "2027-03-01"}
    found = held(a_case(debts=[debt | {"contractual_payment": asked}], proposals=[offer | asked]))

    assert level(owed, per, interest) is None
    assert follow(owed, per, [interest] * 1000) is None
    assert found.debts[0].baseline is None
    assert "payment_not_above_interest" in {f.code for f in found.proposals[0].findings}
    assert level(owed, per, interest + 1) is not None


def test_without_interest_every_plan_is_the_balance_and_nothing_more() -> None:
    found = held(a_case(debts=[a_debt(annual_rate="0", interest="0.00", fees="0.00")]))

    assert {option.total.plain for option in found.debts[0].options} == {"3000.00"}
    assert {option.new_interest.minor for option in found.debts[0].options} == {0}


@pytest.mark.parametrize("every", ["monthly", "quarterly", "annual"])
def test_one_minor_unit_is_one_instalment(every: str) -> None:
    debt = a_debt(principal="0.01", interest="0.00", fees="0.00", arrears="0.00")
    options = held(a_case(debts=[debt], wishes={"frequency": every, "day": 1})).debts[0].options

    assert options
    assert {option.terms.schedule.payments for option in options} == {1}


def test_one_minor_unit_a_month_for_the_largest_debt_is_told_at_once() -> None:
    debt = a_debt(principal="9999999900.00", annual_rate="0.00000001")
    offer = {"id": "p1", "by": "borrower", "debt_id": "d1", "amount": "8.34"}
    offer |= {"frequency": "monthly", "first_due": "2027-03-01"}
    policy = {"version": "1", "min_instalment": "0.01"}
    found = held(a_case(debts=[debt], proposals=[offer], lender_policy=policy))

    assert found.debts[0].route in {Route.REFER, Route.TOKEN}
    assert "term_too_long" in {f.code for f in found.proposals[0].findings}
    balance = Balance(10**12, 0, 0)
    with at_most(5_000):
        assert smallest(balance, period_rate(Fraction(1, 10**8), Every.MONTHLY), 72)


def test_a_contract_that_takes_ages_is_given_up_after_a_century() -> None:
    slow = {"amount": "0.02", "frequency": "daily"}
    debt = a_debt(principal="900000.00", annual_rate="0", contractual_payment=slow)

    assert held(a_case(debts=[debt]), lines=1_000_000).debts[0].baseline is None


def test_twenty_five_creditors_share_one_ceiling() -> None:
    debts = [
        a_debt(id=f"d{n}", creditor=f"Lender {n}", principal=f"{100 + 37 * n}.00", arrears="0.00")
        for n in range(25)
    ]
    found = held(a_case(debts=debts, income=[an_income("2100.00")]), lines=25 * LINES)

    assert sum(debt.share.minor for debt in found.debts) == found.budget.recommended.minor
    assert all(debt.options for debt in found.debts)


def test_yen_have_no_smaller_unit() -> None:
    rich = a_case(income=[an_income("1115.00")], spending=[a_cost("1000.00")])
    found = held(rich, YEN)
    amounts = {
        row.amount.plain for o in found.debts[0].options for row in o.terms.schedule.instalments
    }

    assert found.budget.surplus.plain == "11500"
    assert found.debts[0].options
    assert not any("." in amount for amount in amounts)
