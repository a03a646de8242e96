"""A counselor's signature says what was reviewed, and agreements from before keep their words."""

from __future__ import annotations

import json

import pytest
from lxml import html as lxml_html

from app.core.agreement import facts_bytes
from app.core.evidence import canonical
from app.core.intent import INTENTS, REVIEWS
from app.documents.drawing import draw_stamp
from app.documents.html import agreement_html
from app.documents.sandbox import Sandbox
from app.documents.view import read, template_of
from app.documents.words import speech
from tests.agreements import AT
from tests.documents.pages import pages
from tests.documents.test_sections import worked

NEW = {
    "en": (
        "Counselor (reviews it)",
        "Reviewed by a counselor of",
        "does not bind them",
        "Template 4.",
    ),
    "zh_Hans": ("顾问（审阅人）", "审阅人：", "不受本协议约束", "模板 4。"),
}
OLD = {
    "en": ("Signature: Counselor: Ana Díaz", "Template 3."),
    "zh_Hans": ("签名：顾问：Ana Díaz", "模板 3。"),
}
STAMP = {
    "en": ("Reviewed by Hannah Hall", "for Clearwater"),
    "zh_Hans": ("审阅人：Hannah Hall", "代表Clearwater"),
}


def before_reviews() -> bytes:
    """The same facts as they were written before a review was told apart from a promise."""
    facts = json.loads(facts_bytes(worked()))
    del facts["clauses"]["counselor_reviews"]
    return canonical(facts)


def words(data: bytes, lang: str) -> str:
    page = lxml_html.fromstring(str(agreement_html(data, lang)))
    return " ".join(" ".join(map(str, page.itertext())).split())


@pytest.mark.parametrize("lang", NEW)
def test_the_text_says_that_a_counselor_reviews_and_is_not_bound(lang: str) -> None:
    text = words(facts_bytes(worked()), lang)
    for said in NEW[lang]:
        assert said in text
    assert OLD[lang][0] not in text


@pytest.mark.parametrize("lang", NEW)
def test_an_agreement_from_before_reads_word_for_word_as_it_did(lang: str) -> None:
    text = words(before_reviews(), lang)
    for said in OLD[lang]:
        assert said in text
    for said in NEW[lang]:
        assert said not in text
    assert template_of(read(before_reviews())) == "3"
    assert template_of(read(facts_bytes(worked()))) == "4"


@pytest.mark.parametrize("lang", STAMP)
def test_the_stamp_says_who_reviewed_it_for_whom(sandbox: Sandbox, lang: str) -> None:
    def stamp(*, reviewed: bool) -> str:
        pdf = draw_stamp(
            sandbox,
            name="Hannah Hall",
            role="counselor",
            organisation="Clearwater",
            at=AT,
            lang=lang,
            reviewed=reviewed,
        )
        return pages(pdf)[0].text

    said = stamp(reviewed=True)
    for part in STAMP[lang]:
        assert part.replace(" ", "") in said.replace(" ", "")
    assert speech(lang).say("stamp_by", name="Hannah Hall").replace(" ", "") in stamp(
        reviewed=False
    ).replace(" ", "")


def test_the_sentence_of_a_review_promises_nothing_and_the_older_one_stays() -> None:
    assert INTENTS["counselor-1"]["en"].endswith("I sign as a witness.")
    (review,) = REVIEWS
    assert "do not promise to pay" in INTENTS[review]["en"]
    assert "不承诺付款" in INTENTS[review]["zh_Hans"]
