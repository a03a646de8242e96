from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Currency
from app.core.strain import SCENARIOS, Scenario, Strain
from app.core.stress import completion, stress
from tests.core.households import many

TIGHT = Strain(
    income=168_241,
    protected=129_517,
    commitments=3_600,
    instalments=14_218,
    largest_income=108_333,
    savings=36_000,
    months=36,
)


def every_path(strain: Strain, scenario: Scenario) -> Fraction:
    """The same chance by walking every path of good and bad months."""
    total = Fraction(0)
    for path in product((False, True), repeat=strain.months):
        chance, shocked, saved, missed = Fraction(1), False, strain.saved, 0
        for bad in path:
            enter, leave = Fraction(scenario.enter, 100), Fraction(scenario.leave, 100)
            into_bad = 1 - leave if shocked else enter
            chance *= into_bad if bad else 1 - into_bad
            shocked = bad
            if shocked and not strain.pays_when_shocked(scenario):
                saved, missed = (saved - 1, missed) if saved else (0, missed + 1)
        total += chance if missed < 3 else 0
    return total


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
@pytest.mark.parametrize("savings", [0, 14_218, 50_000])
def test_the_recursion_is_the_sum_over_all_paths(scenario: Scenario, savings: int) -> None:
    strain = replace(TIGHT, months=8, savings=savings)

    assert completion(strain, scenario) == every_path(strain, scenario)


def test_a_household_that_can_pay_in_a_bad_month_always_finishes() -> None:
    rich = replace(TIGHT, income=900_000)

    assert {completion(rich, scenario) for scenario in SCENARIOS} == {Fraction(1)}
    assert stress(rich, Currency.GBP).low == "1.00"


@many
@given(
    savings=st.integers(0, 300_000),
    months=st.integers(1, 72),
    instalments=st.integers(1, 50_000),
)
def test_property_23_the_range_is_in_order_and_more_savings_never_hurt(
    savings: int, months: int, instalments: int
) -> None:
    strain = replace(TIGHT, savings=savings, months=months, instalments=instalments)
    richer = replace(strain, savings=savings + instalments)
    shown = stress(strain, Currency.GBP)

    mild, central, severe = (completion(strain, scenario) for scenario in SCENARIOS)
    assert 0 <= severe <= central <= mild <= 1
    assert Fraction(shown.low) <= severe
    assert mild <= Fraction(shown.high)
    assert mild - Fraction(1, 100) < Fraction(shown.high)
    assert "0.00" <= shown.low <= shown.high <= "1.00"
    for scenario in SCENARIOS:
        assert completion(richer, scenario) >= completion(strain, scenario)


def test_the_checks_compare_savings_and_what_is_left_with_the_loss() -> None:
    # 360.00 saved and 209.06 left over each month.
    shown = stress(TIGHT, Currency.GBP)

    assert not shown.lost_income_1_month
    assert not shown.income_down_20_percent_3_months
    assert shown.one_bill_500_3_months
    assert stress(replace(TIGHT, savings=87_427), Currency.GBP).lost_income_1_month
    assert not stress(replace(TIGHT, savings=87_426), Currency.GBP).lost_income_1_month
