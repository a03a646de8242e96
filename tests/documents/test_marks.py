"""Marks of a name stay on its own line: pixels, as boxes of words do not count them."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from app.core.agreement import facts_bytes
from app.core.errors import InvalidInput
from app.core.marks import MOST_ON_PAPER
from app.core.text import TextFault, printable
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.documents.pages import Word, pages

DPI = 200
FACTS = {"en": an_english_agreement(2), "zh_Hans": a_chinese_agreement(2)}
PLAIN = "AAAAAA"
HIGHEST, LOWEST = "\u030b\u030c\u0346", "\u0325\u032e\u0333"


def drawn(sandbox: Sandbox, name: str, lang: str) -> bytes:
    lender, borrower = FACTS[lang].parties
    named = replace(FACTS[lang], parties=(lender, replace(borrower, name=name)))
    return draw(sandbox, facts_bytes(named), lang).pdf


def first_page(pdf: bytes) -> Image.Image:
    command = ("pdftoppm", "-gray", "-png", "-r", str(DPI), "-l", "1", "-")
    shown = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(BytesIO(shown))


def changed(one: bytes, other: bytes, left: float, right: float) -> tuple[float, float]:
    """From where to where, in points, two first pages differ between these sides."""
    apart = ImageChops.difference(first_page(one), first_page(other))
    scale = DPI / 72
    column = apart.crop((round(left * scale), 0, round(right * scale), apart.height))
    box = column.point(lambda value: 255 if value > 60 else 0).getbbox()
    assert box is not None
    return box[1] / scale, box[3] / scale


def room(pdf: bytes) -> tuple[Word, float, float]:
    """The name in the table of parties; where the line above it ends and the next begins."""
    words = pages(pdf)[0].words
    name = next(word for word in words if word.text == PLAIN)
    others = [w for w in words if w.left < name.right and w.right > name.left and w is not name]
    above = max(w.bottom for w in others if w.bottom <= name.top)
    below = min(w.top for w in others if w.top >= name.bottom)
    return name, above, below


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
@pytest.mark.parametrize("mark", [*HIGHEST, *LOWEST])
def test_as_many_marks_as_we_take_stay_between_the_lines(
    sandbox: Sandbox, mark: str, lang: str
) -> None:
    plain = drawn(sandbox, PLAIN, lang)
    name, above, below = room(plain)
    marked = drawn(sandbox, printable("A" + ("A" + mark * MOST_ON_PAPER) * 5), lang)
    top, bottom = changed(plain, marked, name.left, name.right)
    assert above <= top
    assert bottom <= below


@pytest.mark.parametrize("mark", [*HIGHEST, *LOWEST])
def test_a_tower_of_marks_is_refused_where_it_comes_in_and_where_it_is_drawn(
    sandbox: Sandbox, mark: str
) -> None:
    tower = "A" + mark * 40
    with pytest.raises(TextFault, match="stacked_marks"):
        printable(tower)
    with pytest.raises(InvalidInput, match="covering_marks"):
        drawn(sandbox, tower, "en")
