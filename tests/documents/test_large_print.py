"""Large print: a marked copy at 18 pt, with the facts of the file that is signed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.core.agreement import facts_bytes
from app.core.sealed import Drawn
from app.documents.copies import draw_copy
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.documents.pages import font_sizes, outside, overlapping, pages

LEAST = 18
FACTS = {
    "en": facts_bytes(replace(an_english_agreement(), translations=("zh_Hans",))),
    "zh_Hans": facts_bytes(replace(a_chinese_agreement(), translations=("en",))),
}
MARK = {"en": "Copy in large print", "zh_Hans": "大字副本"}


@pytest.fixture(scope="module", params=["en", "zh_Hans"])
def lang(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def copy(sandbox: Sandbox, lang: str) -> Drawn:
    return draw_copy(sandbox, FACTS[lang], lang, "large_print")


def test_no_text_is_smaller_than_18_points(copy: Drawn) -> None:
    assert min(font_sizes(copy.pdf)) >= LEAST


def test_the_ordinary_file_is_smaller_so_that_the_measure_measures(english: Drawn) -> None:
    assert min(font_sizes(english.pdf)) < LEAST


def test_every_page_says_that_it_is_a_copy(copy: Drawn, lang: str, english: Drawn) -> None:
    assert all(MARK[lang] in page.text for page in pages(copy.pdf))
    assert not any(MARK["en"] in page.text for page in pages(english.pdf))


def test_the_facts_are_those_of_the_signed_file(copy: Drawn, lang: str, sandbox: Sandbox) -> None:
    assert copy.facts_sha256 == draw(sandbox, FACTS[lang], lang).facts_sha256
    with pikepdf.open(BytesIO(copy.pdf)) as pdf:
        assert pdf.attachments["agreement.json"].get_file().read_bytes() == FACTS[lang]
    assert copy.facts_sha256 in "".join(page.text for page in pages(copy.pdf)).replace(" ", "")


def test_there_is_no_field_and_no_place_to_sign(copy: Drawn, lang: str) -> None:
    assert copy.boxes == ()
    with pikepdf.open(BytesIO(copy.pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not any("/Annots" in page for page in pdf.pages)
    said = "".join(page.text for page in pages(copy.pdf)).replace(" ", "")
    assert {"en": "Nobodysignshere", "zh_Hans": "不在这里签名"}[lang] in said


def test_figures_stay_whole_and_apart(copy: Drawn, lang: str) -> None:
    drawn = pages(copy.pdf)
    assert [overlapping(page) for page in drawn] == [[]] * len(drawn)
    assert [outside(page, 30) for page in drawn] == [[]] * len(drawn)
    balance = {"en": "4,195.63", "zh_Hans": "41,956.25"}[lang]
    assert any(word.text == balance for page in drawn for word in page.words)


def test_it_holds_one_language(copy: Drawn, lang: str) -> None:
    said = "".join(page.text for page in pages(copy.pdf))
    assert {"en": "译文", "zh_Hans": "Translation"}[lang] not in said


def test_a_copy_in_the_other_language_is_a_translation(sandbox: Sandbox) -> None:
    other = draw_copy(sandbox, FACTS["en"], "zh_Hans", "large_print")
    assert "译文，仅供参考" in "".join(page.text for page in pages(other.pdf)).replace(" ", "")
