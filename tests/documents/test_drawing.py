"""The drawn file: the same every time, with its data inside, readable by everybody."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.core.agreement import Party, facts_bytes
from app.core.evidence import sha256_hex
from app.core.sealed import Drawn
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox, SandboxError
from tests.agreements import a_chinese_agreement, an_english_agreement


@pytest.fixture(params=["english", "chinese"])
def drawn(request: pytest.FixtureRequest) -> Drawn:
    made: Drawn = request.getfixturevalue(request.param)
    return made


def text_of(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "file.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "file.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_same_facts_give_the_same_bytes(english: Drawn, chinese: Drawn) -> None:
    with Sandbox() as another:
        assert draw(another, facts_bytes(an_english_agreement()), "en") == english
        assert draw(another, facts_bytes(a_chinese_agreement()), "zh_Hans") == chinese


def test_the_data_inside_is_the_data_that_was_drawn(english: Drawn) -> None:
    with pikepdf.open(BytesIO(english.pdf)) as pdf:
        assert list(pdf.attachments) == ["agreement.json"]
        data = pdf.attachments["agreement.json"].get_file().read_bytes()
        assert data == facts_bytes(an_english_agreement())
        assert len(pdf.Root.AF) == 1
        assert pdf.Root.AF[0].AFRelationship == "/Source"
    assert english.facts_sha256 == sha256_hex(data)


def test_it_names_the_standards_it_follows(drawn: Drawn) -> None:
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        told = pdf.Root.Metadata.read_bytes()
        assert told.count(b"</rdf:RDF>") == 1
        for mark in (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b'pdfuaid:part="1"'):
            assert mark in told
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.OutputIntents


def test_the_language_title_and_structure_are_there(english: Drawn, chinese: Drawn) -> None:
    for made, lang in ((english, "en"), (chinese, "zh-Hans")):
        with pikepdf.open(BytesIO(made.pdf)) as pdf:
            assert str(pdf.Root.Lang) == lang
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            kinds = [
                str(item.S)
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
            ]
            for kind in ("/Table", "/TH", "/TD", "/Caption", "/Figure", "/H1", "/H2"):
                assert kind in kinds, kind
            figures = [
                item
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
            ]
            assert all(str(item.Alt) for item in figures if "/Alt" in item)
            assert sum("/Alt" in item for item in figures) >= 2


def test_every_font_is_embedded_and_chinese_is_compact(chinese: Drawn) -> None:
    with pikepdf.open(BytesIO(chinese.pdf)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            program = font.get("/FontFile3") or font.get("/FontFile2")
            assert program is not None
            if "/FontFile3" in font:
                assert program.Subtype == "/CIDFontType0C"
    assert len(chinese.pdf) < 150_000


def test_pages_are_counted_and_text_can_be_read(
    english: Drawn, chinese: Drawn, tmp_path: Path
) -> None:
    assert "page 1 of 3" in text_of(english.pdf, tmp_path)
    told = text_of(chinese.pdf, tmp_path)
    assert "第 1 页，共 3 页" in told
    assert "张伟" in told
    assert "海港银行股份有限公司" in told


def test_each_party_has_a_place_on_a_page_that_exists(drawn: Drawn) -> None:
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        assert {role for role, _ in drawn.boxes} == {"lender", "borrower"}
        for _, box in drawn.boxes:
            _, _, width, height = (int(x) for x in pdf.pages[box.page].MediaBox)
            assert 0 < box.left < box.right < width
            assert 0 < box.bottom < box.top < height


def test_large_print_has_the_same_facts_and_no_place_to_sign(
    sandbox: Sandbox, english: Drawn
) -> None:
    large = draw(sandbox, facts_bytes(an_english_agreement()), "en", "large")
    assert large.facts_sha256 == english.facts_sha256
    assert large.boxes == ()


def test_the_longest_agreement_is_drawn_within_the_limits(sandbox: Sandbox) -> None:
    drawn = draw(sandbox, facts_bytes(an_english_agreement(months=360)), "en")
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        assert len(pdf.pages) > 5


@pytest.mark.parametrize("name", ["سارة الأحمد", "Ω" * 200, "龘靐齉", "<script>alert(1)</script>"])
def test_unusual_names_are_drawn(sandbox: Sandbox, name: str, tmp_path: Path) -> None:
    facts = an_english_agreement(months=2)
    changed = replace(facts, parties=(facts.parties[0], Party("borrower", "p-1", name)))
    drawn = draw(sandbox, facts_bytes(changed), "en")
    assert name[:1] in text_of(drawn.pdf, tmp_path) or not name.isascii()


@pytest.mark.parametrize("name", ["Zoë 🙂", "𠮷野家 🙂", "𪚥"])
def test_a_character_without_a_glyph_does_not_stop_the_drawing(sandbox: Sandbox, name: str) -> None:
    facts = a_chinese_agreement(months=2)
    changed = replace(facts, parties=(facts.parties[0], Party("borrower", "p-1", name)))
    assert draw(sandbox, facts_bytes(changed), "zh_Hans").boxes


def test_altered_facts_are_not_drawn(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="NotDrawable"):
        draw(sandbox, facts_bytes(an_english_agreement()) + b"\n", "en")
