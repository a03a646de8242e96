"""Each of the eighteen items of an agreement: its words and its figures, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from lxml import html as lxml_html

from app.core.agreement import AgreementFacts, Party, Text, facts_bytes
from app.core.evidence import sha256_hex
from app.core.money import Currency, Money
from app.documents.html import agreement_html, paper_html
from tests.agreements import an_english_agreement

GBP = Currency.GBP
NOTE = Text("This debt may be old.", "这笔债可能很旧。")


def worked() -> AgreementFacts:
    """Everything at once: a counselor, a budget, a note on age, a translation."""
    facts = an_english_agreement()
    counselor = Party("counselor", "p-c", "Ana Díaz", "", "Eastside Advice", "FRN 111111")
    return replace(
        facts,
        parties=(*facts.parties, counselor),
        clauses=replace(facts.clauses, limitation=NOTE),
        translations=("zh_Hans",),
    )


@cache
def sections(lang: str, facts: AgreementFacts | None = None) -> dict[int, str]:
    page = lxml_html.fromstring(str(agreement_html(facts_bytes(facts or worked()), lang)))
    found = [" ".join(" ".join(map(str, s.itertext())).split()) for s in page.iter("section")]
    return {int(text.split(".")[0]): text for text in found}


def articles(data: bytes) -> list[lxml_html.HtmlElement]:
    paper = paper_html(data, "en")
    parts = paper.split("<article ")[1:]
    return [lxml_html.fromstring(f"<article {part}") for part in parts]


SAID: dict[str, dict[int, tuple[str, ...]]] = {
    "en": {
        1: (
            "You pay 18 payments of £119.87, then 18 payments of £119.88",
            "When every month, from 15 January 2027 until 15 December 2029",
            "In total £4,315.50",
            "If you miss a payment You have 14 days to catch up.",
            "To change the plan Ask at any time.",
            "To cancel You have 14 days",
            "To complain Northgate complaints: complaints@northgate.example",
        ),
        2: (
            "Priya Shah ****4410 Northgate Finance Ltd, licence FRN 000000, for Harbour Bank plc",
            "Amelia Okafor ****6789 None",
            "Counselor (reviews it) Ana Díaz None Eastside Advice, licence FRN 111111",
            "They do not promise to pay, and it does not bind them.",
            "Original contract: personal loan, number NB-2023-118822, with Harbour Bank plc.",
            "made on 6 March 2023",
            "passed on by Old Bank plc",
        ),
        3: (
            "Debt on 20 November 2026",
            "Principal £4,215.50",
            "Interest £100.00",
            "Fees £36.00",
            "Balance £4,351.50",
            "We cancel (interest and fees) £36.00",
            "We write off £0.00",
            "Interest frozen Yes",
            "Fees frozen Yes",
        ),
        4: (
            "You agreed to share",
            "Income £1,820.00",
            "Essential spending £1,510.00",
            "Other spending £140.00",
            "Left over £170.00",
        ),
        5: (
            "1 15 January 2027 119.87 119.87 0.00 0.00 4,195.63",
            "36 15 December 2029 119.88 119.88 0.00 0.00 0.00",
        ),
        6: ("first to principal, then to interest, then to fees",),
        7: (
            "No interest is added",
            "No fee is added",
            "The yearly rate falls from 19.9% to 0%",
            "We cancel £36.00 of fees",
        ),
        8: (
            "You pay £4,315.50 in all. New interest is £0.00 of it.",
            "you would pay £5,612.30. You save £1,296.80.",
        ),
        9: ("No days are counted", "We round interest down", "is in the later payments"),
        10: ("bank transfer", "reference PP-118822", "receipt for each payment"),
        11: (
            "14 days after the due date",
            "a person at our side reviews",
            "never falls due by itself",
            "we take no collection steps",
        ),
        12: ("lower payments, a break or a new plan", "Asking is free", "again by 15 June 2027"),
        13: ("You may pay more, or all of it", "no charge"),
        14: (
            "within 14 days after you receive the sealed copy",
            "until 23:59 on 8 December 2026",
            "Northgate support: support@northgate.example",
            "We return what you paid",
        ),
        15: (
            "Northgate complaints: complaints@northgate.example",
            "Financial Ombudsman Service: 0800 023 4567",
            "Free and independent advice MoneyHelper: 0800 138 7777",
        ),
        16: (
            "Eastside Advice: this agreement and payments",
            "You can stop sharing",
            "We report to credit agencies",
        ),
        17: (
            "sign this file electronically",
            "Nobody may press you",
            "About the age of this debt: This debt may be old.",
        ),
        18: (
            "Template 4.",
            "Signature: Lender (we): Priya Shah",
            "Signature: Borrower (you): Amelia Okafor",
            "Reviewed by a counselor of Eastside Advice",
            "Policy pack uk, version 2026-11-01.1.",
            "https://plainpact.example/verify with the code K7Q2-M9XD-4T",
        ),
    },
    "zh_Hans": {
        1: (
            "18 次，每次 £119.87；然后 18 次，每次 £119.88",
            "每月，从2027年1月15日到2029年12月15日",
            "£4,315.50，其中利息 £0.00，费用 £0.00",
            "您有 14 天补还",
            "随时可以提出",
            "您有 14 天，至少到2026年12月8日",
            "Northgate 投诉组：complaints@northgate.example",
        ),
        2: (
            "****4410",
            "****6789",
            "顾问（审阅人） Ana Díaz",
            "许可证号 FRN 111111",
            "编号 NB-2023-118822",
            "2023年3月6日",
            "顾问不承诺付款，也不受本协议约束。",
        ),
        3: (
            "2026年11月20日",
            "本金 £4,215.50",
            "余额 £4,351.50",
            "我们核销 £0.00",
            "利息已冻结 是",
        ),
        4: ("收入 £1,820.00", "结余 £170.00"),
        5: ("36 2029年12月15日 119.88 119.88 0.00 0.00 0.00",),
        6: ("先还本金，再还利息，最后还费用",),
        7: ("不再加利息", "年利率从 19.9% 降到 0%"),
        8: ("一共还 £4,315.50", "按原合同您要还 £5,612.30，现在少还 £1,296.80"),
        9: ("不计天数", "对您有利", "放在后面几期"),
        10: ("银行转账", "PP-118822", "收据"),
        11: ("14 天补还", "专人", "绝不会自动到期", "不采取任何催收行动"),
        12: ("少还、暂停或换新计划", "不收费", "2027年6月15日"),
        13: ("不收任何费用",),
        14: ("14 天内可以取消", "2026年12月8日 23:59", "我们退还"),
        15: ("金融申诉专员：0800 023 4567", "免费的独立咨询 MoneyHelper"),
        16: ("Eastside Advice：本协议和还款记录", "征信机构"),
        17: ("电子方式签名", "任何人不得逼您签名", "这笔债可能很旧。"),
        18: (
            "模板 4。",
            "签名：借款人（您）：Amelia Okafor",
            "审阅人：Eastside Advice的顾问",
            "规则包 uk",
            "查验码 K7Q2-M9XD-4T",
        ),
    },
}


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        (lang, n, text)
        for lang, items in SAID.items()
        for n, texts in items.items()
        for text in texts
    ],
)
def test_an_item_says_what_it_has_to_say(lang: str, number: int, said: str) -> None:
    assert said in sections(lang)[number]


@pytest.mark.parametrize("lang", list(SAID))
def test_every_item_stands_in_its_order(lang: str) -> None:
    assert list(sections(lang)) == list(range(1, 19))


@pytest.mark.parametrize(("lang", "words"), [("en", "age of this debt"), ("zh_Hans", "时效")])
def test_a_young_debt_gets_no_note_on_its_age(lang: str, words: str) -> None:
    assert words not in sections(lang, an_english_agreement())[17]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Interest during this plan is 9.9% a year"), ("zh_Hans", "本计划期间年利率为 9.9%")],
)
def test_a_rate_is_said_with_its_way_of_counting(lang: str, said: str) -> None:
    facts = an_english_agreement()
    some = replace(facts.terms, rate=Fraction(99, 1000))
    clauses = replace(facts.clauses, day_count="equal_periods", remainder="last")
    told = sections(lang, replace(facts, terms=some, clauses=clauses))
    assert said in told[7]
    assert {"en": "The last payment takes up", "zh_Hans": "最后一期"}[lang] in told[9]
    assert {"en": "the same part of the yearly rate", "zh_Hans": "相同份额"}[lang] in told[9]


@pytest.mark.parametrize("lang", list(SAID))
def test_nothing_is_called_saved_while_a_rest_goes_on(lang: str) -> None:
    facts = an_english_agreement()
    rest = Money(100_000, GBP)
    first = facts.terms.schedule.instalments
    kept = tuple(replace(row, balance_after=row.balance_after + rest) for row in first)
    terms = replace(
        facts.terms,
        schedule=replace(facts.terms.schedule, instalments=kept),
        owed=facts.terms.owed + rest,
        continues=rest,
    )
    debt = replace(facts.debt, principal=facts.debt.principal + rest)
    told = sections(lang, replace(facts, terms=terms, debt=debt))[8]
    assert "£1,000.00" in told
    assert "£1,296.80" not in told


def test_the_translation_is_in_the_file_and_in_its_data_and_is_marked() -> None:
    data = facts_bytes(worked())
    told = json.loads(data)
    assert told["language_of_record"] == "en"
    assert told["translations"] == ["zh_Hans"]
    first, second = articles(data)
    assert first.get("lang") == "en"
    assert second.get("lang") == "zh-Hans"
    assert "Language of record: English. The English words decide." in first.text_content()
    marked = second.text_content()
    assert "译文，仅供参考。以英文文本为准。" in marked
    assert sha256_hex(data) in marked
    for figure in ("£4,315.50", "2027年1月15日", "K7Q2-M9XD-4T", "共 36 行"):
        assert figure in marked


def test_a_translation_has_all_items_and_no_place_to_sign() -> None:
    _, second = articles(facts_bytes(worked()))
    assert len(list(second.iter("section"))) == len(SAID["en"])
    assert not second.find_class("box")
    assert "这里不签名" in second.text_content()
    assert not second.find_class("schedule")
