"""The options page shows every part of the engine's answer, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask

from app.core.assessment import assess
from app.core.casefile import parse
from app.core.money import Currency, Money
from app.core.packs import load
from app.core.results import Baseline, DebtResult
from app.usecases.demo_stories import STORIES
from app.web.plans.facts import Against, Facts, of_option
from tests.core.cases import FIXTURES
from tests.web.borrower.conftest import Reader

STEPS = tuple(s for s in next(s for s in STORIES if s.key == "joint").goes if s != "sign")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_says_what_the_cards_say(reader: Callable[..., Reader], language: str) -> None:
    me = reader("joint", *STEPS, language=language)
    page = me.see(me.case("options"))
    cards = page.select(".pp-offers--cards .pp-offer")
    rows = page.select("table.pp-compare tbody tr:has(th)")
    facts = [[d.get_text(strip=True) for d in card.select("dl dd")] for card in cards]
    columns = zip(
        *([td.get_text(strip=True) for td in row.select("td")] for row in rows), strict=True
    )
    assert 3 <= len(cards) <= 5
    for said, column in zip(facts, columns, strict=True):
        assert list(column)[: len(said)] == said
    heads = [th.get_text(strip=True) for th in page.select("table.pp-compare tbody th[scope=row]")]
    assert heads[: len(facts[0])] == [d.get_text(strip=True) for d in cards[0].select("dt")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_has_charts_fairness_steps_and_what_to_do(
    reader: Callable[..., Reader], language: str
) -> None:
    me = reader("joint", *STEPS, language=language)
    page = me.see(me.case("options"))
    assert len(page.select("figure.pp-chart svg.plot")) == 3
    assert len(page.select("figure.pp-chart + details table")) == 3
    assert all(figure.select(".pp-legend li") for figure in page.select("figure.pp-chart"))
    words = page.get_text(" ", strip=True)
    fair = "of the way from its worst to its best affordable plan." if language == "en" else "64%"
    assert fair in words
    assert page.select_one("#next-steps + ul li")
    assert page.select_one('a[href="/rules/uk#UK-S03"]')
    assert me.visitor.get("/rules/uk").status_code == 200


def worked_example() -> DebtResult:
    return assess(parse((FIXTURES / "example_input.json").read_bytes()), load("UK")).debts[1]


def shown(app: Flask, result: DebtResult, *, has_payment: bool = True) -> Facts:
    against = Against(result, Fraction(249, 1000), has_payment, "Rules used: UK 2026.11")
    with app.test_request_context("/"):
        return of_option(result.options[0], Money(5000, Currency.GBP), against)


@pytest.mark.parametrize(
    ("apart", "words"),
    [(100, "costs £1.00 less"), (0, "costs the same"), (-100, "costs £1.00 more")],
)
def test_a_plan_costs_more_less_or_the_same_as_the_contract(
    app: Flask, apart: int, words: str
) -> None:
    result = worked_example()
    total = result.options[0].total + Money(apart, Currency.GBP)
    facts = shown(app, replace(result, baseline=Baseline(total, 12)))
    assert dict(facts.more)["Against your contract"] == words


def test_a_contract_that_never_ends_is_said(app: Flask) -> None:
    facts = shown(app, replace(worked_example(), baseline=None))
    assert dict(facts.more)["Against your contract"] == "the present payments never clear this debt"


def test_nothing_is_compared_with_a_contract_nobody_knows(app: Flask) -> None:
    facts = shown(app, replace(worked_example(), baseline=None), has_payment=False)
    assert "Against your contract" not in dict(facts.more)


def test_a_stretch_is_marked(app: Flask) -> None:
    result = worked_example()
    stretched = replace(result.options[0], stretch=True)
    assert shown(app, replace(result, options=(stretched,))).stretch
    assert not shown(app, result).stretch


def test_what_is_let_go_and_written_off_stands_beside_the_total(app: Flask) -> None:
    facts = dict(shown(app, worked_example()).more)
    assert facts["Let go"] == "£24.00"
    assert facts["Written off"] == "£0.00"
