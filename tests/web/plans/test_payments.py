"""What is paid each time is one amount only where every payment is that amount."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string

from app.core.money import Currency, Money
from app.core.results import Label, Option
from app.usecases.offers import Draft
from app.web import i18n
from app.web.borrower.facts import explanation
from app.web.lasting import Lasting
from app.web.lender.rows import terms_facts
from app.web.plans.facts import of_terms
from app.web.plans.payments import amounts_paid, opening
from tests.core.cases import a_case, assessed

SEASON = {
    "id": "i9", "category": "other_earnings", "frequency": "irregular",
    "monthly": ["1900.00"] * 6 + ["2600.00"] * 6,
}  # fmt: skip


def seasonal() -> Option:
    case = a_case(income=[SEASON], wishes={"follow_months": True})
    options = assessed(case).debts[0].options
    return next(o for o in options if Label.SEASONAL in (o.label, *o.also))


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((500,), "£5.00"),
        ((500, 500, 500), "£5.00"),
        ((500, 500, 300), "£5.00"),
        ((0, 0, 500, 500, 300), "£5.00"),
        ((500, 500, 700), "between £5.00 and £7.00"),
        ((300, 700, 300), "between £3.00 and £7.00"),
        ((0, 300, 700, 0, 700, 1), "between £0.01 and £7.00"),
        ((0,), "£0.00"),
    ],
)
def test_a_range_is_said_when_more_than_a_smaller_end_differs(
    app: Flask, amounts: tuple[int, ...], words: str
) -> None:
    with app.test_request_context("/"):
        assert amounts_paid(Money(n, Currency.GBP) for n in amounts) == words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_of_the_seasons_never_states_one_amount(app: Flask, lang: str) -> None:
    option = seasonal()
    terms = option.terms
    draft = Draft("seasonal", terms, "", terms.owed, stretch=False, option=option)
    found: Any = SimpleNamespace(assessment=SimpleNamespace(pack_id="UK", pack_version="1"))
    with app.test_request_context(f"/?lang={lang}"):
        card, desk = of_terms(terms).instalment, dict(terms_facts(terms))
        sent = explanation(draft, found, "")
        high = i18n.money(terms.schedule.highest)
    words = {"en": f"between £2.00 and {high}", "zh": f"£2.00 到 {high}"}[lang]
    assert card == words
    assert words in desk.values()
    assert opening(words) in sent


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "at most £5.00 a month"), ("zh", "每月最多 £5.00")]
)
def test_all_plans_together_are_a_figure_that_no_month_exceeds(
    app: Flask, lang: str, words: str
) -> None:
    page = '{% from "borrower/_lasting.html" import will_it_last %}{{ will_it_last(lasting) }}'
    lasts = Lasting("", Money(500, Currency.GBP), 20, (), ())
    with app.test_request_context(f"/?lang={lang}"):
        assert words in render_template_string(page, lasting=lasts)
