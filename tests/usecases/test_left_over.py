"""What is left over counts every month of a plan, and the plans for the other debts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask, render_template_string

from app.core.accommodation import PaymentHoliday
from app.core.caselines import Household, Line, Payment
from app.core.money import Currency, Money
from app.core.packs import load
from app.core.periods import Every
from app.core.results import Label, Route
from app.usecases.calculator import AskedBudget, AskedDebt
from app.usecases.calculator_plans import Answer, plans_for
from app.usecases.left_over import beside, left_after
from app.web.public.answers import shown
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed

TODAY = date(2027, 1, 15)


def pounds(minor: int) -> Money:
    return Money(minor, Currency.GBP)


CARD = AskedDebt(
    "Northbank",
    "credit_card",
    pounds(400000),
    Fraction(249, 1000),
    Payment(pounds(9200), Every.MONTHLY),
    most_months=36,
)
RENT = AskedDebt("", "rent", pounds(60000), late=pounds(30000), first=True)


def answered(*debts: AskedDebt) -> Answer:
    income = (Line("salary", "salary", Every.MONTHLY, pounds(160000)),)
    spending = (Line("rent", "rent", Every.MONTHLY, pounds(120000)),)
    found = plans_for(
        AskedBudget("UK", Household(1, 0, False), income, spending, debts=debts),
        load("UK"),
        as_of=TODAY,
    )
    assert found is not None
    return found


def test_what_is_left_with_two_debts_is_left_after_both() -> None:
    card, rent = answered(CARD, RENT).debts
    each = [debt.plans[0].option.terms.schedule.highest for debt in (card, rent)]
    assert card.plans[0].left == pounds(40000) - each[0] - each[1]
    assert rent.plans[0].left == pounds(40000) - each[0] - each[1]
    (alone,) = answered(CARD).debts
    assert alone.plans[0].left == pounds(40000) - alone.plans[0].option.terms.schedule.highest


def test_a_month_after_a_break_counts_however_late_it_comes() -> None:
    income = [an_income("1700.00"), an_income("300.00", id="i2", ends_on="2028-03-31")]
    found = assessed(a_case(income=income))
    terms = found.debts[0].options[0].terms
    assert terms.schedule.last_due > date(2028, 5, 1)
    assert left_after(terms, found, "d1") == pounds(70000) - terms.schedule.highest


def test_a_break_first_leaves_no_more_than_its_own_payments_do() -> None:
    found = assessed(
        a_case(
            income=[an_income("1900.00")], lender_policy={"version": "1", "max_break_months": 12}
        )
    )
    paused = [o for o in found.debts[0].options if Label.BREAK_FIRST in (o.label, *o.also)]
    assert paused
    for option in paused:
        assert any(isinstance(a, PaymentHoliday) for a in option.terms.accommodations)
        assert left_after(option.terms, found, "d1") == pounds(90000) - option.instalment


def test_a_settlement_of_another_debt_takes_nothing_of_a_month() -> None:
    found = assessed(
        a_case(
            income=[an_income("1003.00")],
            spending=[a_cost("1000.00")],
            debts=[a_debt(), a_debt(id="d2")],
            wishes={"lump_sum": "1900.00"},
        )
    )
    settled = [debt.id for debt in found.debts if debt.route is Route.SETTLEMENT]
    assert settled
    for debt in found.debts:
        assert not {one.id for one in beside(found, debt.id)} & set(settled)
        if debt.id in settled:
            # The other debt gets a token of one pound out of three.
            assert left_after(debt.options[0].terms, found, debt.id) == pounds(200)


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "Left each month after it and the first plan for: Debt 2: Rent"),
        ("zh", "还款后每月剩余"),
    ],
)
def test_a_card_names_the_other_debts_that_it_counts(app: Flask, lang: str, label: str) -> None:
    page = '{% from "components/offers.html" import facts %}{{ facts(card) }}'
    with app.test_request_context(f"/?lang={lang}"):
        card = shown(answered(CARD, RENT)).debts[0].cards[0][0]
        other = render_template_string(page, card=card)
        alone = render_template_string(page, card=shown(answered(CARD)).debts[0].cards[0][0])
    assert len(card.others) == 1
    assert card.others[0] in other
    assert card.others[0] not in alone
    assert label in other
