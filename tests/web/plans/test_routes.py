"""Each route of a debt has a section of its own, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string

from app.core.accommodation import RateCut
from app.core.results import Route
from app.web.plans.words import BECAUSE
from tests.core.cases import a_case, an_income, assessed

SECTION = '{% from "plans/_routes.html" import route_section %}{{ route_section(result, until) }}'
REASONS: dict[Route, tuple[tuple[str, ...], ...]] = {
    Route.PAYMENT_BREAK: (("hold_active",), ("income_recovers",), ("hardship_ends",)),
    Route.DISPUTE_FIRST: (("disputed",),),
    Route.TIME_BARRED_WARNING: (("limitation_reached",), ("debt_extinguished",)),
    Route.REFER: (("person_first",), ("benefit_only",), ("share_too_small",)),
    Route.FULL_PLAN: (("contract_rate_clears",), ("priority_arrears_first",), ("no_arrears",)),
    Route.INTEREST_FREEZE: (("contract_rate_does_not_clear",), ("contract_rate_not_allowed",)),
    Route.SETTLEMENT: (("lump_sum_covers_share",),),
    Route.REDUCED_PLAN: (("no_rate_clears",),),
    Route.TOKEN: (("small_share",), ("hardship_expected_to_end",)),
    Route.NO_AFFORDABLE_PLAN: (
        ("nothing_affordable",),
        ("below_lender_minimum",),
        ("promised_elsewhere",),
        ("priority_first",),
        ("share_too_small",),
    ),
}
ONE_SUM = SimpleNamespace(terms=SimpleNamespace(continues=None, accommodations=()))


CASES = tuple((route, reasons) for route, kinds in REASONS.items() for reasons in kinds)


def section(app: Flask, lang: str, route: Route, reasons: tuple[str, ...]) -> BeautifulSoup:
    result = SimpleNamespace(route=route, reasons=reasons, options=(ONE_SUM,))
    with app.test_request_context(f"/?lang={lang}"):
        html = render_template_string(SECTION, result=result, until=date(2027, 5, 1))
    return BeautifulSoup(html, "html.parser")


def test_no_route_is_left_out() -> None:
    assert set(REASONS) == set(Route)
    assert {reason for _route, reasons in CASES for reason in reasons} <= set(BECAUSE)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("route", "reasons"), CASES)
def test_a_route_has_a_heading_and_says_what_it_means(
    app: Flask, lang: str, route: Route, reasons: tuple[str, ...]
) -> None:
    soup = section(app, lang, route, reasons)
    heading = soup.select_one("section > h2#route")
    assert heading is not None
    assert soup.select("section > p")
    has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in heading.get_text())
    assert has_chinese == (lang == "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_kinds_of_answer_read_the_same(app: Flask, lang: str) -> None:
    texts = [section(app, lang, *one).get_text(" ", strip=True) for one in CASES]
    # An ending hardship and a rising income lead to the same break; both tokens to the same token.
    same = 3
    assert len(set(texts)) == len(texts) - same


@pytest.mark.parametrize("reasons", REASONS[Route.NO_AFFORDABLE_PLAN])
def test_an_honest_no_blames_nobody(app: Flask, reasons: tuple[str, ...]) -> None:
    words = section(app, "en", Route.NO_AFFORDABLE_PLAN, reasons).get_text()
    assert "not your fault" in words
    assert str(BECAUSE[reasons[0]]) in words
    assert "stop interest, or write a debt off" in words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_box_does_not_say_the_contracts_rate_beside_cards_that_cut_it(
    app: Flask, lang: str
) -> None:
    (debt,) = assessed(a_case(income=[an_income("1900.00")])).debts
    assert debt.route is Route.FULL_PLAN
    assert any(isinstance(a, RateCut) for o in debt.options for a in o.terms.accommodations)
    at_contract = tuple(replace(o, terms=replace(o.terms, accommodations=())) for o in debt.options)
    with app.test_request_context(f"/?lang={lang}"):
        cut = render_template_string(SECTION, result=debt, until=None)
        kept = render_template_string(
            SECTION, result=replace(debt, options=at_contract), until=None
        )
    works, possible = {
        "en": ("It works at the rate of your contract.", "These are the fairest"),
        "zh": ("按合同利率就可行。", "最公平"),
    }[lang]
    assert works in kept
    assert works not in cut
    assert possible in cut
