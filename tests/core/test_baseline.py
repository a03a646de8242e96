"""What the contractual payment comes to in the end: row by row, and fast for any terms."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.casefile import parse
from app.core.caselines import DebtLine, Payment
from app.core.debt import LONGEST_BASELINE_YEARS, contractual_total
from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR, Every
from tests.core.cases import a_case
from tests.core.households import many
from tests.core.line_count import at_most

REGULAR = sorted(each for each, times in TIMES_A_YEAR.items() if times <= 12)
PLAIN = parse(json.dumps(a_case()).encode()).debts[0]


def a_line(
    parts: tuple[int, int, int], rate: Fraction, pay: int, every: Every = Every.DAILY
) -> DebtLine:
    principal, interest, fees = (Money(part, Currency.GBP) for part in parts)
    agreed = Payment(Money(pay, Currency.GBP), every)
    return replace(
        PLAIN,
        principal=principal,
        interest=interest,
        fees=fees,
        annual_rate=rate,
        contractual_payment=agreed,
    )


def row_by_row(debt: DebtLine) -> tuple[int, int] | None:
    """The same, one payment after the other."""
    assert debt.contractual_payment is not None
    pay, times = (
        debt.contractual_payment.amount.minor,
        TIMES_A_YEAR[debt.contractual_payment.frequency],
    )
    principal, beside = debt.principal.minor, debt.interest.minor + debt.fees.minor
    if pay <= principal * debt.annual_rate // times:
        return None
    total = count = 0
    while principal + beside > 0:
        if count == LONGEST_BASELINE_YEARS * times:
            return None
        beside += principal * debt.annual_rate // times
        paid = min(pay, principal + beside)
        total, count = total + paid, count + 1
        used = min(paid, beside)
        principal, beside = principal - (paid - used), beside - used
    return total, count


@many
@given(
    parts=st.tuples(st.integers(0, 40_000), st.integers(0, 20_000), st.integers(0, 20_000)),
    rate=st.integers(0, 60).map(lambda n: Fraction(n, 100)),
    pay=st.integers(0, 3_000),
    every=st.sampled_from(REGULAR),
)
def test_the_sum_is_that_of_every_single_payment(
    parts: tuple[int, int, int], rate: Fraction, pay: int, every: Every
) -> None:
    debt = a_line(parts, rate, pay, every)

    assert contractual_total(debt) == row_by_row(debt)


@pytest.mark.parametrize(
    ("owed", "expected"), [(36_500, (36_500, 36_500)), (36_501, None), (0, (0, 0))]
)
def test_a_hundred_years_of_days_is_the_longest(
    owed: int, expected: tuple[int, int] | None
) -> None:
    assert contractual_total(a_line((owed, 0, 0), Fraction(0), 1)) == expected
    assert contractual_total(a_line((0, 0, owed), Fraction(0), 1)) == expected


def test_a_penny_a_day_is_not_worked_out_day_by_day() -> None:
    with at_most(100):
        assert contractual_total(a_line((33_000, 0, 0), Fraction(0), 1)) == (33_000, 33_000)
    with at_most(100):
        assert contractual_total(a_line((100_000_000, 0, 33_000), Fraction(1, 100), 2_740)) is None
