"""The paper says which rule keeps money with the household, and whose name stands for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from app.core.agreement import BudgetSummary, facts_bytes
from app.core.caselines import Floor
from app.core.money import Currency, Money
from app.documents.html import agreement_html
from tests.agreements import an_english_agreement

FLOOR = Floor(
    monthly=Money(163_000, Currency.GBP),
    rule="UK-F01",
    source="<b>Notice</b> of 2026",
    effective=date(2026, 7, 1),
    expires=None,
    confirmed_by="Anna Weber",
    confirmed_on=date(2026, 11, 21),
)


def budget_section(floor: Floor | None, lang: str) -> str:
    facts = an_english_agreement()
    summary = facts.budget
    assert isinstance(summary, BudgetSummary)
    told = replace(facts, budget=replace(summary, floor=floor))
    page = BeautifulSoup(str(agreement_html(facts_bytes(told), lang)), "html.parser")
    heading = next(h for h in page.find_all("h2") if h.get_text().startswith("4."))
    section = heading.parent
    assert section is not None
    return " ".join(section.get_text().split())


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "Anna Weber confirmed it on 21 November 2026. No lender can lower it.",
        ),
        ("en", "This floor is rule UK-F01, from: <b>Notice</b> of 2026."),
        ("zh_Hans", "保底依据规则 UK-F01，来源：<b>Notice</b> of 2026。Anna Weber 于"),
    ],
)
def test_a_floor_is_named_with_its_source_and_its_name(lang: str, words: str) -> None:
    section = budget_section(FLOOR, lang)

    assert words in section
    assert "1,630.00" in section


@pytest.mark.parametrize(("lang", "word"), [("en", "floor"), ("zh_Hans", "保底")])
def test_without_a_floor_nothing_is_said_of_one(lang: str, word: str) -> None:
    assert word not in budget_section(None, lang)
