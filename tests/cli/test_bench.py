"""The measured figures: their names, and that a wrong plan is noticed."""

from __future__ import annotations

import pytest

from app.commands.bench import accounts, decimals
from app.commands.bench.assessing import Growth
from app.commands.bench.households import PLACES, household, mixed
from app.core.assessment import assess
from app.core.casewriting import dump
from app.core.packs import load


def test_the_decimal_way_and_the_exact_code_agree_on_a_plan() -> None:
    account = (400_000, 6_130, 2_400, 24_900_000, 24_900_000)

    figures = accounts.exact(account)

    assert decimals.plan(account, figures[0]) == figures


def test_a_plan_that_differs_stops_the_measurement() -> None:
    asked = [(100_000, 0, 0, 0, 0)]

    with pytest.raises(accounts.PlansDiffer):
        accounts.agree(asked, [(1, 2, 3)], [(1, 2, 4)])


def test_a_small_portfolio_is_measured_and_agrees() -> None:
    figures = accounts.measure(2_000, sample=100)

    assert {"portfolio_accounts_per_s", "portfolio_ratio_to_exact"} <= set(figures)
    assert all(value > 0 for value in figures.values())


def test_the_same_households_come_every_time_from_every_place() -> None:
    cases = mixed(10)

    assert [dump(case) for case in cases] == [dump(case) for case in mixed(10)]
    assert {case.jurisdiction for case in cases} == set(PLACES)
    assert len({case.income for case in cases}) == len(cases)


def test_growth_is_the_power_of_the_size() -> None:
    square = Growth("debts", tuple((n, 3.0 * n * n) for n in (1, 2, 5, 10, 25)))

    assert square.exponent == pytest.approx(2)


def test_a_household_of_many_debts_has_plans_for_them() -> None:
    found = assess(household(1, debts=25), load("UK"))

    assert [debt.candidates >= 50 for debt in found.debts] == [True] * 25
