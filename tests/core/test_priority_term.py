"""How long the arrears of a priority debt take: a year, and longer only where no share clears them."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.assessment import Route
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed, only, pounds


def behind(arrears: str, **changes: object) -> dict[str, Any]:
    owed = {"principal": arrears, "interest": "0.00", "fees": "0.00", "arrears": arrears}
    return a_debt(kind="council_tax", priority=True, annual_rate="0", **owed) | changes


def a_home(income: str, *debts: dict[str, Any], **changes: object) -> dict[str, Any]:
    spending = [a_cost("1300.00")]
    return a_case(income=[an_income(income)], spending=spending, debts=[*debts]) | changes


@pytest.mark.parametrize("months", [6, 12, 72])
def test_a_lenders_term_never_cuts_into_priority_arrears(months: int) -> None:
    policy = {"version": "v", "max_term_months": months}
    found, route, (option,) = only(a_home("3000.00", behind("600.00"), lender_policy=policy))

    assert route is Route.FULL_PLAN
    assert (option.instalment, option.terms.schedule.count) == (pounds("50.00"), 12)
    assert option.terms.written_off == pounds("0.00")
    assert found.debts[0].term_months == 12


def test_a_lenders_term_never_writes_off_what_takes_longer_than_a_year() -> None:
    policy = {"version": "v", "max_term_months": 6}
    _, route, (option,) = only(a_home("1500.00", behind("3600.00"), lender_policy=policy))

    assert route is Route.FULL_PLAN
    assert (option.instalment, option.terms.schedule.count) == (pounds("100.00"), 36)


def test_a_share_one_unit_short_stretches_to_a_year() -> None:
    found, route, (option,) = only(a_home("1598.00", behind("1800.00")))

    assert found.debts[0].share == pounds("149.00")
    assert route is Route.FULL_PLAN
    assert option.stretch
    assert (option.instalment, option.terms.schedule.count) == (pounds("150.00"), 12)


def test_what_no_share_clears_in_a_year_gets_the_whole_share_for_the_fewest_months() -> None:
    # 100.00 recommended, 180.00 hard; 200.00 a month would take a year.
    found, route, (option,) = only(a_home("1500.00", behind("2450.00")))

    assert route is Route.FULL_PLAN
    assert not option.stretch
    assert (option.instalment, option.terms.schedule.count) == (pounds("100.00"), 25)
    assert option.terms.accommodations == ()
    assert found.debts[0].term_months == 25


def test_what_only_the_hard_share_clears_takes_the_fewest_months_of_that() -> None:
    # 5.00 recommended clears 360.00 in 72 months; 9.00 hard clears 500.00 in 56.
    _, _, (option,) = only(a_home("1310.00", behind("500.00")))

    assert option.stretch
    assert (option.instalment, option.terms.schedule.count) == (pounds("9.00"), 56)


def test_daily_instalments_clear_priority_arrears_in_the_rows_there_are() -> None:
    _, route, options = only(a_home("3000.00", behind("1800.00"), wishes={"frequency": "daily"}))

    assert route is Route.FULL_PLAN
    assert not any(option.stretch for option in options)


def test_no_other_debt_stretches_while_a_priority_debt_gets_less_than_it_needs() -> None:
    # 100.00 in bad months, 400.00 hard in good ones: 200.00 a month would take a year.
    pay = ["1500.00"] * 6 + ["1520.00"] * 6
    line = {"id": "i1", "category": "other_earnings", "frequency": "irregular", "monthly": pay}
    card = a_debt(id="d2", principal="40.00", interest="0.00", fees="0.00", arrears="0.00")
    found = assessed(a_home("1.00", behind("2280.00"), card) | {"income": [line]})

    assert found.debts[0].options[0].instalment < pounds("190.00")
    assert not found.debts[1].options
