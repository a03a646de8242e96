"""Sums over all rows of a plan, beside the rows gone through one by one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core.amortise import Balance, PeriodRate, level, period_rate, smallest
from app.core.generate import charges_for
from app.core.periods import Every

balances = st.builds(
    Balance, st.integers(0, 10**12), st.integers(0, 10**9), st.integers(0, 10**6)
).filter(lambda balance: balance.owed > 0)
rates = st.integers(0, 10**8).map(lambda part: Fraction(part, 10**8))


@given(balances, rates, st.integers(1, 480))
def test_the_interest_of_a_plan_is_that_of_its_rows(
    balance: Balance, rate: Fraction, rows: int
) -> None:
    size = smallest(balance, period_rate(rate, Every.MONTHLY), rows)
    assert size is not None
    plan = level(balance, period_rate(rate, Every.MONTHLY), size)
    assert plan is not None
    amounts = (size,) * (plan.rows - 1) + (plan.last,)

    assert plan.interest == sum(charges_for(balance.principal, rate, Every.MONTHLY, amounts))


@given(balances, rates, st.integers(1, 480))
def test_no_smaller_instalment_clears(balance: Balance, rate: Fraction, rows: int) -> None:
    per = period_rate(rate, Every.MONTHLY)
    size = smallest(balance, per, rows)
    assert size is not None
    plan, less = level(balance, per, size), level(balance, per, size - 1)

    assert plan is not None
    assert plan.rows <= rows
    assert less is None or less.rows > rows


@given(balances, st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**6))
def test_an_amount_not_above_the_first_interest_is_no_plan(
    balance: Balance, num: int, den: int, amount: int
) -> None:
    rate = PeriodRate(num, den)

    assert (level(balance, rate, amount) is None) == (amount <= rate.of(balance.principal))
