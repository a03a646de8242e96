"""Whoever reads that no plan is affordable reads the true reason: borrower, lender, anybody."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.intake import FOR_LENDERS
from app.web.lender.words import REASONS
from tests.web.test_calculator_page import sent

CODES = ("below_lender_minimum", "promised_elsewhere", "priority_first", "nothing_affordable")


def test_what_is_promised_to_others_is_not_called_nothing_left(app: Flask) -> None:
    status, words = sent(app.test_client(), promised="750", promised_every="monthly")

    assert status == 200
    assert "Left over £443.33" in words
    assert "What is left over is promised to others already." in words
    assert "nothing is left" not in words


def test_nothing_left_is_still_said_where_living_costs_take_all(app: Flask) -> None:
    _, words = sent(app.test_client(), rent="2000", promised="750", promised_every="monthly")

    assert "After living costs and your buffer nothing is left for debts." in words
    assert "promised to others already." not in words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_lender_reads_each_reason_in_words_of_its_own(app: Flask, lang: str) -> None:
    assert set(CODES) <= FOR_LENDERS
    with app.test_request_context(f"/?lang={lang}"):
        said = [str(REASONS[code]) for code in CODES]

    assert len(set(said)) == len(CODES)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in one) == (lang == "zh") for one in said)
