"""Signatures as a canvas would draw them, and the address that carries them."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageDraw

from app.core.drawn import PREFIX

STROKES = ((60, 200, 180, 60, 240, 220, 330, 90, 420, 210), (380, 160, 620, 140, 840, 170))


def scribble(size: tuple[int, int] = (900, 300), mode: str = "RGB") -> bytes:
    """Two strokes on white paper, or on none when ``mode`` knows of none."""
    picture = Image.new("RGBA", (900, 300), (0, 0, 0, 0) if mode == "RGBA" else "white")
    pen = ImageDraw.Draw(picture)
    for stroke in STROKES:
        pen.line(stroke, fill=(17, 17, 17, 255), width=5, joint="curve")
    return png(picture.resize(size).convert(mode))


def png(picture: Image.Image, **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", **how)
    return out.getvalue()


def data_url(data: bytes) -> str:
    return PREFIX + b64encode(data).decode()
