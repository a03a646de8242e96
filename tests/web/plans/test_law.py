"""A refusal by the law says what is wrong, which rule it is, where it stands, in which version."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core import packs
from app.core.policy import Severity
from app.core.rule_words import code_of
from app.web.borrower import refusals
from app.web.lender.words import LAW
from app.web.plans.law import by_law
from app.web.plans.words import FINDINGS

BLOCKING = {
    rule.code: code
    for name in packs.JURISDICTIONS
    for rule in packs.load(name).rules.values()
    if rule.severity is Severity.BLOCK and (code := code_of(rule)) is not None
}
ELSEWHERE = {"debt_disputed", "below_protected_income"}
"""A dispute stops every move before; what a household keeps is judged where its people are known."""


@pytest.mark.parametrize("words", [LAW, FINDINGS], ids=["lender", "borrower"])
def test_every_rule_that_may_stop_an_offer_has_words(words: dict[str, str]) -> None:
    assert set(BLOCKING.values()) - ELSEWHERE <= set(words)


@pytest.mark.parametrize(
    ("lang", "begins"),
    [("en", "A payment is above what its month leaves over."), ("zh", "有一期超过了当月的结余。")],
)
def test_a_refusal_names_its_rule_place_and_version(app: Flask, lang: str, begins: str) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        said = by_law("UK-F01", LAW) or ""
        assert by_law("above_affordable", LAW) is None

    assert said.startswith(begins)
    assert all(part in said for part in ("UK-F01", "CONC 7.3.4R", "2026.11"))


def test_a_rule_without_words_of_its_own_is_still_named(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert "UK-Q01" in str(by_law("UK-Q01", {}))


def test_the_borrower_hears_the_rule_where_the_budget_is_not_the_reason(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert "CN-P01" in refusals.words(("CN-P01",), "£5.00")
        assert "CN-P01" not in refusals.words(("above_affordable", "CN-P01"), "£5.00")
        assert "safety rule" in refusals.words(("owed_differs",), "£5.00")
