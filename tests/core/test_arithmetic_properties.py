from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.amortise import Balance, follow, level, period_rate, smallest
from app.core.casefile import Line, parse
from app.core.ceilings import within_cash
from app.core.dates import add_months, due_dates
from app.core.daycount import eu_interval
from app.core.debt import allocate, oldest_first
from app.core.household import Buffer, income_in, months, spending_in
from app.core.lender_view import apr_eu, discount
from app.core.money import Currency, Money
from app.core.options import Problem, fit_level
from app.core.periods import (
    TIMES_A_YEAR,
    Every,
    per_month,
    restate,
)
from app.core.sharing import Claim, pro_rata, share_out
from tests.core.cases import a_case
from tests.core.households import many

PLAIN = parse(json.dumps(a_case()).encode())

balances = st.builds(
    Balance, st.integers(0, 2_000_000), st.integers(0, 50_000), st.integers(0, 10_000)
).filter(lambda b: b.owed > 0)
yearly = st.integers(0, 5000).map(lambda n: Fraction(n, 10_000))
counts = st.integers(1, 120)
regular = st.sampled_from(sorted(TIMES_A_YEAR))
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@many
@given(balance=balances, rate=yearly, rows=counts)
def test_property_10_the_smallest_instalment_clears_and_one_less_does_not(
    balance: Balance, rate: Fraction, rows: int
) -> None:
    per = period_rate(rate, Every.MONTHLY)
    size = smallest(balance, per, rows)
    assert size is not None
    plan = level(balance, per, size)
    less = level(balance, per, size - 1)

    assert plan is not None
    assert plan.rows <= rows
    assert 1 <= plan.last <= size
    assert plan.total == balance.owed + plan.interest
    assert less is None or less.rows > rows


@many
@given(balance=balances, rate=yearly, amount=st.integers(1, 500_000))
def test_a_level_plan_is_what_paying_up_to_a_limit_comes_to(
    balance: Balance, rate: Fraction, amount: int
) -> None:
    per = period_rate(rate, Every.MONTHLY)
    plan = level(balance, per, amount)
    assume(plan is None or plan.rows <= 2000)
    paid = follow(balance, per, [amount] * 2000)

    assert (paid is None) is (plan is None)
    if plan is not None and paid is not None:
        assert paid == (amount,) * (plan.rows - 1) + (plan.last,)


@many
@given(balance=balances, rate=yearly, amount=st.integers(1, 500_000), pause=st.integers(0, 12))
def test_property_24_a_break_without_interest_never_raises_the_total(
    balance: Balance, rate: Fraction, amount: int, pause: int
) -> None:
    per = period_rate(rate, Every.MONTHLY)
    plan = level(balance, per, amount)
    assume(plan is not None and plan.rows + pause <= 240)
    assert plan is not None
    worth = discount(rate, Every.MONTHLY, 240)

    # The same rows come later: the total is equal, and they are worth no more.
    assert worth.level(plan, pause) <= worth.level(plan)


@many
@given(
    balance=balances, rate=yearly, rows=st.integers(2, 60), extra=st.integers(1, 60),
    limit=st.integers(1, 200_000),
)  # fmt: skip
def test_property_11_a_longer_term_never_lowers_the_rung_that_fits(
    balance: Balance, rate: Fraction, rows: int, extra: int, limit: int
) -> None:
    rates = tuple(rate * part / 4 for part in (4, 3, 2, 1, 0))
    worth = discount(rate, Every.MONTHLY, 1)
    short = fit_level(Problem(balance, rates, rows, Every.MONTHLY, worth), limit).rung
    long = fit_level(Problem(balance, rates, rows + extra, Every.MONTHLY, worth), limit).rung

    assert short is None or (long is not None and long <= short)


@many
@given(
    lines=st.lists(
        st.tuples(st.integers(0, 10**7), regular | st.just(Every.IRREGULAR)), max_size=8
    ),
    month=st.integers(1, 12),
)
def test_property_13_income_rounds_down_and_spending_up_by_less_than_a_penny(
    lines: list[tuple[int, Every]], month: int
) -> None:
    told = tuple(a_line(n, minor, every) for n, (minor, every) in enumerate(lines))
    exact = sum(
        (
            Fraction(line.monthly[month - 1].minor)
            if line.amount is None
            else per_month(line.amount, line.frequency)
            for line in told
        ),
        Fraction(0),
    )
    case = replace(PLAIN, income=told, spending=told)
    (found,) = months(
        case, date(2027, month, 1), 1, buffer=Buffer(None, None), offers_nothing=False
    )

    assert found.income <= exact <= found.essential
    assert exact - found.income < 1
    assert found.essential - exact < 1
    for line in told:
        low, high = income_in(line, month).minor, spending_in(line, month).minor
        assert low <= (low + high) / Fraction(2) <= high
        assert high - low < 2


