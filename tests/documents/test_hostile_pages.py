"""The longest and strangest texts we take: nothing runs over anything, nothing leaves the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.agreement import AgreementFacts, Route, Sharing, Text, facts_bytes
from app.core.errors import InvalidInput
from app.documents.drawing import draw, draw_stamp
from app.documents.sandbox import Sandbox
from tests.agreements import AT, a_chinese_agreement, an_english_agreement
from tests.documents.pages import outside, overlapping, pages

MARKUP = "<b>x</b><img src='file:///etc/passwd'><script>alert(1)</script>{{ 7*7 }}&amp;"
LONG_NAME = {"en": "W" * 200, "zh_Hans": "龘" * 200}
LONG_TEXT = {"en": "long words " * 181 + "end", "zh_Hans": "很长的文字" * 400}
EDGE = 30
"""Points of margin at the left and the right that no text may enter."""


def filled(lang: str, name: str, text: str) -> AgreementFacts:
    """An agreement with the same words in every field that takes words."""
    facts = an_english_agreement(12) if lang == "en" else a_chinese_agreement(12)
    lender, borrower = facts.parties
    route = Route(Text(name, name), text)
    return replace(
        facts,
        parties=(
            replace(lender, name=name, organisation=name, licence=name, on_behalf_of=(name,)),
            replace(borrower, name=name),
        ),
        contract=replace(
            facts.contract,
            reference=name,
            product=name,
            original_creditor=name,
            assigned_from=(name, name),
        ),
        clauses=replace(
            facts.clauses,
            complaints=(route,),
            advice=(route,),
            contact=route,
            sharing=(Sharing(name, Text(text, text)),),
            limitation=Text(text, text),
            payment_reference=name,
        ),
        translations=("zh_Hans" if lang == "en" else "en",),
    )


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
@pytest.mark.parametrize("what", ["long", "markup"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_nothing_overlaps_and_nothing_leaves_the_page(
    sandbox: Sandbox, lang: str, what: str, size: str
) -> None:
    name, text = (LONG_NAME[lang], LONG_TEXT[lang]) if what == "long" else (MARKUP, MARKUP)
    drawn = pages(draw(sandbox, facts_bytes(filled(lang, name, text)), lang, size).pdf)
    assert [overlapping(page) for page in drawn] == [[]] * len(drawn)
    assert [outside(page, EDGE) for page in drawn] == [[]] * len(drawn)


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_markup_is_printed_as_it_was_typed(sandbox: Sandbox, lang: str) -> None:
    drawn = draw(sandbox, facts_bytes(filled(lang, MARKUP, MARKUP)), lang)
    said = bare("".join(page.text for page in pages(drawn.pdf)))
    assert bare(MARKUP) in said


@pytest.mark.parametrize("name", [LONG_NAME["en"], LONG_NAME["zh_Hans"], MARKUP])
def test_a_stamp_keeps_long_names_on_its_page(sandbox: Sandbox, name: str) -> None:
    stamp = draw_stamp(sandbox, name=name, role="lender", organisation=name, at=AT, lang="en")
    (page,) = pages(stamp)
    assert overlapping(page) == []
    assert "2026-11-21 09:30:00 UTC" in page.text


def test_360_payments_are_written_down_and_361_are_not() -> None:
    assert facts_bytes(an_english_agreement(360))
    with pytest.raises(InvalidInput):
        facts_bytes(an_english_agreement(361))
