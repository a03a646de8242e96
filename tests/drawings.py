"""Signatures as a canvas would draw them, files that are none, and the address that carries them."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, PngImagePlugin

from app.core.drawn import PREFIX, Why
from app.documents.plain_png import MOST_BESIDE, SIGNATURE

WHITE = "white"

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


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += length + 12
    return found


def built(*parts: tuple[bytes, bytes]) -> bytes:
    return SIGNATURE + b"".join(chunk(*part) for part in parts)


def with_chunk(kind: bytes, body: bytes) -> bytes:
    head, *rest = chunks(scribble())
    return built(head, (kind, body), *rest)


def head(width: int, height: int, depth: int = 8, colour: int = 0) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def other(kind: str) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(scribble())).save(out, kind)
    return out.getvalue()


def moving() -> bytes:
    out = BytesIO()
    still = Image.open(BytesIO(scribble()))
    still.save(
        out, "PNG", save_all=True, append_images=[still.transpose(Image.Transpose.ROTATE_180)]
    )
    return out.getvalue()


def blot(*box: int, fill: object = "black", size: tuple[int, int] = (900, 300)) -> bytes:
    picture = Image.new("RGB", size, WHITE)
    ImageDraw.Draw(picture).rectangle(box, fill=fill)  # type: ignore[arg-type]  # any colour
    return png(picture)


def with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>", zip=True)
    return png(Image.open(BytesIO(scribble())), pnginfo=words)


def with_markup() -> list[tuple[bytes, bytes]]:
    parts = chunks(scribble())
    return [(k, b + b"<html>" if k == b"IDAT" else b) for k, b in parts]


def unfiltered() -> bytes:
    """Rows that begin with a filter that there is not."""
    return zlib.compress((b"\x09" + bytes(900)) * 300)


END = b"IEND", b""
ZEROS = zlib.compress(bytes(30_000_000), 9)
DOTS = next(body for kind, body in chunks(scribble(mode="L")) if kind == b"IDAT")

NOT_DRAWINGS: dict[str, tuple[Callable[[], bytes], Why]] = {
    "white": (lambda: png(Image.new("RGB", (900, 300), WHITE)), Why.BLANK),
    "nothing": (lambda: png(Image.new("RGBA", (900, 300), (0, 0, 0, 0))), Why.BLANK),
    "black": (lambda: png(Image.new("RGB", (900, 300), "black")), Why.BLANK),
    "pale": (lambda: blot(10, 10, 500, 20, fill=(200, 200, 200)), Why.BLANK),
    "a dot": (lambda: blot(10, 10, 21, 21), Why.BLANK),
    "a hair": (lambda: blot(10, 10, 60, 10), Why.BLANK),
    "unseen ink": (lambda: png(Image.new("RGBA", (900, 300), (0, 0, 0, 60))), Why.BLANK),
    "too wide": (lambda: scribble((1_201, 300)), Why.TOO_LARGE),
    "too high": (lambda: scribble((900, 401)), Why.TOO_LARGE),
    "no size": (lambda: built(head(0, 300), (b"IDAT", DOTS), END), Why.TOO_LARGE),
    "bomb": (lambda: built(head(1200, 400), (b"IDAT", ZEROS), END), Why.UNREADABLE),
    "bomb that says so": (
        lambda: built(head(50_000, 50_000), (b"IDAT", ZEROS), END),
        Why.TOO_LARGE,
    ),
    "too few dots": (
        lambda: built(head(900, 301), (b"IDAT", DOTS), END),
        Why.UNREADABLE,
    ),
    "cut off": (lambda: scribble()[:-20], Why.UNREADABLE),
    "no end": (lambda: scribble()[:-12], Why.UNREADABLE),
    "a changed byte": (lambda: scribble()[:90] + b"!" + scribble()[91:], Why.UNREADABLE),
    "a wrong sum": (lambda: scribble()[:-1] + b"!", Why.UNREADABLE),
    "sixteen bits": (lambda: png(Image.new("I;16", (900, 300))), Why.UNREADABLE),
    "a palette": (lambda: scribble(mode="P"), Why.UNREADABLE),
    "one bit": (lambda: scribble(mode="1"), Why.UNREADABLE),
    "jpeg": (lambda: other("JPEG"), Why.UNREADABLE),
    "webp": (lambda: other("WEBP"), Why.UNREADABLE),
    "gif": (lambda: other("GIF"), Why.UNREADABLE),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', Why.UNREADABLE),
    "a moving picture": (moving, Why.UNREADABLE),
    "a file after it": (lambda: scribble() + b"PK\x03\x04 and more", Why.UNREADABLE),
    "a file before it": (lambda: b"%PDF-1.7\n" + scribble(), Why.UNREADABLE),
    "a file in the dots": (lambda: built(*with_markup()), Why.UNREADABLE),
    "words": (with_words, Why.UNREADABLE),
    "something unknown": (lambda: with_chunk(b"prVt", b"x"), Why.UNREADABLE),
    "much beside": (lambda: with_chunk(b"iCCP", bytes(MOST_BESIDE + 1)), Why.UNREADABLE),
    "no filter": (
        lambda: built(head(900, 300), (b"IDAT", unfiltered()), END),
        Why.UNREADABLE,
    ),
    "no dots": (lambda: built(head(900, 300), END), Why.UNREADABLE),
    "two heads": (lambda: with_chunk(*head(900, 300)), Why.UNREADABLE),
    "empty": (lambda: b"", Why.UNREADABLE),
}
"""Files that are no drawing, and why not."""
