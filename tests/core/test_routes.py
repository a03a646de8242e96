"""Which way a debt goes: full, frozen, seasonal, settled, reduced, token, break, or none."""

from __future__ import annotations

from typing import Literal

import pytest

from app.core.accommodation import PaymentHoliday, Settlement, Token, WriteDown
from app.core.assessment import Label, Result, Route
from app.core.terms import check
from tests.core.cases import (
    a_case,
    a_debt,
    an_income,
    assessed,
    example,
    hardship,
    only,
    pounds,
)

POOR = {"income": [an_income("1010.00")]}
BROKE = {"income": [an_income("900.00")]}


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


@pytest.mark.parametrize(
    ("shares", "rest", "written_off"),
    [
        ({"settlement_share": "0.4"}, "written_off", "1831.20"),
        ({"settlement_share": "0.4", "min_repaid_share": "0.4"}, "written_off", "1831.20"),
        ({"settlement_share": "0.4", "min_repaid_share": "0.41"}, "continues", "0.00"),
    ],
)
def test_a_settlement_says_whether_the_rest_is_written_off_or_continues(
    shares: dict[str, str], rest: Literal["written_off", "continues"], written_off: str
) -> None:
    policy = {"version": "1", **shares}
    case = a_case(**BROKE, wishes={"lump_sum": "1900.00"}, lender_policy=policy)
    _, route, (option,) = only(case)
    left = option.terms.continues or pounds("0.00")

    assert route is Route.SETTLEMENT
    assert option.total == pounds("1220.80")
    assert Settlement(rest) in option.terms.accommodations
    assert option.terms.written_off == pounds(written_off)
    assert option.terms.written_off + left == pounds("1831.20")
    assert option.terms.schedule.instalments[-1].balance_after == pounds("1831.20")
    assert check(option.terms) == ()


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


@pytest.mark.parametrize(("every", "rows"), [("weekly", 26), ("quarterly", 2), ("annual", 1)])
def test_a_token_lasts_until_its_review_whatever_its_frequency(every: str, rows: int) -> None:
    # 20.00 recommended is 4.61 a week and 240.00 a year.
    case = a_case(
        income=[an_income("1040.00")],
        wishes={"frequency": every},
        hardship=[hardship("JOB_LOSS", "2028-06-30")],
        lender_policy={"version": "1", "min_repaid_share": "1"},
    )
    _, route, (option,) = only(case)

    assert route is Route.TOKEN
    assert option.terms.schedule.count == rows


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


def test_a_priority_debt_without_arrears_needs_no_plan() -> None:
    found, route, options = only(a_case(debts=[a_debt(priority=True, arrears="0.00")]))

    assert (route, options) == (Route.FULL_PLAN, ())
    assert found.debts[0].reasons == ("no_arrears",)


def test_a_debt_of_fees_alone_needs_no_plan_when_fees_are_waived() -> None:
    debt = a_debt(principal="0.00", interest="0.00", arrears="0.00")
    policy = {"version": "1", "waive_fees": True}
    found, route, options = only(a_case(debts=[debt], lender_policy=policy))

    assert (route, options) == (Route.FULL_PLAN, ())
    assert found.debts[0].reasons == ("fees_waived",)
