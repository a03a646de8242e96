"""Offers with a break, joined interest or a lump are held to the same rules, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given

from app.core.access import Role
from app.core.accommodation import Accommodation, Capitalise, PaymentHoliday, WriteDown
from app.core.caselines import DebtLine
from app.core.compose import Base, Level, compose
from app.core.generate import Timetable
from app.core.negotiation.affordable import blocks
from app.core.negotiation.events import Debt, MonthCeiling
from app.core.periods import Every
from app.core.terms import Terms, check
from tests.core.composed import card, pounds
from tests.core.composed_plans import bases, composed, debts, gbp, grants, timetables
from tests.core.households import many
from tests.factories import a_debt, a_month, a_shared_budget

FIRST = date(2027, 3, 1)
TODAY = date(2027, 1, 15)


def owed(debt: DebtLine) -> Debt:
    rate = f"{debt.annual_rate.numerator * 1000 // debt.annual_rate.denominator:04d}"
    return a_debt(
        debt.principal.plain, debt.interest.plain, debt.fees.plain, f"{rate[0]}.{rate[1:]}"
    )


def stopped(terms: Terms, debt: Debt, recommended: str = "5000.00") -> tuple[str, ...]:
    limit = pounds(recommended)
    months = [MonthCeiling(a_month(n), pounds("9000.00"), limit) for n in range(300)]
    budget = a_shared_budget(months=months)
    return blocks(terms, debt, budget, by=Role.LENDER, today=TODAY)


def of_card(*granted: Accommodation) -> Terms:
    return compose(
        card(), Level(pounds("300.00")), granted, Timetable(FIRST, Every.MONTHLY), most_rows=60
    )


CARD = a_debt("1000.00", "20.00", "12.00", "0.12")


@many
@given(debts, bases, grants(), timetables)
def test_every_composed_plan_passes_where_the_months_can_bear_it(
    debt: DebtLine, base: Base, granted: tuple[Accommodation, ...], timetable: Timetable
) -> None:
    terms = composed(debt, base, granted, replace(timetable, first=FIRST))
    assume(terms is not None)
    assert terms
    assume(terms.rate <= debt.annual_rate)
    found = set(stopped(terms, owed(debt)))
    assert found <= {"above_affordable"}
    heavy = terms.schedule.highest.minor * 52 > 12 * 500_000
    assert heavy or "above_affordable" not in found


def test_a_lump_has_to_fit_the_ceiling_of_its_month() -> None:
    lump = of_card(PaymentHoliday(1, recover="lump"))
    assert lump.schedule.highest == pounds("600.00")
    assert stopped(lump, CARD, "600.00") == ()
    assert stopped(lump, CARD, "599.99") == ("above_affordable",)


def test_a_raised_instalment_has_to_fit_too() -> None:
    spread = of_card(PaymentHoliday(1, recover="spread"))
    assert stopped(spread, CARD, spread.schedule.highest.plain) == ()
    assert stopped(spread, CARD, "300.00") == ("above_affordable",)


@pytest.mark.parametrize("interest", ["accrue_simple", "accrue"])
def test_joined_interest_is_no_more_than_the_break_gives(interest: str) -> None:
    joins = PaymentHoliday(
        2, "nothing", "accrue" if interest == "accrue" else "accrue_simple", "capitalise"
    )
    fair = of_card(joins)
    assert stopped(fair, CARD) == ()
    named = next(a for a in fair.accommodations if isinstance(a, PaymentHoliday))
    forged = replace(named, put_off=pounds("20.71"))
    assert "sum_differs" in stopped(replace(fair, accommodations=(forged,)), CARD)


def test_interest_that_joins_without_being_named_is_stopped() -> None:
    fair = of_card(PaymentHoliday(2, "nothing", "accrue", "capitalise"))
    assert "sum_differs" in stopped(replace(fair, accommodations=()), CARD)


def test_no_more_interest_joins_than_the_debt_has() -> None:
    fair = of_card(Capitalise(pounds("20.00")))
    assert stopped(fair, CARD) == ()
    forged = replace(fair, accommodations=(Capitalise(pounds("20.01")),))
    assert "sum_differs" in stopped(forged, CARD)


def test_a_write_down_adds_up_at_once_and_on_completion() -> None:
    at_once = of_card(WriteDown(pounds("200.00"), "at_once"))
    later = of_card(WriteDown(pounds("200.00")))
    assert check(at_once) == check(later) == ()
    assert at_once.schedule.total == later.schedule.total
    assert at_once.left == later.left == pounds("200.00")
    swapped = replace(later, accommodations=at_once.accommodations)
    assert check(swapped) == ("balance_left",)
    more = replace(later, accommodations=(WriteDown(pounds("200.01")),))
    assert check(more) == ("written_off_differs",)


def test_the_interest_put_off_is_part_of_what_is_paid() -> None:
    plain, put_off = of_card(), of_card(PaymentHoliday(2, interest="accrue"))
    assert put_off.schedule.total - plain.schedule.total == gbp(2_000)
    assert put_off.rate == Fraction("0.12")
