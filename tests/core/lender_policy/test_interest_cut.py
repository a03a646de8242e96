"""Interest that is let go counts as a cut whatever the means are called."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.compose import Base, ByMonth, Few, InRows, Level, compose
from app.core.generate import Timetable
from app.core.lender_policy.interest_cut import interest_cut
from app.core.lender_policy.limits import Reason, needs_second
from app.core.lender_policy.values import Limits
from app.core.periods import Every
from app.core.terms import Terms
from tests.core.composed import FIRST, card, pounds
from tests.factories import a_debt

CARD = card()
DEBT = a_debt("1000.00", "20.00", "12.00", annual_rate="0.12")
NOTHING_ALONE = Limits(rate_cut=Fraction(0), let_go=Fraction(0))
FOR_GOOD = InterestFreeze(date(2026, 1, 1), date(2030, 1, 1))
# Before the payments of 250.00 there are 1000.00, 750.00, 500.00 and 250.00 of principal.
FOUR = Level(pounds("250.00"))


def made(base: Base, *granted: Accommodation, every: Every = Every.MONTHLY) -> Terms:
    return compose(CARD, base, granted, Timetable(FIRST, every))


@pytest.mark.parametrize(
    "terms",
    [
        made(InRows(12), RateCut(Fraction(12, 100), Fraction(11, 100))),
        made(InRows(12), FOR_GOOD),
        made(InRows(12), InterestFreeze(date(2027, 3, 2), date(2027, 3, 2))),
        made(InRows(12), FOR_GOOD, every=Every.WEEKLY),
        made(InRows(12), PaymentHoliday(3, "nothing", "waive", "spread")),
        made(InRows(12), PaymentHoliday(3, "nothing", "waive", "extend")),
        made(InRows(12), PaymentHoliday(3, "nothing", "waive", "lump")),
        made(InRows(12), PaymentHoliday(3, "nothing", "waive", "capitalise")),
        made(InRows(12), PaymentHoliday(1, "interest", "waive", after=2)),
        made(InRows(12), PaymentHoliday(1, "principal", "waive", after=2)),
        made(Few(pounds("1.00"), 6, Token(pounds("1.00"), date(2027, 7, 1)))),
        made(Few(pounds("600.00"), 1, Settlement("continues"))),
    ],
)
def test_interest_that_does_not_arise_needs_a_second_person(terms: Terms) -> None:
    assert needs_second(terms, DEBT, NOTHING_ALONE) == (Reason.RATE_CUT,)


@pytest.mark.parametrize(
    "granted",
    [
        InterestWaiver(pounds("1.00")),
        FeeWaiver(pounds("1.00")),
        WriteDown(pounds("1.00")),
        WriteDown(pounds("1.00"), "at_once"),
    ],
)
def test_what_is_owed_and_let_go_needs_a_second_person(granted: Accommodation) -> None:
    assert needs_second(made(InRows(12), granted), DEBT, NOTHING_ALONE) == (Reason.LET_GO,)


@pytest.mark.parametrize(
    "terms",
    [
        made(InRows(12)),
        made(InRows(7), every=Every.WEEKLY),
        made(InRows(12), InterestFreeze(date(2026, 1, 1), date(2026, 12, 31))),
        made(InRows(12), PaymentHoliday(3, "nothing", "accrue_simple", "extend")),
        made(InRows(12), PaymentHoliday(3, "interest", "accrue", "spread")),
        made(InRows(12), Capitalise(pounds("20.00"))),
        made(InRows(12), TermExtension(6)),
        made(InRows(12), ReAmortise(6, after=3)),
        made(InRows(12), ExtraPayment(2, pounds("50.00"))),
        made(StepUp(((3, pounds("50.00")), (1, pounds("100.00"))))),
        made(ByMonth((pounds("300.00"),) * 4, Seasonal())),
    ],
)
def test_what_lets_nothing_go_is_for_one_person(terms: Terms) -> None:
    assert needs_second(terms, DEBT, NOTHING_ALONE) == ()


@pytest.mark.parametrize(
    ("granted", "cut"),
    [
        ((), Fraction(0)),
        ((RateCut(Fraction(12, 100), Fraction(3, 100)),), Fraction(3, 4)),
        # The second period alone: 750 of 2500.
        ((InterestFreeze(date(2027, 2, 2), date(2027, 3, 1)),), Fraction(3, 10)),
        # Half the rate on the other 1750 of 2500.
        (
            (
                RateCut(Fraction(12, 100), Fraction(6, 100)),
                InterestFreeze(date(2027, 2, 2), date(2027, 3, 1)),
            ),
            Fraction(13, 20),
        ),
        # A month more with 1000: 1000 of 3500.
        ((PaymentHoliday(1, "nothing", "waive", "extend"),), Fraction(2, 7)),
        ((FOR_GOOD,), Fraction(1)),
    ],
)
def test_a_cut_is_the_share_of_the_same_plans_interest(
    granted: tuple[Accommodation, ...], cut: Fraction
) -> None:
    terms = made(FOUR, *granted)
    assert interest_cut(terms, Fraction(12, 100)) == cut
    assert needs_second(terms, DEBT, Limits(rate_cut=cut)) == ()
    if cut:
        just_below = Limits(rate_cut=cut - Fraction(1, 1000))
        assert needs_second(terms, DEBT, just_below) == (Reason.RATE_CUT,)


def test_a_debt_without_interest_has_none_to_cut() -> None:
    free = compose(card("0"), InRows(12), [FOR_GOOD], Timetable(FIRST, Every.MONTHLY))
    assert interest_cut(free, Fraction(0)) == 0
