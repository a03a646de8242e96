"""A plan of a person's own size adds up, keeps its amount, and never asks for more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.accommodation import FeeWaiver, PaymentHoliday, RateCut
from app.core.caselines import DebtLine
from app.core.chosen_terms import NeverClears, Own, Proposed, own_terms, proposed_terms
from app.core.dates import Calendar, Roll
from app.core.lending import LADDER, Lending
from app.core.money import Currency, Money
from app.core.periods import Every
from app.core.terms import Terms, check

FIRST = date(2027, 1, 15)
RHYTHMS = (Every.MONTHLY, Every.FOUR_WEEKLY, Every.FORTNIGHTLY, Every.WEEKLY)


def gbp(minor: int) -> Money:
    return Money(minor, Currency.GBP)


def lending(*, waive_fees: bool = True) -> Lending:
    return Lending(
        max_term_months=60,
        min_instalment=100,
        waive_fees=waive_fees,
        ladder=LADDER,
        min_repaid_share=Fraction(1, 2),
        settlement_share=Fraction(3, 5),
        max_break_months=6,
        roll=Roll.NEXT,
    )


def debt(
    principal: int, interest: int = 0, fees: int = 0, *, arrears: int = 0, priority: bool = False
) -> DebtLine:
    return DebtLine(
        id="d1",
        creditor="Northbank",
        kind="credit_card",
        priority=priority,
        secured=False,
        principal=gbp(principal),
        interest=gbp(interest),
        fees=gbp(fees),
        arrears=gbp(arrears),
        annual_rate=Fraction(249, 1000),
        contractual_payment=None,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )


def sized(line: DebtLine, house: Lending, asked: Own) -> Terms | NeverClears:
    try:
        return own_terms(line, house, Calendar(), asked)
    except NeverClears as refusal:
        return refusal


def proposed(line: DebtLine, asked: Proposed) -> Terms | NeverClears:
    try:
        return proposed_terms(line, asked, Calendar(), 12)
    except NeverClears as refusal:
        return refusal


@given(
    principal=st.integers(1, 3_000_000),
    interest=st.integers(0, 50_000),
    fees=st.integers(0, 10_000),
    amount=st.integers(100, 400_000),
    every=st.sampled_from(RHYTHMS),
    waive=st.booleans(),
)
@example(principal=1, interest=0, fees=6000, amount=100, every=Every.MONTHLY, waive=False)
def test_an_own_plan_adds_up_or_says_what_would_clear(
    principal: int, interest: int, fees: int, amount: int, every: Every, waive: bool
) -> None:
    line = debt(principal, interest, fees)
    house = lending(waive_fees=waive)
    terms = sized(line, house, Own(gbp(amount), every, FIRST))
    if isinstance(terms, NeverClears):
        assert terms.least is not None
        assert terms.least.minor > amount
        enough = own_terms(line, house, Calendar(), Own(terms.least, every, FIRST))
        assert check(enough) == ()
        less = Own(gbp(terms.least.minor - 1), every, FIRST)
        assert isinstance(sized(line, house, less), NeverClears)
        return
    assert check(terms) == ()
    assert terms.schedule.highest.minor <= amount
    assert terms.schedule.first_due == FIRST
    assert terms.waived == gbp(fees if waive else 0)
    assert not terms.left
    assert terms.rate in {line.annual_rate * rung for rung in LADDER}


def test_the_contract_rate_is_kept_when_it_clears() -> None:
    terms = own_terms(debt(100_000), lending(), Calendar(), Own(gbp(10_000), Every.MONTHLY, FIRST))
    assert terms.rate == Fraction(249, 1000)
    assert terms.accommodations == ()


def test_a_first_debt_is_planned_for_its_arrears_without_interest() -> None:
    line = debt(500_000, arrears=23_600, priority=True)
    terms = own_terms(line, lending(), Calendar(), Own(gbp(5_000), Every.MONTHLY, FIRST))
    assert terms.schedule.total == gbp(23_600)
    assert not terms.rate
    assert terms.continues == gbp(476_400)
    assert check(terms) == ()


def test_without_months_left_nothing_clears() -> None:
    no_time = Lending(0, 100, True, LADDER, Fraction(1, 2), Fraction(3, 5), 6, Roll.NEXT)
    with pytest.raises(NeverClears) as refusal:
        own_terms(debt(100), no_time, Calendar(), Own(gbp(100), Every.MONTHLY, FIRST))
    assert refusal.value.least is None


def test_a_lender_gets_exactly_the_rate_it_typed() -> None:
    typed = Proposed(gbp(10_000), Every.MONTHLY, FIRST, Fraction(1, 20), waive_fees=True)
    terms = proposed_terms(debt(100_000, 500, 900), typed, Calendar(), 60)
    assert terms.rate == Fraction(1, 20)
    assert terms.accommodations == (
        RateCut(Fraction(249, 1000), Fraction(1, 20)),
        FeeWaiver(gbp(900)),
    )
    assert terms.continues is None
    assert check(terms) == ()


def test_a_lenders_plan_of_a_first_debt_is_for_its_arrears_too() -> None:
    line = debt(50_000, fees=900, arrears=23_600, priority=True)
    typed = Proposed(gbp(10_000), Every.MONTHLY, FIRST, line.annual_rate, waive_fees=True)
    terms = proposed_terms(line, typed, Calendar(), 60)
    assert terms.schedule.total == gbp(23_600)
    assert terms.continues == gbp(27_300)
    assert terms.rate == 0
    assert not terms.waived
    assert check(terms) == ()


def test_later_amounts_begin_with_the_payment_that_was_named() -> None:
    typed = Proposed(
        gbp(5_000),
        Every.MONTHLY,
        FIRST,
        Fraction(0),
        waive_fees=False,
        steps=((3, gbp(7_000)), (4, gbp(9_000))),
        granted=(PaymentHoliday(1),),
    )
    terms = proposed_terms(debt(40_000), typed, Calendar(), 60)
    paid = [row.amount.minor for row in terms.schedule.instalments]
    assert paid == [0, 5_000, 5_000, 7_000, 9_000, 9_000, 5_000]
    too_low = replace(typed, rate=Fraction(249, 1000), amount=gbp(100))
    with pytest.raises(NeverClears) as refusal:
        proposed_terms(debt(40_000), too_low, Calendar(), 60)
    assert refusal.value.least is None


@given(amount=st.integers(100, 5_000), rate=st.fractions(0, 1, max_denominator=1000))
def test_what_a_lender_hears_would_clear_does_clear(amount: int, rate: Fraction) -> None:
    line = debt(100_000, 200, 300)
    asked = Proposed(gbp(amount), Every.MONTHLY, FIRST, rate, waive_fees=False)
    refusal = proposed(line, asked)
    if isinstance(refusal, NeverClears):
        assert refusal.least is not None
        assert refusal.least.minor > amount
        proposed_terms(line, replace(asked, amount=refusal.least), Calendar(), 12)
