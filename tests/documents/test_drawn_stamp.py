"""The picture of a signature with a drawing: it is seen, said in words, and right for PDF/A."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps

from app.documents.drawing import draw_stamp, redraw
from app.documents.pictures import IN_STAMP
from app.documents.sandbox import Sandbox
from tests.agreements import AT
from tests.documents.pages import pages
from tests.documents.test_glyphs import difference
from tests.drawings import scribble

DOTS = 400  # an inch
MOST_MORE = 4_000  # bytes that a drawing adds
LONG = "Bartholomew Featherstonehaugh-Cholmondeley the Younger of Great Yarmouth"
NAMES = {"en": "Maria González", "zh_Hans": "张伟"}
SAYS = {"en": "Signature drawn by Maria González", "zh_Hans": "张伟手写的签名"}


def stamp(sandbox: Sandbox, lang: str, drawing: bytes | None, name: str = "") -> bytes:
    return draw_stamp(
        sandbox,
        name=name or NAMES[lang],
        role="lender",
        organisation="Northbridge Credit Union",
        at=AT,
        lang=lang,
        drawing=drawing,
    )


def seen(pdf: bytes, folder: Path) -> Image.Image:
    """What stands in the place for drawings."""
    (folder / "stamp.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DOTS), "-gray", str(folder / "stamp.pdf")]
    page = Image.open(BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    left, bottom, right, top = (round(side * DOTS / 72) for side in IN_STAMP)
    return page.crop((left, page.height - top, right, page.height - bottom))


def cut(picture: Image.Image) -> Image.Image:
    """The ink alone at one size, a little out of focus: a hair's breadth is no difference."""
    ink = ImageOps.invert(picture.convert("L"))
    box = ink.point(lambda value: 255 if value > 96 else 0).getbbox()
    return ink.crop(box).resize((300, 60)).filter(ImageFilter.GaussianBlur(3))


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_the_drawing_is_seen_as_it_was_drawn(sandbox: Sandbox, lang: str, tmp_path: Path) -> None:
    drawing = redraw(sandbox, scribble())
    shown = cut(seen(stamp(sandbox, lang, drawing), tmp_path))
    drawn = cut(Image.open(BytesIO(drawing)))
    assert difference(shown, drawn) < 0.02
    assert difference(shown, ImageChops.offset(drawn, 30, 10)) > 0.05


@pytest.mark.parametrize("name", ["", LONG])
def test_name_and_date_stand_beside_it(sandbox: Sandbox, name: str) -> None:
    (page,) = pages(stamp(sandbox, "en", redraw(sandbox, scribble()), name))
    assert "Signed by" in page.text
    assert f"{AT:%Y-%m-%d %H:%M:%S} UTC" in page.text
    assert max(word.right for word in page.words) < IN_STAMP[0]
    assert max(word.bottom for word in page.words) < page.height


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_the_picture_is_opaque_small_and_said_in_words(sandbox: Sandbox, lang: str) -> None:
    drawing = redraw(sandbox, scribble())
    made = stamp(sandbox, lang, drawing)
    assert len(made) < len(stamp(sandbox, lang, None)) + MOST_MORE
    with pikepdf.open(BytesIO(made)) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.ColorSpace == "/DeviceGray"
        assert image.BitsPerComponent == 1
        assert not {"/SMask", "/Mask", "/Interpolate"} & set(image.keys())
        told = pikepdf.parse_content_stream(pdf.pages[0])
    assert str(told[0].operator) == "BDC"
    assert str(told[0].operands[1].Alt) == SAYS[lang]
    assert str(told[0].operands[1].Lang) == {"en": "en", "zh_Hans": "zh-Hans"}[lang]


def test_the_same_drawing_gives_the_same_stamp(sandbox: Sandbox) -> None:
    drawing = redraw(sandbox, scribble())
    assert stamp(sandbox, "en", drawing) == stamp(sandbox, "en", drawing)
