"""Chinese names are seen, not only extracted: pixels against the font itself."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from app.documents.sandbox import FONTS, Sandbox

SIZE = 48
BUNDLED = FONTS.parent / "NotoSansSC-Regular.otf"


def framed(picture: Image.Image) -> Image.Image:
    """The ink alone, at one size: white on black."""
    ink = ImageChops.invert(picture.convert("L"))
    box = ink.point(lambda value: 255 if value > 96 else 0).getbbox()
    assert box is not None, "nothing was drawn"
    return ink.crop(box).resize((SIZE, SIZE))


def difference(one: Image.Image, other: Image.Image) -> float:
    """0 for equal pictures, 1 for opposite ones."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] / 255


def drawn(sandbox: Sandbox, text: str, tag: str, tmp_path: Path) -> Image.Image:
    pdf = sandbox.run("stamp", json.dumps({"lines": [text], "tag": tag}).encode())
    (tmp_path / "stamp.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "1200", "-gray", str(tmp_path / "stamp.pdf")]
    shown = subprocess.run(command, capture_output=True, check=True).stdout
    return framed(Image.open(BytesIO(shown)).point(lambda value: 0 if value < 160 else 255))


def reference(text: str) -> Image.Image:
    picture = Image.new("L", (SIZE * 4 * len(text) + SIZE * 4, SIZE * 8), 255)
    font = ImageFont.truetype(str(BUNDLED), SIZE * 3)
    ImageDraw.Draw(picture).text((SIZE, SIZE), text, font=font, fill=0)
    return framed(picture.point(lambda value: 0 if value < 160 else 255))


@pytest.mark.parametrize("tag", ["en", "zh-Hans"])
@pytest.mark.parametrize("name", ["张伟", "骨", "直", "龘", "王建国"])
def test_a_name_looks_as_its_simplified_chinese_font_draws_it(
    sandbox: Sandbox, name: str, tag: str, tmp_path: Path
) -> None:
    assert difference(drawn(sandbox, name, tag, tmp_path), reference(name)) < 0.08


def test_different_characters_look_different(sandbox: Sandbox, tmp_path: Path) -> None:
    """The measure above tells characters apart, and characters from an empty box."""
    bone = drawn(sandbox, "骨", "en", tmp_path)
    assert difference(bone, reference("直")) > 0.15
    hollow = Image.new("L", (SIZE * 4, SIZE * 4), 255)
    ImageDraw.Draw(hollow).rectangle((20, 20, 160, 160), outline=0, width=10)
    assert difference(bone, framed(hollow)) > 0.15
