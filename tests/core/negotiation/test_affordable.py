"""What stops an offer: each rule with the smallest thing that breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.accommodation import Capitalise
from app.core.dates import due_dates
from app.core.money import Currency, Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.events import Debt, MonthCeiling, SharedBudget
from app.core.periods import (
    MOST_ROWS,
    PLAN_FREQUENCIES,
    Every,
    ceiling_per_instalment,
    most_in_a_month,
)
from app.core.schedule import Schedule
from app.core.terms import Terms
from tests.factories import (
    FIRST_DUE,
    NOON,
    a_debt,
    a_month,
    a_shared_budget,
    gbp,
    terms,
    terms_of,
)

TODAY = NOON.date()


def found(
    offered: Terms,
    *,
    debt: Debt | None = None,
    budget: SharedBudget | None = None,
    by: Role = Role.BORROWER,
) -> tuple[str, ...]:
    owed = debt or replace(a_debt(), principal=offered.owed)
    return blocks(offered, owed, budget or a_shared_budget(), by=by, today=TODAY)


def with_row(offered: Terms, n: int, **changes: object) -> Terms:
    rows = list(offered.schedule.instalments)
    rows[n] = replace(rows[n], **changes)  # type: ignore[arg-type]  # any field
    return replace(offered, schedule=Schedule(tuple(rows)))


def with_interest(annual_rate: Fraction, each: str, count: int = 12) -> Terms:
    """1,200.00 over a year with the same new interest in every row."""
    plain, zero, extra = terms(count=count), gbp("0.00"), gbp(each)
    rows = tuple(
        replace(row, amount=row.principal + extra, interest=extra, fees=zero)
        for row in plain.schedule.instalments
    )
    return replace(plain, schedule=Schedule(rows), rate=annual_rate)


def test_a_plan_that_fits_every_month_is_not_stopped() -> None:
    assert found(terms()) == ()
    assert found(terms(), by=Role.LENDER) == ()


def test_a_lender_may_not_propose_above_the_recommended_amount_but_the_borrower_may() -> None:
    stretch = terms(count=8)  # 150.00 where 120.00 is recommended and 200.00 possible
    assert found(stretch, by=Role.LENDER) == ("above_affordable",)
    assert found(stretch, by=Role.BORROWER) == ()
    assert found(stretch, by=Role.COUNSELOR) == ()


@pytest.mark.parametrize("by", [Role.BORROWER, Role.COUNSELOR, Role.LENDER])
def test_one_minor_unit_above_what_is_possible_is_stopped_for_everyone(by: Role) -> None:
    one_month = [MonthCeiling("2027-03", gbp("100.00"), gbp("100.00"))]
    budget = a_shared_budget(months=one_month)
    assert found(terms("100.00", 1), budget=budget, by=by) == ()
    assert found(terms("100.01", 1), budget=budget, by=by) == ("above_affordable",)


def test_a_recommended_amount_above_the_possible_one_does_not_help_a_lender() -> None:
    budget = a_shared_budget(months=[MonthCeiling("2027-03", gbp("100.00"), gbp("300.00"))])
    assert found(terms("200.00", 1), budget=budget, by=Role.LENDER) == ("above_affordable",)


def test_one_bad_month_stops_the_whole_plan() -> None:
    months = [
        MonthCeiling(a_month(n), gbp("99.99" if n == 9 else "200.00"), gbp("99.99"))
        for n in range(24)
    ]
    assert found(terms(), budget=a_shared_budget(months=months)) == ("above_affordable",)


def test_a_month_that_nobody_looked_at_can_bear_nothing() -> None:
    assert found(terms(count=12), budget=a_shared_budget(count=13)) == ("above_affordable",)
    assert found(terms(count=12), budget=a_shared_budget(count=14)) == ()


@given(
    every=st.sampled_from(sorted(PLAN_FREQUENCIES)),
    ceiling=st.integers(400, 10**6),
    over=st.integers(1, 5),
)
def test_the_largest_instalment_of_every_rhythm_passes_and_one_unit_more_does_not(
    every: Every, ceiling: int, over: int
) -> None:
    monthly = Money(ceiling, Currency.GBP)
    budget = a_shared_budget(months=[MonthCeiling(a_month(n), monthly, monthly) for n in range(72)])
    together = most_in_a_month(every)  # and as many fall due in March 2027
    most = min(ceiling_per_instalment(monthly, every), Money(ceiling // together, Currency.GBP))
    dues = due_dates(FIRST_DUE, every, max(3, together))
    assert found(terms_of([most] * len(dues), dues, every), budget=budget) == ()
    above = Money(most.minor + over, Currency.GBP)
    assert found(terms_of([above] * len(dues), dues, every), budget=budget) == ("above_affordable",)


@pytest.mark.parametrize("by", [Role.BORROWER, Role.COUNSELOR, Role.LENDER])
@pytest.mark.parametrize(
    ("every", "amount", "count"),
    [
        (Every.FOUR_WEEKLY, "99.69", 2),
        (Every.FORTNIGHTLY, "49.84", 3),
        (Every.WEEKLY, "24.92", 5),
        (Every.QUARTERLY, "120.01", 1),
        (Every.ANNUAL, "500.00", 1),
    ],
)
def test_payments_of_one_calendar_month_are_added_up_whoever_offers(
    every: Every, amount: str, count: int, by: Role
) -> None:
    """120.00 a month allows each of them alone, and no month bears them together."""
    dues = due_dates(FIRST_DUE, every, count)
    heavy = terms_of([gbp(amount)] * count, dues, every)
    budget = a_shared_budget("120.00", "120.00")
    assert found(heavy, budget=budget, by=by) == ("above_affordable",)
    rarer = due_dates(FIRST_DUE, Every.MONTHLY, count)
    assert found(terms_of([gbp("99.69")] * count, rarer), budget=budget, by=by) == ()


@pytest.mark.parametrize(
    ("claimed", "real"),
    [
        (Every.ANNUAL, Every.MONTHLY),
        (Every.QUARTERLY, Every.MONTHLY),
        (Every.HALF_YEARLY, Every.QUARTERLY),
        (Every.MONTHLY, Every.WEEKLY),
        (Every.TWICE_MONTHLY, Every.WEEKLY),
        (Every.FOUR_WEEKLY, Every.FORTNIGHTLY),
        (Every.WEEKLY, Every.DAILY),
    ],
)
def test_a_rhythm_that_hides_how_often_is_paid_is_stopped(claimed: Every, real: Every) -> None:
    dues = due_dates(FIRST_DUE, real, 6)
    assert found(terms_of([gbp("1.00")] * 6, dues, real)) == ()
    assert found(terms_of([gbp("1.00")] * 6, dues, claimed)) == ("dates_too_close",)


@pytest.mark.parametrize("every", [Every.IRREGULAR, Every.TEN_A_YEAR])
def test_a_rhythm_without_due_dates_is_stopped(every: Every) -> None:
    assert found(replace(terms(), frequency=every)) == ("unknown_frequency",)


@pytest.mark.parametrize("first", [date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31)])
@pytest.mark.parametrize("every", sorted(PLAN_FREQUENCIES))
def test_the_dates_of_every_honest_rhythm_pass_at_month_ends(every: Every, first: date) -> None:
    assert found(terms_of([gbp("0.10")] * 12, due_dates(first, every, 12), every)) == (
        ("above_affordable",) if every is Every.ANNUAL else ()
    )


def test_months_of_a_break_may_stand_between_payments() -> None:
    dues = due_dates(FIRST_DUE, Every.MONTHLY, 5)
    amounts = [gbp("0.00"), gbp("0.00"), gbp("0.00"), gbp("90.00"), gbp("90.00")]
    assert found(terms_of(amounts, dues)) == ()


def test_a_plan_under_which_nothing_is_paid_is_no_offer() -> None:
    nothing = terms_of([gbp("0.00")], [FIRST_DUE])
    unpaid = replace(nothing, owed=gbp("5.00"), written_off=gbp("5.00"))
    unpaid = with_row(unpaid, 0, balance_after=gbp("5.00"))
    assert found(unpaid) == ("nothing_to_pay",)


@pytest.mark.parametrize("off", [-1, 1])
def test_a_sum_that_is_off_by_one_minor_unit_is_stopped(off: int) -> None:
    offered = terms()
    last = offered.schedule.instalments[-1]
    amount = Money(last.amount.minor + off, Currency.GBP)
    assert "owed_differs" in found(with_row(offered, -1, amount=amount, principal=amount))


def test_terms_for_another_balance_than_the_debt_are_stopped() -> None:
    assert found(terms("1200.00"), debt=a_debt("1200.01")) == ("owed_differs",)


def test_a_first_date_of_today_is_stopped() -> None:
    assert found(terms(first_due=TODAY)) == ("date_not_in_future",)
    assert found(terms(first_due=TODAY + timedelta(days=1))) == ()


def test_dates_out_of_order_are_stopped() -> None:
    dues = [date(2027, 4, 1), date(2027, 3, 1)]
    assert "dates_out_of_order" in found(terms_of([gbp("9.00")] * 2, dues))


def test_more_instalments_than_an_agreement_can_list_are_stopped() -> None:
    many = terms("400.00", MOST_ROWS + 1, frequency=Every.WEEKLY)
    assert "too_many_instalments" in found(many, budget=a_shared_budget(count=120))
    most = terms("400.00", MOST_ROWS, frequency=Every.WEEKLY)
    assert found(most, budget=a_shared_budget(count=120)) == ()


def test_a_rate_above_the_contract_is_stopped() -> None:
    assert found(replace(terms(), rate=Fraction(249, 1000))) == ()
    assert found(replace(terms(), rate=Fraction(25, 100))) == ("rate_above_contract",)
    assert "rate_above_contract" in found(replace(terms(), rate=Fraction(-1, 100)))


def test_interest_that_the_rate_does_not_give_is_stopped() -> None:
    # 12 % a year on a balance that falls by 100.00 a month from 1,200.00 gives 78.00.
    fair, more = Fraction(12, 100), gbp("6.51")
    assert found(with_interest(fair, "6.50")) == ()
    one_more = with_row(with_interest(fair, "6.50"), 0, amount=gbp("106.51"), interest=more)
    assert found(one_more) == ("sum_differs",)
    assert "owed_differs" in found(with_interest(Fraction(0), "0.01"))


def test_old_interest_of_the_debt_is_not_charged_twice() -> None:
    debt = a_debt("1200.00", interest="60.00", annual_rate="0")
    offered = replace(with_interest(Fraction(0), "5.00"), owed=gbp("1260.00"))
    assert found(offered, debt=debt) == ()
    twice = replace(with_interest(Fraction(0), "10.00"), owed=gbp("1260.00"))
    assert "owed_differs" in found(twice, debt=debt)


def test_principal_and_fees_that_the_debt_does_not_have_are_stopped() -> None:
    offered = terms("1200.00")
    fees = a_debt("1190.00", fees="10.00")
    assert found(offered, debt=fees) == ("sum_differs",)
    joined = replace(offered, accommodations=(Capitalise(gbp("10.00")),))
    assert found(joined, debt=a_debt("1190.00", interest="10.00")) == ()
    as_fee = with_row(offered, 0, principal=gbp("0.00"), fees=gbp("100.00"))
    assert found(as_fee) == ("sum_differs",)


YEN = Money(0, Currency.JPY)


@pytest.mark.parametrize(
    "mixed",
    [
        replace(terms(), owed=YEN),
        replace(terms(), waived=YEN),
        replace(terms(), written_off=YEN),
        with_row(terms(), 3, fees=YEN),
        with_row(terms(), 3, balance_after=YEN),
    ],
)
def test_another_currency_anywhere_is_stopped(mixed: Terms) -> None:
    assert found(mixed, debt=a_debt()) == ("currency_differs",)


def test_ceilings_in_another_currency_say_nothing_about_the_debt() -> None:
    dinars = a_shared_budget("200.000", "120.000", currency=Currency.KWD)
    assert found(terms(), budget=dinars) == ("currency_differs",)
