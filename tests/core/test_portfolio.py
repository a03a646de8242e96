"""Many accounts at once give, to the minor unit, what each gives alone."""

from __future__ import annotations

from dataclasses import astuple
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.amortise import Balance, Level, PeriodRate, level, period_rate, smallest
from app.core.lender_view import discount
from app.core.periods import Every
from app.core.portfolio import (
    BLOCK,
    MOST_MINOR,
    MOST_RATE,
    MOST_ROWS,
    RATE_UNIT,
    Accounts,
    BeyondColumns,
    Plans,
    level_plans,
    smallest_plans,
)

Account = tuple[int, int, int, int, int]
"""Principal, interest, fees, the plan's rate and the contract's, as in ``Accounts``."""

NO_PLAN = (0, 0, 0, 0, 0, 0)


def rates() -> st.SearchStrategy[int]:
    common = st.integers(0, 4999).map(lambda part: part * 10**4)
    return common | st.integers(0, RATE_UNIT) | st.integers(0, MOST_RATE)


def accounts(most: int) -> st.SearchStrategy[list[Account]]:
    amounts = st.integers(0, 2_000_000) | st.integers(0, 5) | st.integers(0, most)
    return st.lists(st.tuples(amounts, amounts, amounts, rates(), rates()), max_size=30)


def columns(of: list[Account]) -> Accounts:
    return Accounts.of(*([account[k] for account in of] for k in range(5)))


def rows_of(plans: Plans) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in astuple(plans)), strict=True))


def alone(account: Account, size: int) -> tuple[int, ...]:
    """The same figures from the exact code for one account."""
    plan = level(Balance(*account[:3]), _per(account[3]), size) if any(account[:3]) else None
    if plan is None or plan.rows > MOST_ROWS:
        return NO_PLAN
    return (*_figures(plan), _worth(plan, account[4]))


def _figures(plan: Level) -> tuple[int, ...]:
    return plan.amount, plan.rows, plan.last, plan.interest, plan.total


def _worth(plan: Level, contract: int) -> int:
    return discount(Fraction(contract, RATE_UNIT), Every.MONTHLY, plan.rows).level(plan)


def _per(rate: int) -> PeriodRate:
    return period_rate(Fraction(rate, RATE_UNIT), Every.MONTHLY)


@given(accounts(10**9), st.integers(1, 120))
def test_the_smallest_instalments_are_those_of_each_account_alone(
    many: list[Account], rows: int
) -> None:
    found = rows_of(smallest_plans(columns(many), rows))

    sizes = [smallest(Balance(*account[:3]), _per(account[3]), rows) or 0 for account in many]
    assert found == [alone(account, size) for account, size in zip(many, sizes, strict=True)]


@given(accounts(10**9), st.data())
def test_given_instalments_come_to_what_they_do_alone(
    many: list[Account], data: st.DataObject
) -> None:
    amounts = st.integers(0, 100_000) | st.integers(0, 10**9)
    sizes = data.draw(st.lists(amounts, min_size=len(many), max_size=len(many)))

    found = rows_of(level_plans(columns(many), sizes))

    assert found == [alone(account, size) for account, size in zip(many, sizes, strict=True)]


@given(accounts(MOST_MINOR), st.integers(1, 12))
def test_the_largest_balances_stay_exact(many: list[Account], rows: int) -> None:
    found = rows_of(smallest_plans(columns(many), rows))

    sizes = [smallest(Balance(*account[:3]), _per(account[3]), rows) or 0 for account in many]
    assert found == [alone(account, size) for account, size in zip(many, sizes, strict=True)]


def test_an_instalment_equal_to_the_first_interest_is_no_plan() -> None:
    twelve_percent = 12 * RATE_UNIT // 100
    many = columns([(100_000, 0, 0, twelve_percent, twelve_percent)] * 2)

    at_interest, above = rows_of(level_plans(many, [1_000, 1_001]))

    assert at_interest == NO_PLAN
    assert above[1] > 100


def test_without_interest_a_plan_is_the_balance_in_equal_parts() -> None:
    found = rows_of(smallest_plans(columns([(1_000, 0, 1, 0, 0), (1, 0, 0, 0, 0)]), 12))

    assert found == [(84, 12, 77, 0, 1_001, 1_001), (1, 1, 1, 0, 1, 1)]


def test_a_present_value_of_just_a_half_is_rounded_to_the_even_unit() -> None:
    """At 100% a month, one payment of n in a month is worth n / 2."""
    doubling = 12 * RATE_UNIT
    many = columns([(amount, 0, 0, 0, doubling) for amount in (1, 3, 5, 2_000_000_001)])

    assert smallest_plans(many, 1).worth.tolist() == [0, 2, 2, 1_000_000_000]


def test_more_rows_than_a_plan_may_last_are_no_plan() -> None:
    """Interest of 10 on a principal of 1,000 is what makes it a row too many."""
    twelve_percent = 12 * RATE_UNIT // 100
    old = 1_000 * (MOST_ROWS - 1)
    many = columns([(1_000, old, 0, 0, 0), (1_000, old, 0, twelve_percent, 0)])

    bare, charged = rows_of(level_plans(many, [1_000, 1_000]))

    assert bare[1] == MOST_ROWS
    assert charged == NO_PLAN


@pytest.mark.parametrize("rows", [2, 9, 36, 60])
def test_a_whole_range_of_accounts_is_as_each_alone(rows: int) -> None:
    many = [(n, n % 89, n % 7, n % 173 * 2_500_000, n % 61 * 10**6) for n in range(1, 2_000)]

    found = rows_of(smallest_plans(columns(many), rows))

    sizes = [smallest(Balance(*account[:3]), _per(account[3]), rows) or 0 for account in many]
    assert found == [alone(account, size) for account, size in zip(many, sizes, strict=True)]


def test_blocks_and_threads_change_nothing() -> None:
    count = BLOCK + 1_000
    many = columns([(n * 97, n % 7, n % 5, n * 10**4, n * 10**4) for n in range(count)])
    edges = slice(BLOCK - 500, BLOCK + 500)

    together, apart = smallest_plans(many, 24, threads=2), smallest_plans(many.part(edges), 24)

    assert rows_of(together.part(edges)) == rows_of(apart)


@pytest.mark.parametrize(
    "account",
    [
        (MOST_MINOR + 1, 0, 0, 0, 0),
        (0, -1, 0, 0, 0),
        (1, 0, 0, MOST_RATE + 1, 0),
        (1, 0, 0, 0, -1),
    ],
)
def test_what_columns_cannot_hold_exactly_is_refused(account: Account) -> None:
    with pytest.raises(BeyondColumns):
        smallest_plans(columns([account]), 12)


@pytest.mark.parametrize("rows", [0, MOST_ROWS + 1])
def test_a_term_outside_what_a_plan_may_last_is_refused(rows: int) -> None:
    with pytest.raises(BeyondColumns):
        smallest_plans(columns([]), rows)


def test_an_instalment_below_zero_is_refused() -> None:
    with pytest.raises(BeyondColumns):
        level_plans(columns([(1, 0, 0, 0, 0)]), [-1])
