"""Rows 27 and 28: names that do not show, deceive or flood are refused or harmless."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw, ImageFont

from app.core.agreement import AgreementFacts, check, facts_bytes
from app.documents.html import agreement_html
from app.documents.sandbox import FONTS, Sandbox
from tests.agreements import an_english_agreement
from tests.attacks.signing.browsing import at_the_page, signed
from tests.attacks.signing.table import row
from tests.documents import test_body_glyphs, test_glyphs
from tests.documents.test_glyphs import SIZE, difference, framed, reference
from tests.usecases.scenes import Scene

LATIN = FONTS.parent / "DejaVuSans.ttf"
SAME = 0.08
"""The most that a drawn name may differ from its reference, as in the test of glyphs."""


def named(name: str) -> AgreementFacts:
    facts = an_english_agreement(months=12)
    lender, borrower = facts.parties
    return replace(facts, parties=(lender, replace(borrower, name=name)))


NAMES = ("张伟", "骨", "直", "龘")
LANGUAGES = {"en": "en", "zh_Hans": "zh-Hans"}
"""What a document is drawn in, and the tag of its stamps."""


@pytest.mark.parametrize(
    ("name", "lang"), [row(27, f"{n} {lang}", n, lang) for n in NAMES for lang in LANGUAGES]
)
def test_the_body_and_the_stamp_of_a_name_pass_the_pixel_test(
    sandbox: Sandbox, name: str, lang: str, tmp_path: Path
) -> None:
    """With a Latin font alone neither would: the next test measures what it draws."""
    stamp = test_glyphs.drawn(sandbox, name, LANGUAGES[lang], tmp_path)
    body = test_body_glyphs.drawn(sandbox, name, lang)
    assert difference(stamp, reference(name)) < SAME
    assert difference(body, reference(name)) < SAME


@pytest.mark.parametrize("name", [row(27, f"Latin {name}", name) for name in NAMES])
def test_the_pixel_test_tells_a_latin_font_alone(name: str) -> None:
    picture = Image.new("L", (SIZE * 4 * len(name) + SIZE * 4, SIZE * 8), 255)
    font = ImageFont.truetype(str(LATIN), SIZE * 3)
    ImageDraw.Draw(picture).text((SIZE, SIZE), name, font=font, fill=0)
    drawn = framed(picture.point(lambda value: 0 if value < 160 else 255))
    assert difference(drawn, reference(name)) > SAME


HOSTILE = ['<img src="file:///etc/passwd">', "<script>alert(1)</script>", "{{ 7*7 }}", '" onload="']


@pytest.mark.parametrize("name", [row(28, f"markup {n}", one) for n, one in enumerate(HOSTILE)])
def test_markup_in_a_name_is_shown_as_text(name: str) -> None:
    page = BeautifulSoup(str(agreement_html(facts_bytes(named(name)), "en")), "html.parser")
    assert name in page.get_text()
    assert page.find("script") is None
    assert not [image for image in page.find_all("img") if "passwd" in str(image)]
    assert not page.select("[onload]")


REFUSED = {
    "bidi": "Amelia \u202eevil",
    "zero width": "Amelia\u200b Okafor",
    "1,000 characters": "A" * 1_000,
    "stacked marks": "Amelia" + "\u030c" * 40,
    "a line through it": "Amelia\u0336 Okafor",
}


@pytest.mark.parametrize("name", [row(28, what, REFUSED[what]) for what in REFUSED])
def test_a_name_that_deceives_or_floods_is_never_drawn(name: str) -> None:
    assert {problem.path for problem in check(named(name))} == {"/parties/1/name"}


@pytest.mark.parametrize("name", [row(28, f"typed, {what}", REFUSED[what]) for what in REFUSED])
def test_nor_is_it_taken_as_a_signature(signing: Scene, name: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    assert lender.sign(typed_name=name, again="yes").status_code == 422
    assert signed(signing) == 0


@pytest.mark.parametrize("months", [row(28, "361 rows", 361)])
def test_a_schedule_without_end_is_refused(months: int) -> None:
    assert {p.code for p in check(an_english_agreement(months=months))} == {"too_many_rows"}
