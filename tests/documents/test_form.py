"""The form of drawn files: identifiers, tags, fonts, words for pictures, nothing active."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.core.agreement import AgreementFacts, Party, facts_bytes
from app.documents.copies import COPIES, draw_copy
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.documents.form import faults

COUNSELOR = Party("counselor", "p-c", "Ana Díaz", "", "Eastside Advice", "FRN 111111")


def worked(lang: str, months: int, *, counselor: bool) -> AgreementFacts:
    english = lang == "en"
    facts = an_english_agreement(months) if english else a_chinese_agreement(months)
    parties = (*facts.parties, COUNSELOR) if counselor else facts.parties
    return replace(facts, parties=parties, translations=("zh_Hans" if english else "en",))


@pytest.fixture(
    scope="module",
    params=[("en", 12, False), ("en", 360, True), ("zh_Hans", 12, True), ("zh_Hans", 360, False)],
)
def drawn(request: pytest.FixtureRequest, sandbox: Sandbox) -> bytes:
    lang, months, counselor = request.param
    facts = worked(lang, months, counselor=counselor)
    return draw(sandbox, facts_bytes(facts), lang).pdf


def test_the_form_is_as_it_should_be(drawn: bytes) -> None:
    assert faults(drawn) == []


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_the_form_of_copies_is_as_good(sandbox: Sandbox, lang: str, kind: str) -> None:
    copy = draw_copy(sandbox, facts_bytes(worked(lang, 12, counselor=True)), lang, kind)
    assert faults(copy.pdf) == []


def test_the_second_language_is_tagged_as_such(sandbox: Sandbox) -> None:
    facts = facts_bytes(worked("en", 12, counselor=False))
    with pikepdf.open(BytesIO(draw(sandbox, facts, "en").pdf)) as pdf:
        spoken = {
            str(item.Lang)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/Lang" in item
        }
    assert "zh-Hans" in spoken


def damaged(pdf: bytes, what: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        tags = [i for i in opened.objects if isinstance(i, pikepdf.Dictionary) and "/S" in i]
        match what:
            case "/Alt" | "/A":
                for tag in tags:
                    if what in tag:
                        del tag[what]
            case "/OpenAction":
                action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
                opened.Root[what] = action
            case "/FontFile":
                for item in opened.objects:
                    if isinstance(item, pikepdf.Dictionary):
                        for key in {f"{what}2", f"{what}3"} & set(item.keys()):
                            del item[key]
            case "/Metadata":
                told = opened.Root.Metadata.read_bytes()
                opened.Root.Metadata.write(told.replace(b'pdfuaid:part="1"', b""))
            case _:
                opened.pages[0].contents_add(b"0 0 9 9 re f")
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("/Alt", "a figure without words"),
        ("/A", "a head cell without scope"),
        ("/OpenAction", "/JS in the file"),
        ("/FontFile", "is not embedded"),
        ("/Metadata", "pdfua"),
        ("untagged", "outside every tag"),
    ],
)
def test_each_look_sees_what_it_looks_for(drawn: bytes, what: str, said: str) -> None:
    assert any(said in fault for fault in faults(damaged(drawn, what)))
