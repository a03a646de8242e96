from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.core import packs
from app.core.accommodation import PaymentHoliday, Settlement, Token, WriteDown
from app.core.assessment import Assessment, Label, Option, Result, Route, assess, to_json
from app.core.casefile import parse
from app.core.money import Currency, Money
from app.core.terms import check
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed, example

POOR = {"income": [an_income("1010.00")]}
BROKE = {"income": [an_income("900.00")]}


def only(case: dict[str, Any]) -> tuple[Assessment, Route, tuple[Option, ...]]:
    found = assessed(case)
    (debt,) = found.debts
    return found, debt.route, debt.options


def codes(found: Assessment) -> list[str]:
    return [finding.code for finding in found.findings]


def hardship(code: str, until: str | None = None, since: str = "2026-12-01") -> dict[str, Any]:
    return {"code": code, "from": since, "expected_until": until}


def pounds(text: str) -> Money:
    return Money.parse(text, Currency.GBP)


def test_a_statutory_hold_stops_every_figure() -> None:
    hold = {"rule": "UK-B01", "from": "2027-01-01", "until": "2027-03-01"}
    found, route, options = only(a_case(hold=hold))

    assert (route, options, found.result) == (Route.PAYMENT_BREAK, (), Result.HOLDING)


def test_a_hold_that_ended_stops_nothing() -> None:
    hold = {"rule": "UK-B01", "from": "2026-11-01", "until": "2027-01-14"}

    assert only(a_case(hold=hold))[1] is Route.FULL_PLAN


def test_a_dispute_comes_before_any_plan() -> None:
    found, route, options = only(a_case(debts=[a_debt(disputed=True)]))

    assert (route, options, found.result) == (Route.DISPUTE_FIRST, (), Result.STOPPED)
    assert found.next_steps[0].code == "settle_dispute"


@pytest.mark.parametrize(
    ("subdivision", "paid", "acknowledged", "code"),
    [
        ("england_wales", "2021-01-15", None, "limitation_reached"),
        ("england_wales", "2021-01-16", None, None),
        ("england_wales", "2020-01-01", "2024-01-01", None),
        ("scotland", "2022-01-15", None, "debt_extinguished"),
        ("scotland", "2022-01-16", None, None),
    ],
)
def test_an_old_debt_is_warned_about_before_any_payment(
    subdivision: str, paid: str, acknowledged: str | None, code: str | None
) -> None:
    debt = a_debt(last_payment_on=paid, acknowledged_on=acknowledged)
    found, route, options = only(a_case(subdivision=subdivision, debts=[debt]))

    assert (route is Route.TIME_BARRED_WARNING) is (code is not None)
    assert bool(options) is (code is None)
    assert [c for c in codes(found) if c.startswith(("limitation", "debt"))] == (
        [code] if code else []
    )


def test_an_unknown_last_payment_is_said() -> None:
    found, route, _ = only(a_case(debts=[a_debt(last_payment_on=None)]))

    assert "limitation_unknown" in codes(found)
    assert route is Route.FULL_PLAN


@pytest.mark.parametrize(
    "code",
    ["TERMINAL", "MENTAL_HEALTH", "BEREAVEMENT", "DOMESTIC_ABUSE", "ADDICTION_GAMBLING"],
)
def test_some_hardships_need_a_person_first(code: str) -> None:
    found, route, options = only(a_case(hardship=[hardship(code)]))

    assert (route, options, found.result) == (Route.REFER, (), Result.STOPPED)
    assert code not in to_json(found).decode()


def test_a_hardship_that_is_over_no_longer_refers() -> None:
    over = hardship("BEREAVEMENT", "2027-01-14")

    assert only(a_case(hardship=[over]))[1] is Route.FULL_PLAN


def test_benefits_are_not_offered_unless_the_borrower_says_so() -> None:
    benefits = [an_income("1500.00", category="main_benefit")]
    found, route, _ = only(a_case(income=benefits))
    opted, chosen, _ = only(a_case(income=benefits, wishes={"offer_from_benefits": True}))

    assert found.budget.benefit_only
    assert not found.budget.recommended
    assert route is Route.REFER
    assert opted.budget.recommended == pounds("250.00")
    assert chosen is Route.FULL_PLAN


def test_a_plan_at_the_contract_rate_is_a_full_plan() -> None:
    found, route, options = only(a_case())

    assert (route, found.result) == (Route.FULL_PLAN, Result.PLAN)
    assert 1 <= len(options) <= 5
    assert not any(option.stretch for option in options)