def a_line(number: int, minor: int, every: Every) -> Line:
    if every is Every.IRREGULAR:
        values = tuple(Money(minor * n // 7, Currency.GBP) for n in range(1, 13))
        return Line(f"l{number}", "rent", every, monthly=values)
    return Line(f"l{number}", "rent", every, Money(minor, Currency.GBP))


@many
@given(minor=st.integers(0, 10**9), there=regular, back=regular)
def test_property_14_restating_an_amount_and_back_is_exact(
    minor: int, there: Every, back: Every
) -> None:
    amount = Fraction(minor)

    assert restate(restate(amount, back, there), there, back) == amount


@many
@given(total=st.integers(0, 10**8), weights=st.lists(st.integers(0, 10**7), min_size=1, max_size=9))
def test_property_15_a_split_adds_up_and_each_part_is_within_one_unit(
    total: int, weights: list[int]
) -> None:
    assume(sum(weights) > 0)
    parts = pro_rata(total, weights)
    more = pro_rata(total + 1, weights)

    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * weight, sum(weights))) < 1
        for part, weight in zip(parts, weights, strict=True)
    )
    # A larger total may take one unit from a part (Alabama paradox), never more.
    assert all(b >= a - 1 for a, b in zip(parts, more, strict=True))


claims = st.builds(
    Claim, st.integers(0, 500_000), st.sampled_from([0, 0, 500, 9_000]), st.integers(0, 1_000)
)


@many
@given(pool=st.integers(0, 200_000), known=st.lists(claims, min_size=1, max_size=6))
def test_shares_fit_the_pool_and_nobody_gets_more_than_is_owed(
    pool: int, known: list[Claim]
) -> None:
    shared = share_out(pool, known)
    needs = sum(c.need for c in known)

    assert sum(shared.parts) <= pool
    assert all(part >= 0 for part in shared.parts)
    for part, claim in zip(shared.parts, known, strict=True):
        if claim.need:
            assert part <= claim.need
            assert needs > pool or part == claim.need
        else:
            assert part <= claim.balance
            assert part == 0 or part >= min(claim.least, claim.balance)


@many
@given(
    payment=st.integers(0, 10**6),
    due=st.dictionaries(st.sampled_from(["fees", "interest", "principal"]), st.integers(0, 10**6)),
)
def test_a_payment_is_used_up_in_order(payment: int, due: dict[str, int]) -> None:
    used = allocate(payment, due, sorted(due))

    assert sum(used.values()) == payment
    assert all(used[part] <= amount for part, amount in due.items())
    assert used["overpayment"] == max(0, payment - sum(due.values()))
    parts = oldest_first(payment, [(date(2024, 1, 1), amount) for amount in due.values()])
    assert sum(parts) == min(payment, sum(due.values()))


@many
@given(balance=balances, rate=yearly, rows=st.integers(1, 72))
def test_property_21_present_value_is_the_total_at_nothing_and_falls_with_the_rate(
    balance: Balance, rate: Fraction, rows: int
) -> None:
    size = smallest(balance, period_rate(rate, Every.MONTHLY), rows)
    assert size is not None
    plan = level(balance, period_rate(rate, Every.MONTHLY), size)
    assert plan is not None
    worth = [
        discount(at, Every.MONTHLY, plan.rows).level(plan)
        for at in (Fraction(0), Fraction(1, 10), Fraction(1, 2))
    ]

    assert worth[0] == plan.total
    assert worth[0] >= worth[1] >= worth[2]


@many
@given(owed=st.integers(1, 10**7), rows=st.integers(1, 72), as_of=days)
def test_property_22_repaying_exactly_what_is_owed_has_a_rate_of_nothing(
    owed: int, rows: int, as_of: date
) -> None:
    size = -(-owed // rows)
    plan = level(Balance(owed, 0, 0), period_rate(Fraction(0), Every.MONTHLY), size)
    assert plan is not None
    amounts = [size] * (plan.rows - 1) + [plan.last]
    dues = due_dates(add_months(as_of, 1), Every.MONTHLY, plan.rows)
    timed = [(eu_interval(as_of, due), each) for due, each in zip(dues, amounts, strict=True)]

    assert apr_eu(owed, timed) == "0.00"


@many
@given(
    months=st.lists(
        st.tuples(st.integers(0, 50_000), st.integers(-90_000, 90_000)), min_size=1, max_size=48
    )
)
def test_seasonal_payments_never_take_cash_that_a_later_month_needs(
    months: list[tuple[int, int]],
) -> None:
    limits = [min(limit, max(0, free)) for limit, free in months]
    free = [each for _, each in months]
    paid = within_cash(limits, free)
    running = 0
    started = False
    for each, spare, limit in zip(paid, free, limits, strict=True):
        assert 0 <= each <= limit
        running += spare - each
        started = started or each > 0
        assert not started or running >= 0


@many
@given(
    known=st.lists(
        st.tuples(st.integers(0, 50_000), st.integers(0, 20_000), st.integers(-90_000, 90_000)),
        min_size=1,
        max_size=48,
    )
)
def test_what_the_hard_ceiling_takes_leaves_room_for_the_recommended_one(
    known: list[tuple[int, int, int]],
) -> None:
    free = [each for _, _, each in known]
    lower = [min(limit, max(0, spare)) for limit, _, spare in known]
    upper = [min(limit + more, max(0, spare)) for limit, more, spare in known]
    low = within_cash(lower, free)
    high = within_cash(upper, free, kept=low)
    running, started = 0, False
    for least, most, limit, spare in zip(low, high, upper, free, strict=True):
        assert least <= most <= limit
        running += spare - most
        started = started or most > 0
        assert not started or running >= 0
