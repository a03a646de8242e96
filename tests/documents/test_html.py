"""The page of an agreement: every section in order, nothing that could act as markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from lxml import html as lxml_html

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    PercentOfIncome,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
)
from app.core.agreement import AgreementFacts, facts_bytes
from app.core.evidence import canonical, sha256_hex
from app.core.money import Currency, Money
from app.documents.html import agreement_html, paper_html
from app.documents.view import NotDrawable, grant
from app.documents.words import speech
from tests.agreements import a_chinese_agreement, an_english_agreement

GBP = Currency.GBP
WORKED = {"en": an_english_agreement(), "zh_Hans": a_chinese_agreement()}


def tree(facts: AgreementFacts, lang: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(str(agreement_html(facts_bytes(facts), lang)))


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_all_18_sections_stand_in_order(lang: str) -> None:
    headings = [h.text_content() for h in tree(WORKED[lang], lang).iter("h2")]
    assert [int(h.split(".")[0]) for h in headings] == list(range(1, 19))


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_every_instalment_is_a_row_with_a_header(lang: str) -> None:
    table = tree(WORKED[lang], lang).find_class("schedule")[0]
    assert table.find("caption") is not None
    assert all(th.get("scope") for th in table.iter("th"))
    assert len(table.findall("tbody/tr")) == 36


def test_interest_fees_and_total_stand_next_to_the_instalment() -> None:
    key = tree(WORKED["en"], "en").find_class("key")[0].text_content()
    assert "18 payments of £119.87, then 18 payments of £119.88" in key
    assert "£4,315.50, of which £0.00 is interest and £0.00 is fees" in key


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_the_hash_label_pack_and_code_are_printed(lang: str) -> None:
    facts = WORKED[lang]
    text = tree(facts, lang).text_content()
    assert sha256_hex(facts_bytes(facts)) in text
    assert facts.verify_code in text
    assert facts.pack_version in text
    label = {
        "en": "Simple electronic signature (SES) with cryptographic seal; "
        "time asserted by this server.",
        "zh_Hans": "普通电子签名，附加密封印；时间由本服务器声明。",
    }
    assert label[lang] in text


def test_pictures_have_words_and_ids_are_unique() -> None:
    page = tree(WORKED["en"], "en")
    pictures = list(page.iter("svg"))
    assert len(pictures) == 2
    assert all(picture.findtext("title") for picture in pictures)
    ids = re.findall(r' id="([^"]+)"', str(agreement_html(facts_bytes(WORKED["en"]), "en")))
    assert len(ids) == len(set(ids))


def test_a_page_needs_no_inline_style_or_script() -> None:
    text = str(agreement_html(facts_bytes(WORKED["en"]), "en"))
    assert not re.search(r"<script|<style|style=|on\w+=|javascript:", text)


def test_a_name_is_text_never_markup() -> None:
    lender, borrower = WORKED["en"].parties
    hostile = replace(borrower, name='<img src="file:///etc/passwd">{{ 7*7 }}')
    text = str(agreement_html(facts_bytes(replace(WORKED["en"], parties=(lender, hostile))), "en"))
    assert "&lt;img src=" in text
    assert "{{ 7*7 }}" in text


def test_the_budget_shows_only_with_consent() -> None:
    assert "£1,820.00" in tree(WORKED["en"], "en").text_content()
    without = tree(replace(WORKED["en"], budget=None), "en").text_content()
    assert "You did not share your budget here." in without
    assert "£1,820.00" not in without


def test_a_specimen_says_so_and_an_agreement_does_not() -> None:
    assert "Specimen" in tree(WORKED["en"], "en").text_content()
    real = replace(WORKED["en"], specimen=False, time_source="Example TSA")
    text = tree(real, "en").text_content()
    assert "Specimen" not in text
    assert "time stated by Example TSA" in text


def test_a_translation_says_which_words_decide() -> None:
    assert "The Chinese text decides." in tree(WORKED["zh_Hans"], "en").text_content()
    both = replace(WORKED["en"], translations=("zh_Hans",))
    paper = paper_html(facts_bytes(both), "en")
    assert paper.count("<article") == 2
    assert paper.count('id="sign-borrower"') == 1
    assert "译文，仅供参考。" in paper


GRANTS: tuple[Accommodation, ...] = (
    InterestFreeze(date(2027, 1, 1), date(2027, 6, 30)),
    InterestWaiver(Money(100, GBP)),
    Capitalise(Money(100, GBP)),
    PaymentHoliday(3),
    PaymentHoliday(3, "interest", "accrue", "spread", after=2),
    PaymentHoliday(3, "principal", "accrue_simple", "lump", put_off=Money(300, GBP)),
    PaymentHoliday(3, "nothing", "accrue", "capitalise", put_off=Money(300, GBP)),
    StepUp(((6, Money(100, GBP)), (6, Money(200, GBP)))),
    Seasonal(),
    TermExtension(12),
    ReAmortise(24),
    PercentOfIncome(Fraction(8, 100), Money(100, GBP), Money(9900, GBP)),
    Token(Money(100, GBP), date(2027, 6, 1)),
    ExtraPayment(2, Money(100, GBP)),
    ExtraPayment(2, Money(100, GBP), "lower_instalment"),
    ExtraPayment(2, Money(100, GBP), "skip_next"),
    Settlement("written_off"),
    Settlement("continues"),
)


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_everything_granted_is_said(lang: str) -> None:
    terms = replace(WORKED["en"].terms, accommodations=GRANTS)
    page = tree(replace(WORKED["en"], terms=terms), lang)
    said = [li.text_content() for li in page.xpath("(//section)[7]//li")]
    assert len(said) == len(GRANTS)
    assert all("{" not in sentence for sentence in said)


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
@pytest.mark.parametrize("when", ["on_completion", "at_once"])
def test_what_is_written_off_is_said(lang: str, when: str) -> None:
    item = {"kind": "write_down", "when": when, "amount": {"minor": 100, "currency": "GBP"}}
    assert "1.00" in grant(item, speech(lang))


@pytest.mark.parametrize("damage", [b" ", b"}"])
def test_facts_that_are_not_canonical_are_not_drawn(damage: bytes) -> None:
    with pytest.raises(NotDrawable):
        agreement_html(facts_bytes(WORKED["en"]) + damage, "en")


def test_text_beyond_the_limits_is_not_drawn_even_when_canonical() -> None:
    facts = json.loads(facts_bytes(WORKED["en"]))
    facts["parties"][1]["name"] = "\u202eevil"
    with pytest.raises(NotDrawable):
        agreement_html(canonical(facts), "en")
