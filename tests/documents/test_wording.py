"""The words of agreements: whole in both languages, plain, calm."""

from __future__ import annotations

import re
from string import Formatter
from typing import get_args

import pytest

from app.core.accommodation import Accommodation, ExtraPayment, Settlement, WriteDown
from app.core.agreement import (
    CreditReporting,
    DayCount,
    Part,
    PaymentMethod,
    Remainder,
    Role,
    Rounding,
)
from app.core.periods import Every
from app.documents.wording import en, zh_hans

SENTENCES = [text for text in en.WORDS.values() if text.endswith((".", "?"))]
CLAUSES = [
    clause
    for text in zh_hans.WORDS.values()
    for clause in re.split("[，。；：？！（）]", re.sub(r"\{\w+\}", "八", text))
    if clause.strip()
]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    assert list(en.WORDS) == list(zh_hans.WORDS)
    for key, text in en.WORDS.items():
        assert blanks(text) == blanks(zh_hans.WORDS[key]), key


def test_every_code_has_words() -> None:
    codes = {
        "part": get_args(Part),
        "rounding": get_args(Rounding),
        "remainder": get_args(Remainder),
        "day": get_args(DayCount),
        "method": get_args(PaymentMethod),
        "credit": get_args(CreditReporting),
        "role": get_args(Role),
        "every": [every.value for every in Every],
    }
    for prefix, names in codes.items():
        for name in names:
            assert f"{prefix}_{name}" in en.WORDS


def test_everything_a_lender_may_grant_has_words() -> None:
    several: dict[type, tuple[str, ...]] = {
        WriteDown: ("on_completion", "at_once"),
        Settlement: ("written_off", "continues"),
        ExtraPayment: ("shorten", "lower_instalment", "skip_next"),
    }
    for kind in get_args(Accommodation):
        for ending in several.get(kind, ("",)):
            assert "_".join(filter(None, ["grant", kind.kind, ending])) in en.WORDS


def test_english_is_read_at_grade_8_or_below() -> None:
    words = [w for text in SENTENCES for w in re.findall(r"[A-Za-z’']+", text)]
    sentences = sum(len(re.findall(r"[.?!:](\s|$)", text)) or 1 for text in SENTENCES)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", w.lower().removesuffix("e")))) for w in words
    )
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    assert len(words) / sentences <= 15
    assert grade <= 8


def test_chinese_clauses_have_20_characters_or_fewer_on_average() -> None:
    assert sum(map(len, CLAUSES)) / len(CLAUSES) <= 20


@pytest.mark.parametrize("text", [*en.WORDS.values(), *zh_hans.WORDS.values()])
def test_nothing_shouts_or_hurries(text: str) -> None:
    capitals = set(re.findall(r"\b[A-Z]{4,}\b", text))
    assert not capitals
    assert not re.search(
        r"!|！|hurry|now or never|only today|limited time|赶快|立刻付|最后机会", text
    )


@pytest.mark.parametrize("words", [en.WORDS, zh_hans.WORDS])
def test_the_label_claims_no_more_than_we_can_show(words: dict[str, str]) -> None:
    joined = " ".join(words.values()).lower()
    for claim in ("advanced", "qualified", "可靠电子签名"):
        assert claim not in joined
