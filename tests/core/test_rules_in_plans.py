"""A pack's rules at work: options they keep out, offers they stop, and what is said about it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.core import packs
from app.core.assessment import Assessment, Route, assess
from app.core.casefile import parse
from app.core.policy import PolicyPack
from tests.core.cases import a_case, a_debt, an_income, assessed

LOAN = a_debt(kind="private_loan")
Noted = tuple[str, str, str]


def in_china(**changes: object) -> dict[str, Any]:
    case = a_case(jurisdiction="CN", currency="CNY", as_of="2026-11-25", debts=[LOAN])
    del case["subdivision"]
    return case | changes


def in_germany(**changes: object) -> dict[str, Any]:
    return a_case(jurisdiction="EU", currency="EUR", subdivision="DE") | changes


def an_offer(**changes: object) -> dict[str, Any]:
    return {
        "id": "p1",
        "by": "borrower",
        "debt_id": "d1",
        "amount": "100.00",
        "frequency": "monthly",
        "first_due": "2027-03-01",
    } | changes


def noted(found: Assessment) -> set[Noted]:
    """Code, severity and rule of what the pack says about the one debt."""
    return {
        (f.code, f.severity.value, f.rule)
        for f in found.findings
        if f.path == "/debts/0" and f.rule in packs.load(found.pack_id).rules
    }


def of_offer(found: Assessment) -> set[Noted]:
    (result,) = found.proposals
    return {(f.code, f.severity.value, f.rule) for f in result.findings}


def confirmed(code: str, day: date) -> PolicyPack:
    """The published pack once somebody has put their name to one rule."""
    named = packs.rule_named(code)
    assert named is not None
    pack, rule = named
    source = replace(rule.citation, confirm_before_print=False, as_at=day)
    return pack.with_rules([replace(rule, citation=source)])


def under(case: dict[str, Any], pack: PolicyPack) -> Assessment:
    return assess(parse(json.dumps(case).encode()), pack)


def test_a_rate_above_every_cap_there_was_is_not_among_the_options() -> None:
    # 19.9% is above 15.4%, the highest cap; 14.925% was lawful in 2020 and is above 12% now.
    found = assessed(in_china())
    (debt,) = found.debts

    assert (debt.route, debt.reasons) == (Route.INTEREST_FREEZE, ("contract_rate_not_allowed",))
    assert max(option.terms.rate for option in debt.options) == Fraction("0.14925")
    assert noted(found) == {("rate_above_cap", "block", "CN-I01")}
    assert debt.candidates > 0


def test_the_cap_for_private_lenders_leaves_a_card_alone() -> None:
    found = assessed(in_china(debts=[a_debt()]))

    assert found.debts[0].route is Route.FULL_PLAN
    assert noted(found) == set()


def test_a_cap_whose_table_is_old_warns_and_keeps_nothing_out() -> None:
    found = assessed(in_china(as_of="2027-01-15"))

    assert found.debts[0].route is Route.FULL_PLAN
    assert noted(found) == {("rate_above_cap", "warn", "CN-I01")}


def test_where_no_lower_rate_is_granted_no_plan_at_an_unlawful_one_is_left() -> None:
    only_contract = {"version": "1", "rate_ladder": ["1"]}
    found = assessed(in_china(lender_policy=only_contract))

    assert found.debts[0].route is Route.REDUCED_PLAN
    assert found.debts[0].options[0].terms.rate == 0
    assert noted(found) == {("rate_above_cap", "block", "CN-I01")}


def test_a_confirmed_floor_keeps_out_every_payment_below_it() -> None:
    # 1,600.00 less the floor of 1,555.00 for one person leaves 45.00.
    debt = a_debt(last_payment_on="2026-02-01")
    case = in_germany(as_of="2026-05-15", income=[an_income("1600.00")], debts=[debt])
    unsure = assessed(case)
    sure = under(case, confirmed("DE-F01", date(2026, 4, 1)))

    assert max(o.instalment.minor for o in unsure.debts[0].options) > 45_00
    assert ("below_protected_income", "warn", "DE-F01") in noted(unsure)
    assert 0 < max(o.instalment.minor for o in sure.debts[0].options) <= 45_00
    assert ("below_protected_income", "block", "DE-F01") in noted(sure)


def test_a_plan_that_costs_more_than_the_contract_says_so() -> None:
    soon = {"amount": "1000.00", "frequency": "monthly"}
    found = assessed(in_germany(debts=[a_debt(contractual_payment=soon)]))
    dearer = [option for option in found.debts[0].options if option.costs_more]

    assert dearer
    assert all(o.total_change is not None and o.total_change.minor > 0 for o in dearer)
    assert ("total_above_contract", "warn", "EU-F02") in noted(found)
    assert not any(option.costs_more for option in assessed(in_germany()).debts[0].options)


def test_a_contract_that_never_clears_costs_more_than_any_plan() -> None:
    found = assessed(a_case(debts=[a_debt(contractual_payment=None)]))

    assert not any(option.costs_more for option in found.debts[0].options)


def test_a_payment_above_what_a_court_may_take_of_wages_is_pointed_out() -> None:
    case = a_case(jurisdiction="US", currency="USD", income=[an_income("3000.00")])
    del case["subdivision"]

    assert ("above_income_share", "warn", "US-F01") in noted(assessed(case))


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("borrower", {("above_recommended", "warn", "house:share")}),
        (
            "lender",
            {
                ("above_recommended", "block", "house:share"),
                ("above_lender_share", "block", "UK-F04"),
            },
        ),
    ],
)
def test_a_lender_that_asks_for_too_much_breaks_the_law_too(by: str, expected: set[Noted]) -> None:
    found = assessed(a_case(proposals=[an_offer(by=by, amount="250.01")]))

    assert of_offer(found) == expected


def test_an_offer_above_what_is_left_over_is_stopped_by_house_and_law() -> None:
    found = assessed(a_case(proposals=[an_offer(amount="500.01")]))

    assert of_offer(found) == {
        ("above_hard_ceiling", "block", "house:hard"),
        ("above_left_over", "block", "UK-F01"),
    }


def test_an_offer_that_begins_when_more_comes_in_is_held_against_those_months() -> None:
    income = [an_income("1100.00"), an_income("600.00", id="i2", starts_on="2027-05-01")]
    early, late = (
        assessed(a_case(income=income, proposals=[an_offer(amount="300.00", first_due=day)]))
        for day in ("2027-04-01", "2027-05-01")
    )

    assert ("above_left_over", "block", "UK-F01") in of_offer(early)
    assert of_offer(late) == set()


def test_an_offer_names_no_rate_so_one_that_only_interest_breaks_is_warned_about() -> None:
    found = assessed(in_china(proposals=[an_offer()]))

    assert of_offer(found) == {("rate_above_cap", "warn", "CN-I01")}


def test_an_offer_on_a_disputed_or_old_debt_names_the_rule() -> None:
    disputed = a_case(debts=[a_debt(disputed=True)], proposals=[an_offer()])
    sure = under(disputed, confirmed("UK-Q01", date(2026, 12, 1)))
    old = in_china(debts=[a_debt(last_payment_on="2020-01-01")], proposals=[an_offer(by="lender")])

    stopped = ("no_offers_now", "block", "house:routes")
    assert of_offer(assessed(disputed)) == {stopped, ("debt_disputed", "warn", "UK-Q01")}
    assert of_offer(sure) == {stopped, ("debt_disputed", "block", "UK-Q01")}
    assert of_offer(assessed(old)) >= {stopped, ("debt_too_old", "block", "CN-L02")}


def test_an_offer_in_a_hold_names_the_rule_of_the_hold() -> None:
    hold = {"rule": "UK-B01", "from": "2027-01-01", "until": "2027-03-01"}
    unnamed = hold | {"rule": "no-such-rule"}

    by_law, by_house = (
        assessed(a_case(hold=each, proposals=[an_offer()])) for each in (hold, unnamed)
    )

    assert of_offer(by_law) == {("no_offers_now", "block", "UK-B01")}
    assert of_offer(by_house) == {("no_offers_now", "block", "house:routes")}
