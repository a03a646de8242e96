"""How much may be paid: priority debts, limits, floors, months, and offers held against them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core import packs
from app.core.assessment import Route, assess, ceilings_by_month
from app.core.casefile import Floor, parse
from app.core.household import floor_in_force
from app.core.terms import check
from tests.core.cases import (
    a_case,
    a_cost,
    a_debt,
    an_income,
    assessed,
    codes,
    example,
    only,
    pounds,
)


def an_offer(**changes: object) -> dict[str, Any]:
    return {
        "id": "p1",
        "by": "borrower",
        "debt_id": "d1",
        "amount": "50.00",
        "frequency": "monthly",
        "first_due": "2027-03-01",
    } | changes


def test_priority_debts_come_first_and_others_get_the_rest() -> None:
    found = assessed(example())

    assert [d.share.plain for d in found.debts] == ["19.67", "137.95"]


def test_when_priority_needs_exceed_the_ceiling_others_get_nothing() -> None:
    first = a_debt(id="p1", priority=True, arrears="3000.00", annual_rate="0")
    second = a_debt(id="p2", priority=True, arrears="1000.00", annual_rate="0")
    debts = [first, second, a_debt(id="c")]
    found = assessed(a_case(income=[an_income("1200.00")], debts=debts))

    assert [d.share.plain for d in found.debts] == ["75.00", "25.00", "0.00"]
    assert found.debts[0].route is Route.FULL_PLAN


def test_a_priority_loan_plans_its_arrears_and_leaves_the_rest() -> None:
    debt = a_debt(kind="mortgage", priority=True, secured=True, arrears="240.00")
    (option,) = only(a_case(debts=[debt]))[2]

    assert option.total == pounds("240.00")
    assert option.terms.owed == pounds("3052.00")
    assert option.terms.continues == pounds("2812.00")
    assert check(option.terms) == ()


def test_a_lender_value_past_its_limit_is_set_back_and_said() -> None:
    policy = {"version": "1", "max_term_months": 600, "per_debt": {"d1": {"rate_ladder": ["2"]}}}
    found, _, _ = only(a_case(lender_policy=policy))
    paths = {f.path for f in found.findings if f.code == "policy_clamped"}

    assert paths == {"/lender_policy/max_term_months", "/lender_policy/per_debt/d1/rate_ladder"}
    assert found.debts[0].term_months == 72


@pytest.mark.parametrize(
    ("field", "past", "limit"),
    [("min_instalment", "1000000.00", "25.00"), ("max_term_months", 1, 12)],
)
def test_a_value_that_no_stored_policy_may_have_shuts_nobody_out(
    field: str, past: object, limit: object
) -> None:
    set_back, at_limit = (
        only(a_case(lender_policy={"version": "1", field: value})) for value in (past, limit)
    )

    assert set_back[1:] == at_limit[1:]
    assert set_back[2]
    paths = {f.path for f in set_back[0].findings if f.code == "policy_clamped"}
    assert paths == {f"/lender_policy/{field}"}
    assert "policy_clamped" not in codes(at_limit[0])


def test_an_offer_is_held_against_the_limit_not_the_value_past_it() -> None:
    offer = {"id": "p1", "by": "borrower", "debt_id": "d1", "amount": "30.00"}
    offer |= {"frequency": "monthly", "first_due": "2027-03-01"}
    policy = {"version": "1", "min_instalment": "1000000.00"}

    assert assessed(a_case(proposals=[offer], lender_policy=policy)).proposals


@pytest.mark.parametrize(
    ("amount", "by", "within", "expected"),
    [
        ("250.00", "lender", True, []),
        (
            "250.01",
            "lender",
            True,
            [("above_recommended", "block"), ("above_lender_share", "block")],
        ),
        ("250.01", "borrower", True, [("above_recommended", "warn")]),
        ("480.00", "counselor", True, [("above_recommended", "warn")]),
        ("480.01", "borrower", False, [("above_hard_ceiling", "block")]),
        (
            "49.00",
            "lender",
            True,
            [("payment_not_above_interest", "block")],
        ),
        ("60.00", "borrower", True, [("term_too_long", "warn")]),
    ],
)
def test_offers_are_held_against_the_ceilings(
    amount: str, by: str, within: bool, expected: list[tuple[str, str]]
) -> None:
    (checked,) = assessed(a_case(proposals=[an_offer(amount=amount, by=by)])).proposals

    assert checked.within_ceiling is within
    assert [(f.code, f.severity) for f in checked.findings] == expected


def test_an_offer_on_a_disputed_debt_is_blocked() -> None:
    (checked,) = assessed(a_case(debts=[a_debt(disputed=True)], proposals=[an_offer()])).proposals

    assert [f.code for f in checked.findings] == ["no_offers_now", "debt_disputed"]


def test_other_frequencies_keep_the_ceiling_a_year() -> None:
    found, _, options = only(a_case(wishes={"frequency": "weekly"}))

    assert all(o.instalment.minor * 52 <= found.budget.recommended.minor * 12 for o in options)
    assert all(o.terms.schedule.count <= 312 for o in options)
    assert all(check(o.terms) == () for o in options)


def test_a_confirmed_floor_protects_more_than_spending() -> None:
    floor = {
        "monthly": "1200.00",
        "rule": "UK-F01",
        "source": "notice",
        "effective": "2026-10-01",
        "expires": None,
        "confirmed_by": "admin",
        "confirmed_on": "2026-10-02",
    }
    kept = assessed(a_case(floor=floor))
    stale = assessed(a_case(floor=floor | {"effective": "2025-07-14"}))
    unsure = assessed(a_case(floor=floor | {"confirmed_on": None}))

    assert kept.budget.protected == pounds("1200.00")
    assert "floor_not_loaded" not in codes(kept)
    assert (stale.budget.protected, unsure.budget.protected) == (pounds("1000.00"),) * 2
    assert "floor_not_loaded" in codes(stale)
    assert "floor_unconfirmed" in codes(unsure)


@pytest.mark.parametrize(("day", "binds"), [("2026-10-01", False), ("2026-10-02", True)])
def test_a_floor_binds_from_the_day_it_was_confirmed(day: str, *, binds: bool) -> None:
    since, confirmed = date(2026, 9, 1), date(2026, 10, 2)
    floor = Floor(pounds("1200.00"), "UK-F01", "notice", since, None, "admin", confirmed)

    assert (floor_in_force(floor, date.fromisoformat(day)) is floor) is binds


def test_spending_the_borrower_calls_other_is_not_protected() -> None:
    spending = [a_cost(), a_cost("200.00", id="s2", category="leisure", essential=False)]

    assert assessed(a_case(spending=spending)).budget.essential == pounds("1000.00")


def test_income_counts_in_whole_months_and_spending_in_every_month_it_touches() -> None:
    income = [an_income(ends_on="2027-04-30"), an_income("100.00", id="i2", starts_on="2027-02-02")]
    spending = [a_cost(), a_cost("50.00", id="s2", category="mobile", ends_on="2027-03-01")]
    months = assessed(a_case(income=income, spending=spending)).budget.months

    assert [(m.since, m.income.plain, m.surplus.plain) for m in months] == [
        ("2027-02", "1500.00", "450.00"),
        ("2027-03", "1600.00", "550.00"),
        ("2027-04", "1600.00", "600.00"),
        ("2027-05", "100.00", "-900.00"),
    ]


def test_a_case_built_without_debts_still_has_its_budget() -> None:
    read = parse(json.dumps(a_case()).encode())
    found = assess(replace(read, debts=()), packs.load("UK"))

    assert found.budget.recommended == pounds("250.00")
    assert len(found.horizon) == 12
    assert found.stress is None


def test_a_weekly_plan_is_held_against_the_month_it_ends_in() -> None:
    # 52 weeks from 25 February end on 17 February, in the thirteenth month.
    case = a_case(
        wishes={"frequency": "weekly", "day": 25},
        lender_policy={"version": "1", "max_term_months": 12},
    )
    ends = a_case(**case | {"income": [an_income(ends_on="2028-01-31")]})

    assert list(ceilings_by_month(assessed(case)))[-1] == "2028-02"
    assert only(case)[2]
    assert not only(ends)[2]
