"""Whoever checks a file reads each check, the label and the state in both languages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup, Tag

from app.usecases import agreement_reading
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
SEALED = ("confirm", "tell", "offer", "counter", "accept", "sign")
TAGS = {"en": "zh-Hans", "zh": "en"}
CHECKS = {
    "en": ("Is it our final file, byte for byte?", "Yes. It is our final file."),
    "zh": ("它和我们的最终文件完全一样吗？", "是。它是我们的最终文件。"),
}
WRONG = {"en": "No. Something was added at the end.", "zh": "否。末尾添加了内容。"}
STATE = {"en": "It is signed by everybody and sealed.", "zh": "各方都已签名，已封印。"}
LABEL = {
    "en": "Simple electronic signature (SES) with cryptographic seal; time asserted by this server.",
    "zh": "普通电子签名，附加密封印；时间由本服务器声明。",
}


@pytest.fixture
def sealed(stage: Stage) -> Part:
    return stage.part("four-weekly", *SEALED)


def _other(language: str) -> str:
    return next(one for one in TAGS if one != language)


def _checked(person: Visitor, body: bytes) -> Tag:
    answer = person.post("/verify", {"file": (BytesIO(body), "any.pdf")})
    page = BeautifulSoup(answer.data, "html.parser").main
    assert page is not None
    return page


def _marked(page: Tag, tag: str) -> list[str]:
    """What is marked as being in the other language."""
    return [one.get_text() for one in page.select(f"[lang={tag}]")]


@pytest.mark.parametrize("language", TAGS)
def test_every_check_the_label_and_the_state_are_said_in_both_languages(
    visit: Visit, sealed: Part, language: str
) -> None:
    body, code, _ = agreement_reading.paper(sealed.deps, sealed.borrower, sealed.case_id)
    page = _checked(visit(language=language), body)
    rows = page.select(".pp-summary-list:has([lang]) > div")
    assert len(rows) == len("abcdefg")
    assert all(len(row.select(f"[lang={TAGS[language]}]")) == 2 for row in rows)
    there = _marked(page, TAGS[language])
    other = _other(language)
    for words in (*CHECKS[other], STATE[other]):
        assert words in there
    assert any(words.startswith(LABEL[other]) for words in there)
    own = page.get_text()
    for words in (*CHECKS[language], STATE[language], LABEL[language]):
        assert words in own
        assert words not in there
    by_code = visit(language=language).soup(f"/verify?code={code}")
    assert STATE[other] in _marked(by_code, TAGS[language])


@pytest.mark.parametrize("language", TAGS)
def test_what_is_wrong_is_said_in_both_languages(visit: Visit, sealed: Part, language: str) -> None:
    body, _, _ = agreement_reading.paper(sealed.deps, sealed.borrower, sealed.case_id)
    page = _checked(visit(language=language), body + b"\n% later\n")
    assert WRONG[_other(language)] in _marked(page, TAGS[language])
    assert WRONG[language] in page.get_text()
