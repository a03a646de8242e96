"""What holds for every plan that accommodations make together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.core.accommodation import (
    Accommodation,
    ExtraPayment,
    InterestFreeze,
    PaymentHoliday,
    PercentOfIncome,
    StepUp,
    WriteDown,
)
from app.core.amortise import Balance, PeriodRate
from app.core.caselines import DebtLine
from app.core.compose import Base, InRows, Level, compose
from app.core.costs import change_in_cost
from app.core.generate import Frozen, PaymentNotAboveInterest, Timetable, unfrozen
from app.core.income_share import IncomeMonth, share_of_income
from app.core.money import Money, total
from app.core.periods import Every
from app.core.rows import HOUSE_ORDER, Ground, Plan, walk
from app.core.terms import check, joined_in_break
from tests.core.composed import FIRST, card
from tests.core.composed_plans import (
    ROWS,
    bases,
    composed,
    debts,
    extras,
    freezes,
    gbp,
    grants,
    house_breaks,
    levels,
    money,
    timetables,
)
from tests.core.households import many


@many
@given(debts, bases, grants(), timetables)
def test_every_composed_plan_adds_up(
    debt: DebtLine, base: Base, granted: tuple[Accommodation, ...], timetable: Timetable
) -> None:
    terms = composed(debt, base, granted, timetable)
    assume(terms is not None)
    assert terms
    rows = terms.schedule.instalments
    assert check(terms) == ()
    assert len(rows) <= ROWS
    assert all(before.due_on < after.due_on for before, after in pairwise(rows))
    # 7: what is paid = owed - waived - written off + new interest, to the minor unit.
    assert terms.schedule.total == debt.owed - terms.waived - terms.written_off + terms.new_interest
    for row in rows:
        assert row.principal + row.interest + row.fees == row.amount
        assert min(row.principal, row.interest, row.fees).minor >= 0
    # 9: from what is owed on, no balance that is shown rises.
    shown = [debt.owed.minor, *(row.balance_after.minor for row in rows)]
    assert shown == list(accumulate(shown, min))
    later = [
        a.amount
        for a in terms.accommodations
        if isinstance(a, WriteDown) and a.when == "on_completion"
    ]
    assert rows[-1].balance_after == total(later, debt.owed.currency)


@many
@given(debts, bases, grants(), timetables, st.data())
def test_the_order_of_accommodations_never_matters(
    debt: DebtLine,
    base: Base,
    granted: tuple[Accommodation, ...],
    timetable: Timetable,
    data: st.DataObject,
) -> None:
    mixed = data.draw(st.permutations(granted))
    assert composed(debt, base, granted, timetable) == composed(debt, base, tuple(mixed), timetable)


@many
@given(debts, levels, house_breaks, freezes, timetables)
def test_at_one_instalment_a_house_break_or_a_freeze_never_raises_the_total(
    debt: DebtLine,
    base: Level,
    holiday: PaymentHoliday,
    freeze: InterestFreeze,
    timetable: Timetable,
) -> None:
    plain = composed(debt, base, (), timetable)
    assume(plain is not None)
    assert plain
    for granted in ((holiday,), (freeze,), (holiday, freeze)):
        eased = composed(debt, base, granted, timetable)
        if eased is not None:
            assert eased.schedule.total <= plain.schedule.total
    paused = composed(debt, base, (holiday,), timetable)
    both = composed(debt, base, (holiday, freeze), timetable)
    if paused and both:
        assert both.schedule.total <= paused.schedule.total


@many
@given(debts, bases, grants(), extras, timetables)
@example(
    replace(card("0"), principal=gbp(1), interest=gbp(1_901), fees=gbp(5_000)),
    StepUp(((6, gbp(1_000)), (1, gbp(1_022)))),
    (),
    ExtraPayment(1, gbp(1), "lower_instalment"),
    Timetable(FIRST, Every.WEEKLY),
)
def test_an_extra_payment_never_costs_more_nor_takes_longer(
    debt: DebtLine,
    base: Base,
    granted: tuple[Accommodation, ...],
    extra: ExtraPayment,
    timetable: Timetable,
) -> None:
    others = tuple(a for a in granted if not isinstance(a, ExtraPayment | PaymentHoliday))
    before = composed(debt, base, others, timetable)
    after = composed(debt, base, (*others, extra), timetable)
    assume(before is not None and after is not None)
    assert before
    assert after
    assert after.schedule.total <= before.schedule.total
    assert after.schedule.count <= before.schedule.count
    assert after.waived == before.waived
    if extra.effect != "shorten":
        later = after.schedule.instalments[extra.n :]
        was = before.schedule.highest
        assert all(row.amount <= was for row in later)


@many
@given(debts, st.integers(1, 60), timetables)
def test_one_unit_less_than_the_smallest_amount_does_not_clear(
    debt: DebtLine, count: int, timetable: Timetable
) -> None:
    terms = compose(debt, InRows(count), (), timetable)
    amount = terms.schedule.highest
    # 8: all instalments are equal but the last, which is never larger.
    assert {row.amount for row in terms.schedule.instalments[:-1]} <= {amount}
    less = composed(debt, Level(gbp(amount.minor - 1)), (), timetable)
    assert less is None or less.schedule.count > count


@many
@given(
    st.fractions(0, 1, max_denominator=100),
    money(0, 5_000),
    money(0, 60_000),
    st.lists(st.tuples(money(0, 400_000), money(0, 30_000)), min_size=1, max_size=30),
    st.sampled_from([Every.WEEKLY, Every.FOUR_WEEKLY, Every.MONTHLY]),
)
def test_a_part_of_income_never_passes_what_is_recommended(
    percent: Fraction,
    lowest: Money,
    highest: Money,
    given_months: list[tuple[Money, Money]],
    every: Every,
) -> None:
    months = [
        IncomeMonth(f"{2027 + (n + 1) // 12}-{(n + 1) % 12 + 1:02d}", income, recommended)
        for n, (income, recommended) in enumerate(given_months)
    ]
    timetable = Timetable(FIRST, every)
    base = share_of_income(PercentOfIncome(percent, lowest, highest), months, timetable, 200)
    limits = {month.month: month for month in months}
    times = {Every.WEEKLY: 52, Every.FOUR_WEEKLY: 13, Every.MONTHLY: 12}[every]
    assert base.amounts
    for due, amount in zip(timetable.due(200), base.amounts, strict=False):
        month = limits[f"{due:%Y-%m}"]
        assert amount.minor * times <= month.recommended.minor * 12
        part = max(percent * month.income.minor, Fraction(lowest.minor))
        assert amount.minor * times <= part * 12


@many
@given(debts, levels, grants(), timetables)
def test_a_change_in_cost_is_the_difference_of_two_totals(
    debt: DebtLine, base: Level, granted: tuple[Accommodation, ...], timetable: Timetable
) -> None:
    terms = composed(debt, base, granted, timetable)
    assume(terms is not None)
    assert terms
    costs = change_in_cost(debt, base, granted, timetable, most_rows=ROWS)
    assert costs.total == terms.schedule.total
    assert costs.against_contract is None
    for one, (_shown, change) in zip(granted, costs.each, strict=True):
        others = tuple(a for a in granted if a is not one)
        without = composed(debt, base, others, timetable)
        assert change == (without and costs.total - without.schedule.total)


@many
@given(
    st.permutations(HOUSE_ORDER), st.integers(1, 10**6), st.integers(0, 10**4), st.integers(1, 36)
)
def test_in_every_order_of_use_a_payment_that_is_not_above_its_interest_is_refused(
    order: list[str], principal: int, other: int, percent: int
) -> None:
    ground = Ground(
        Balance(principal, other, other), PeriodRate(percent, 1200), (Fraction(1),) * ROWS, order
    )
    charge = principal * percent // 1200
    assume(charge)
    for size in (charge, charge - 1, 1):
        if size <= charge:
            try:
                walk(ground, Plan((size,)))
            except PaymentNotAboveInterest:
                continue
            raise AssertionError(size)
    owed = [row.after for row in walk(ground, Plan((charge + 1,))).rows]
    assert all(before > after for before, after in pairwise(owed))


@many
@given(
    st.integers(-40, 400),
    st.integers(0, 60),
    st.sampled_from([Every.MONTHLY, Every.WEEKLY, Every.TWICE_MONTHLY]),
)
def test_each_frozen_day_counts_in_one_period_and_only_there(
    since: int, days: int, every: Every
) -> None:
    """A day belongs to the period whose due date is on or after it; both ends count."""
    timetable = Timetable(FIRST, every)
    dues = timetable.due(40)
    starts = [timetable.period_start(), *dues]
    first = FIRST + timedelta(since)
    frozen = [first + timedelta(n) for n in range(days + 1)]
    counted = 0
    for start, due in pairwise(starts):
        length = (due - start).days
        off = length - unfrozen(start, due, [Frozen(first, frozen[-1])]) * length
        assert off == sum(1 for day in frozen if start < day <= due)
        counted += int(off)
    assert counted == sum(1 for day in frozen if starts[0] < day <= starts[-1])


def test_the_months_before_the_first_date_are_no_period() -> None:
    assert Timetable(date(2027, 2, 20), Every.TWICE_MONTHLY).period_start() == date(2027, 2, 5)
    assert Timetable(date(2027, 2, 5), Every.TWICE_MONTHLY).period_start() == date(2027, 1, 20)
    assert Timetable(date(2027, 3, 31), Every.QUARTERLY).period_start() == date(2026, 12, 31)


@many
@given(debts, levels, st.integers(1, 6), timetables)
def test_only_an_explicit_choice_puts_interest_on_interest(
    debt: DebtLine, base: Level, months: int, timetable: Timetable
) -> None:
    simple = composed(debt, base, (PaymentHoliday(months, interest="accrue_simple"),), timetable)
    accrued = composed(debt, base, (PaymentHoliday(months, interest="accrue"),), timetable)
    joined = composed(
        debt, base, (PaymentHoliday(months, interest="accrue", recover="capitalise"),), timetable
    )
    assume(simple is not None and accrued is not None)
    assert simple
    assert accrued
    assert accrued.schedule == simple.schedule
    assert not joined_in_break(accrued)
    if joined:
        assert joined.schedule.total >= accrued.schedule.total