def test_a_lower_rate_that_clears_is_an_interest_freeze() -> None:
    # 57.50 a month clears 3052.00 in 72 months, but not with interest at 19.9%.
    found, route, options = only(a_case(income=[an_income("1115.00")]))

    assert route is Route.INTEREST_FREEZE
    assert all(option.terms.rate < found.debts[0].options[0].terms.owed.minor for option in options)
    assert max(option.instalment.minor for option in options) <= 5750


def test_only_when_nothing_clears_is_the_hard_ceiling_used() -> None:
    # 40.00 recommended is too little; 72.00 is the most that can be paid at all.
    found, route, options = only(a_case(income=[an_income("1080.00")]))

    assert route in {Route.FULL_PLAN, Route.INTEREST_FREEZE}
    assert all(option.stretch for option in options)
    assert "above_recommended" in found.debts[0].reasons
    assert found.budget.recommended < options[0].instalment <= found.budget.hard_ceiling
    assert "hard_share_d1" in {step.id for step in found.explanation}


def test_irregular_income_is_planned_with_the_seasons() -> None:
    months = ["900.00"] * 6 + ["1900.00"] * 6
    line = {"id": "i1", "category": "other_earnings", "frequency": "irregular", "monthly": months}
    found, route, options = only(a_case(income=[line], debts=[a_debt(annual_rate="0")]))

    assert found.budget.recommended == pounds("0.00")
    assert route is Route.FULL_PLAN
    assert "follows_the_months" in found.debts[0].reasons
    assert len({row.amount for row in options[0].terms.schedule.instalments}) > 1


def test_a_seasonal_plan_is_added_when_it_is_wished_for() -> None:
    case = example() | {"wishes": {"follow_months": True}}
    labels = {
        label
        for option in assessed(case).debts[1].options
        for label in (option.label, *option.also)
    }

    assert Label.SEASONAL in labels


def test_a_lump_sum_can_settle_what_no_plan_clears() -> None:
    case = a_case(**BROKE, wishes={"lump_sum": "1900.00"})
    found, route, options = only(case)

    assert (route, found.result) == (Route.SETTLEMENT, Result.PLAN)
    (option,) = options
    assert option.total == pounds("1831.20")
    assert option.terms.written_off == pounds("1220.80")
    assert Settlement("written_off") in option.terms.accommodations
    assert option.terms.schedule.count == 1


def test_a_lump_sum_below_the_share_settles_nothing() -> None:
    case = a_case(**BROKE, wishes={"lump_sum": "1831.19"})

    assert only(case)[1] is Route.NO_AFFORDABLE_PLAN


def test_one_lump_sum_settles_one_debt() -> None:
    debts = [a_debt(), a_debt(id="d2")]
    found = assessed(a_case(**BROKE, debts=debts, wishes={"lump_sum": "3000.00"}))

    assert [d.route for d in found.debts] == [Route.SETTLEMENT, Route.NO_AFFORDABLE_PLAN]


def test_half_repaid_is_a_reduced_plan_that_writes_off_the_rest() -> None:
    # 22.00 recommended, 39.60 hard: neither clears 3052.00, 22.00 x 72 is above half.
    found, route, options = only(a_case(income=[an_income("1044.00")]))
    (option,) = options

    assert (route, found.result) == (Route.REDUCED_PLAN, Result.PLAN)
    assert option.total == pounds("1584.00")
    assert option.terms.written_off == pounds("1468.00")
    assert WriteDown(pounds("1468.00")) in option.terms.accommodations
    assert option.terms.schedule.instalments[-1].balance_after == pounds("1468.00")


def test_a_small_share_is_a_token_with_a_review() -> None:
    found, route, options = only(a_case(**POOR))
    (option,) = options

    assert (route, found.result) == (Route.TOKEN, Result.HOLDING)
    assert option.instalment == pounds("1.00")
    assert option.terms.schedule.count == 6
    assert option.terms.continues == pounds("3046.00")
    assert any(isinstance(a, Token) for a in option.terms.accommodations)


def test_a_larger_share_that_is_to_stay_is_referred() -> None:
    # 12.00 a month: above ten tokens, below half of 3052.00 over 72 months.
    found, route, options = only(a_case(income=[an_income("1024.00")]))

    assert (route, options, found.result) == (Route.REFER, (), Result.STOPPED)


def test_the_same_share_is_a_token_when_the_hardship_will_end() -> None:
    case = a_case(income=[an_income("1024.00")], hardship=[hardship("JOB_LOSS", "2028-06-30")])

    assert only(case)[1] is Route.TOKEN


