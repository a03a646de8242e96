"""Which plans are compared: rungs, breaks, sizes, months, and how many of each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.core.accommodation import PaymentHoliday, Seasonal
from app.core.amortise import Balance
from app.core.assessment import Label, Option, Route
from app.core.lender_view import discount
from app.core.options import STEPS, Problem, level_grid, seasonal_grid
from app.core.periods import Every
from tests.core.cases import a_case, a_debt, an_income, assessed, example, only

OWED = 24_000


def a_problem(rates: tuple[Fraction, ...] = (Fraction(0),), rows: int = 24) -> Problem:
    factors = discount(Fraction("0.1"), Every.MONTHLY, rows)
    return Problem(Balance(OWED, 0, 0), rates, rows, Every.MONTHLY, factors, 100)


def breaks(options: tuple[Option, ...]) -> set[int]:
    granted = [a for option in options for a in option.terms.accommodations]
    return {a.months for a in granted if isinstance(a, PaymentHoliday)}


@pytest.mark.parametrize(
    ("most", "found"), [(0, set()), (1, {1}), (2, {2}), (3, {3}), (6, {3}), (12, {3})]
)
def test_a_break_is_three_months_or_as_long_as_the_lender_allows(
    most: int, found: set[int]
) -> None:
    policy = {"version": "1", "max_break_months": most}

    assert breaks(only(a_case(lender_policy=policy))[2]) == found


@pytest.mark.parametrize(
    ("every", "empty"),
    [("weekly", 13), ("fortnightly", 6), ("monthly", 3), ("quarterly", 1), ("annual", 0)],
)
def test_a_break_covers_the_rows_of_its_months(every: str, empty: int) -> None:
    options = only(a_case(wishes={"frequency": every}))[2]
    paused = [o for o in options if Label.BREAK_FIRST in (o.label, *o.also)]
    nothing = [
        sum(1 for row in o.terms.schedule.instalments if not row.amount) for o in paused
    ]  # fmt: skip

    assert nothing == ([empty] if empty else [])


@pytest.mark.parametrize(
    ("every", "times"),
    [("weekly", 52), ("four_weekly", 13), ("twice_monthly", 24), ("quarterly", 4)],
)
def test_no_plan_has_more_rows_than_the_longest_term_holds(every: str, times: int) -> None:
    policy = {"version": "1", "max_term_months": 30}
    found, _, options = only(a_case(wishes={"frequency": every}, lender_policy=policy))
    ceiling = found.debts[0].share.minor * 12 // times

    assert options
    assert max(o.terms.schedule.count for o in options) <= 30 * times // 12
    assert max(o.instalment.minor for o in options) <= ceiling


def test_eight_sizes_run_from_the_least_that_clears_to_the_most_that_fits() -> None:
    sizes = [c.instalment for c in level_grid(a_problem(), 0, 1_700, (0,))]

    assert sizes == [1000 + 700 * j // 7 for j in range(8)]


def test_sizes_that_give_the_same_plan_are_compared_once() -> None:
    sizes = [c.instalment for c in level_grid(a_problem(), 0, 1_003, (0,))]

    assert sizes == [1000, 1001, 1002, 1003]


def test_a_lower_rung_is_compared_too_and_a_higher_one_never() -> None:
    rates = tuple(Fraction(n, 100) for n in (20, 15, 10, 5, 0))
    kept = level_grid(a_problem(rates), 2, 3_000, (0, 3))

    assert {c.rate for c in kept} == set(rates[2:])
    assert {c.breaks for c in kept} == {0, 3}
    assert len(kept) <= 80


def test_a_plan_of_the_months_pays_eighths_of_each_limit() -> None:
    limits = [2_000, 4_000] * 12
    kept = seasonal_grid(a_problem(), 0, limits, range(1, STEPS + 1))
    first = {c.amounts[:2] for c in kept}

    # Below three eighths, 24 months do not clear it.
    assert first == {(2_000 * n // 8, 4_000 * n // 8) for n in range(3, 9)}


def test_a_wish_to_follow_the_months_adds_one_labelled_plan_and_keeps_to_five() -> None:
    months = ["1900.00"] * 6 + ["2600.00"] * 6
    line = {"id": "i9", "category": "other_earnings", "frequency": "irregular", "monthly": months}
    plain = a_case(income=[line])
    asked = assessed(plain | {"wishes": {"follow_months": True}}).debts[0].options
    labels = [label for o in asked for label in (o.label, *o.also)]
    seasonal = [o for o in asked if Label.SEASONAL in (o.label, *o.also)]

    assert len(asked) <= 5
    assert labels.count(Label.SEASONAL) == 1
    assert any(isinstance(a, Seasonal) for a in seasonal[0].terms.accommodations)
    assert Label.SEASONAL not in {o.label for o in assessed(plain).debts[0].options}


def test_plans_that_follow_the_months_unasked_have_no_label_for_it() -> None:
    months = ["900.00"] * 6 + ["1900.00"] * 6
    line = {"id": "i9", "category": "other_earnings", "frequency": "irregular", "monthly": months}
    case = a_case(income=[line], debts=[a_debt(annual_rate="0")])
    found, asked = assessed(case).debts[0], assessed(case | {"wishes": {"follow_months": True}})

    assert "follows_the_months" in found.reasons
    assert len(found.options) > 1
    assert all(Label.SEASONAL not in (o.label, *o.also) for o in found.options)
    assert any(Label.SEASONAL in (o.label, *o.also) for o in asked.debts[0].options)


def test_months_are_followed_only_by_a_plan_of_months() -> None:
    wishes = {"follow_months": True, "frequency": "weekly"}
    options = assessed(example() | {"wishes": wishes}).debts[1].options

    assert options
    assert all(Label.SEASONAL not in (o.label, *o.also) for o in options)


def test_a_stretch_is_sized_up_to_the_hard_ceiling_and_no_further() -> None:
    found, route, options = only(a_case(income=[an_income("1080.00")]))

    assert route in {Route.FULL_PLAN, Route.INTEREST_FREEZE}
    assert max(o.instalment for o in options) == found.budget.hard_ceiling
    assert all(o.stretch for o in options)
