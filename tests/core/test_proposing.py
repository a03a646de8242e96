from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.core.accommodation import (
    FeeWaiver,
    InterestFreeze,
    PaymentHoliday,
    RateCut,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.caselines import DebtLine
from app.core.money import Currency, Money
from app.core.periods import Every
from app.core.proposing import (
    Asked,
    PaymentNotAboveInterest,
    TermTooLong,
    settlement_terms,
    size_terms,
    step_terms,
    terms_in,
    token_terms,
)
from app.core.terms import Terms, check, terms_digest

FIRST = date(2027, 2, 1)


def pounds(text: str) -> Money:
    return Money.parse(text, Currency.GBP)


def card(rate: str = "0.12", *, priority: bool = False) -> DebtLine:
    return DebtLine(
        id="d1",
        creditor="Northbank",
        kind="credit_card",
        priority=priority,
        secured=False,
        principal=pounds("1000.00"),
        interest=pounds("20.00"),
        fees=pounds("12.00"),
        arrears=pounds("120.00"),
        annual_rate=Fraction(rate),
        contractual_payment=None,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )


def amounts(terms: Terms) -> list[str]:
    return [row.amount.plain for row in terms.schedule.instalments]


def test_a_chosen_amount_becomes_a_whole_schedule() -> None:
    terms = size_terms(card(), pounds("250.00"), Asked(FIRST))

    assert check(terms) == ()
    # 1000.00, 750.00, 500.00 and 250.00 bear 1% each: 25.00 of new interest.
    assert terms.new_interest == pounds("25.00")
    assert amounts(terms) == ["250.00"] * 4 + ["57.00"]
    assert terms.schedule.last_due == date(2027, 6, 1)
    assert terms.accommodations == ()


def test_a_freeze_and_waived_fees_are_said_in_the_terms() -> None:
    terms = size_terms(card(), pounds("250.00"), Asked(FIRST, rate=Fraction(0), waive_fees=True))

    assert terms.accommodations == (
        RateCut(Fraction("0.12"), Fraction(0)),
        FeeWaiver(pounds("12.00")),
    )
    assert terms.schedule.total == pounds("1020.00")
    assert terms.waived == pounds("12.00")
    assert check(terms) == ()


def test_a_break_comes_first_and_costs_nothing() -> None:
    plain = size_terms(card(), pounds("250.00"), Asked(FIRST))
    paused = size_terms(card(), pounds("250.00"), Asked(FIRST, break_months=3))

    assert amounts(paused) == ["0.00"] * 3 + amounts(plain)
    assert paused.schedule.first_due == date(2027, 5, 1)
    assert paused.schedule.payments == plain.schedule.count
    assert PaymentHoliday(3) in paused.accommodations


@pytest.mark.parametrize("amount", ["0.00", "9.99", "10.00"])
def test_an_amount_that_never_repays_is_refused(amount: str) -> None:
    with pytest.raises(PaymentNotAboveInterest) as refused:
        size_terms(card(), pounds(amount), Asked(FIRST))
    assert refused.value.code == "payment_not_above_interest"


def test_an_amount_that_takes_too_long_is_refused() -> None:
    with pytest.raises(TermTooLong) as refused:
        size_terms(card(), pounds("30.00"), Asked(FIRST, most_rows=36))
    assert refused.value.code == "term_too_long"


def test_a_number_of_instalments_gives_the_smallest_that_clears() -> None:
    terms = terms_in(card("0"), 10, Asked(FIRST), extra=4)

    assert amounts(terms) == ["103.20"] * 10
    assert TermExtension(4) in terms.accommodations
    with pytest.raises(ValueError, match="at least one row"):
        terms_in(card("0"), 0, Asked(FIRST))


def test_steps_rise_and_the_last_one_goes_on() -> None:
    steps = ((2, pounds("50.00")), (1, pounds("300.00")))
    terms = step_terms(card(), steps, Asked(FIRST))

    assert amounts(terms)[:4] == ["50.00", "50.00", "300.00", "300.00"]
    assert StepUp(steps) in terms.accommodations
    assert check(terms) == ()


def test_days_without_interest_are_taken_off() -> None:
    freeze = InterestFreeze(date(2027, 1, 2), date(2027, 3, 1))
    steps = ((1, pounds("250.00")),)
    frozen = step_terms(card(), steps, Asked(FIRST), frozen=(freeze,))
    plain = step_terms(card(), steps, Asked(FIRST))

    # The first two periods, 10.00 and 7.50, bear nothing.
    assert plain.new_interest - frozen.new_interest == pounds("17.50")
    assert freeze in frozen.accommodations
    assert check(frozen) == ()


def test_a_step_below_the_interest_is_refused() -> None:
    with pytest.raises(PaymentNotAboveInterest):
        step_terms(card(), ((3, pounds("10.00")), (1, pounds("300.00"))), Asked(FIRST))
    with pytest.raises(TermTooLong):
        step_terms(card(), ((1, pounds("11.00")),), Asked(FIRST, most_rows=12))


def test_a_token_leaves_the_rest_for_a_review() -> None:
    terms = token_terms(card(), pounds("1.00"), Asked(FIRST))

    assert amounts(terms) == ["1.00"] * 6
    assert terms.continues == pounds("1026.00")
    assert Token(pounds("1.00"), date(2027, 8, 1)) in terms.accommodations
    assert check(terms) == ()


@pytest.mark.parametrize("rest_ends", [True, False])
def test_a_settlement_says_what_becomes_of_the_rest(rest_ends: bool) -> None:
    terms = settlement_terms(card(), pounds("600.00"), Asked(FIRST), rest_ends=rest_ends)

    assert amounts(terms) == ["600.00"]
    assert check(terms) == ()
    assert terms.written_off == (pounds("432.00") if rest_ends else pounds("0.00"))
    assert terms.continues == (None if rest_ends else pounds("432.00"))
    assert (WriteDown(pounds("432.00")) in terms.accommodations) is rest_ends


def test_nothing_settles_nothing() -> None:
    with pytest.raises(PaymentNotAboveInterest):
        settlement_terms(card(), pounds("0.00"), Asked(FIRST), rest_ends=True)
    with pytest.raises(PaymentNotAboveInterest):
        token_terms(card(), pounds("0.00"), Asked(FIRST))


def test_a_priority_debt_pays_its_arrears_without_interest() -> None:
    terms = size_terms(card(priority=True), pounds("10.00"), Asked(FIRST))

    assert terms.schedule.total == pounds("120.00")
    assert terms.continues == pounds("912.00")
    assert terms.rate == 0
    assert check(terms) == ()


def test_weekly_instalments_bear_a_week_of_interest() -> None:
    terms = size_terms(card(), pounds("250.00"), Asked(FIRST, frequency=Every.WEEKLY))
    rows = terms.schedule.instalments

    assert [row.due_on for row in rows[:2]] == [date(2027, 2, 1), date(2027, 2, 8)]
    # 1000.00 x 12% / 52 = 2.307..., rounded down.
    assert terms.new_interest == pounds("5.75")


def test_terms_are_named_by_all_they_say() -> None:
    terms = size_terms(card(), pounds("250.00"), Asked(FIRST))
    same = size_terms(card(), pounds("250.00"), Asked(FIRST))
    later = size_terms(card(), pounds("250.00"), Asked(date(2027, 2, 2)))

    assert terms_digest(terms) == terms_digest(same) != terms_digest(later)


def test_a_tiny_amount_is_refused_before_any_row_is_worked_out() -> None:
    debt = replace(card("0.00000001"), principal=pounds("9999999.99"))

    with pytest.raises(TermTooLong):
        size_terms(debt, pounds("0.01"), Asked(FIRST))