def test_a_break_bridges_months_until_income_recovers() -> None:
    income = [an_income("900.00"), an_income("600.00", id="i2", starts_on="2027-05-01")]
    found, route, options = only(a_case(income=income, wishes={"frequency": "fortnightly"}))
    holidays = [a for o in options for a in o.terms.accommodations if isinstance(a, PaymentHoliday)]

    assert (route, found.result) == (Route.PAYMENT_BREAK, Result.HOLDING)
    assert found.debts[0].break_until == "2027-05"
    assert {h.months for h in holidays} == {3}
    assert options
    assert all(f"{o.terms.schedule.first_due:%Y-%m}" == "2027-05" for o in options)


def test_a_break_until_the_hardship_ends_may_have_no_plan_yet() -> None:
    case = a_case(**BROKE, hardship=[hardship("JOB_LOSS", "2027-04-30")])
    found, route, options = only(case)

    assert (route, options) == (Route.PAYMENT_BREAK, ())
    assert found.debts[0].break_until == "2027-05"


def test_a_break_longer_than_the_lender_allows_is_not_offered() -> None:
    case = a_case(
        **BROKE,
        hardship=[hardship("JOB_LOSS", "2027-04-30")],
        lender_policy={"version": "1", "max_break_months": 2},
    )

    assert only(case)[1] is Route.NO_AFFORDABLE_PLAN


def test_no_affordable_plan_is_a_normal_answer_with_next_steps() -> None:
    found, route, options = only(a_case(**BROKE))

    assert (route, options) == (Route.NO_AFFORDABLE_PLAN, ())
    assert found.result is Result.NO_AFFORDABLE_PLAN
    assert found.stress is None
    steps = [step.code for step in found.next_steps]
    assert {"hold", "free_advice", "benefits_check", "insolvency_information"} <= set(steps)
    assert steps[-1] == "review"


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


def test_a_priority_debt_without_arrears_needs_no_plan() -> None:
    found, route, options = only(a_case(debts=[a_debt(priority=True, arrears="0.00")]))

    assert (route, options) == (Route.FULL_PLAN, ())
    assert found.debts[0].reasons == ("no_arrears",)


def test_a_lender_value_past_its_limit_is_set_back_and_said() -> None:
    policy = {"version": "1", "max_term_months": 600, "per_debt": {"d1": {"rate_ladder": ["2"]}}}
    found, _, _ = only(a_case(lender_policy=policy))
    paths = {f.path for f in found.findings if f.code == "policy_clamped"}

    assert paths == {"/lender_policy/max_term_months", "/lender_policy/per_debt/d1/rate_ladder"}
    assert found.debts[0].term_months == 72


@pytest.mark.parametrize(
    ("amount", "by", "within", "expected"),
    [
        ("250.00", "lender", True, []),
        ("250.01", "lender", True, [("above_recommended", "block")]),
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
    offer = {
        "id": "p1",
        "by": by,
        "debt_id": "d1",
        "amount": amount,
        "frequency": "monthly",
        "first_due": "2027-03-01",
    }
    (checked,) = assessed(a_case(proposals=[offer])).proposals

    assert checked.within_ceiling is within
    assert [(f.code, f.severity) for f in checked.findings] == expected


def test_an_offer_on_a_disputed_debt_is_blocked() -> None:
    offer = {
        "id": "p1",
        "by": "borrower",
        "debt_id": "d1",
        "amount": "50.00",
        "frequency": "monthly",
        "first_due": "2027-03-01",
    }
    (checked,) = assessed(a_case(debts=[a_debt(disputed=True)], proposals=[offer])).proposals

    assert [f.code for f in checked.findings] == ["no_offers_now"]


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


def test_a_debt_of_fees_alone_needs_no_plan_when_fees_are_waived() -> None:
    debt = a_debt(principal="0.00", interest="0.00", arrears="0.00")
    policy = {"version": "1", "waive_fees": True}
    found, route, options = only(a_case(debts=[debt], lender_policy=policy))

    assert (route, options) == (Route.FULL_PLAN, ())
    assert found.debts[0].reasons == ("fees_waived",)


def test_a_case_built_without_debts_still_has_its_budget() -> None:
    read = parse(json.dumps(a_case()).encode())
    found = assess(replace(read, debts=()), packs.load("UK"))

    assert found.budget.recommended == pounds("250.00")
    assert len(found.horizon) == 12
    assert found.stress is None
