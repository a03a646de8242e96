"""Chinese names in the body of an agreement: the pixels of the simplified shapes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from app.core.agreement import facts_bytes
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.documents.pages import pages, picture
from tests.documents.test_glyphs import difference, framed, reference

DPI = 1200
WORKED = {"en": an_english_agreement(2), "zh_Hans": a_chinese_agreement(2)}


def drawn(sandbox: Sandbox, name: str, lang: str) -> Image.Image:
    """The ink of the borrower's name in the table of parties."""
    facts = WORKED[lang]
    lender, borrower = facts.parties
    named = replace(facts, parties=(lender, replace(borrower, name=name)))
    pdf = draw(sandbox, facts_bytes(named), lang).pdf
    word = next(word for word in pages(pdf)[0].words if word.text == name)
    scale = DPI / 72
    box = (word.left - 1, word.top - 1, word.right + 1, word.bottom + 1)
    left, top, right, bottom = (round(side * scale) for side in box)
    seen = Image.open(BytesIO(picture(pdf, DPI, left, top, right, bottom)))
    return framed(seen.point(lambda value: 0 if value < 160 else 255))


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
@pytest.mark.parametrize("name", ["张伟", "骨", "直", "龘"])
def test_a_name_in_the_body_has_simplified_shapes(sandbox: Sandbox, name: str, lang: str) -> None:
    assert difference(drawn(sandbox, name, lang), reference(name)) < 0.08
