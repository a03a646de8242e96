"""A copy to sign by hand: the same facts, lines to write on, and a no beside the yes."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from app.core.agreement import facts_bytes
from app.core.sealed import Drawn
from app.documents.copies import draw_copy
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.documents.pages import font_sizes, pages

FACTS = {
    "en": facts_bytes(an_english_agreement()),
    "zh_Hans": facts_bytes(a_chinese_agreement()),
}
MARK = {"en": "Copy for signing by hand", "zh_Hans": "手写签名用副本"}
NO = {"en": "I do not agree.", "zh_Hans": "我不同意。"}
LINES = {"en": ("Signature", "Name", "Date"), "zh_Hans": ("签名", "姓名", "日期")}
ELECTRONIC = {"en": "Simple electronic signature", "zh_Hans": "普通电子签名"}


@pytest.fixture(scope="module", params=["to_sign", "to_sign_large"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module", params=["en", "zh_Hans"])
def lang(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def copy(sandbox: Sandbox, lang: str, kind: str) -> Drawn:
    return draw_copy(sandbox, FACTS[lang], lang, kind)


def said(copy: Drawn) -> str:
    return "".join(page.text for page in pages(copy.pdf))


def test_every_page_is_marked_as_a_copy(copy: Drawn, lang: str) -> None:
    assert all(MARK[lang] in page.text for page in pages(copy.pdf))


def test_the_facts_are_those_of_the_file(copy: Drawn, lang: str, sandbox: Sandbox) -> None:
    file = draw(sandbox, FACTS[lang], lang)
    assert copy.facts_sha256 == file.facts_sha256
    assert copy.facts_sha256 in said(copy).replace(" ", "").replace("\n", "")


def test_each_party_has_lines_and_the_borrower_a_no(copy: Drawn, lang: str) -> None:
    words = [word.text for page in pages(copy.pdf)[-2:] for word in page.words]
    for line in LINES[lang]:
        assert words.count(line) == len(("lender", "borrower"))
    assert NO[lang].replace(" ", "") in said(copy).replace(" ", "")


def test_it_claims_no_electronic_signature_and_has_no_field(copy: Drawn, lang: str) -> None:
    assert ELECTRONIC[lang] not in said(copy)
    assert copy.boxes == ()
    with pikepdf.open(BytesIO(copy.pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_large_means_18_points(copy: Drawn, kind: str) -> None:
    assert (min(font_sizes(copy.pdf)) >= 18) is (kind == "to_sign_large")


@pytest.mark.parametrize("size", ["large_print", "to_sign_large"])
def test_the_longest_agreement_is_drawn_in_large_print_too(sandbox: Sandbox, size: str) -> None:
    facts = facts_bytes(an_english_agreement(months=360))
    with pikepdf.open(BytesIO(draw_copy(sandbox, facts, "en", size).pdf)) as pdf:
        assert len(pdf.pages) > 20
