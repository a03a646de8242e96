"""A drawn signature: what is one, what is none, and what stays of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from app.core.drawn import MOST_BYTES, DrawingRefused, Why, png_of
from app.documents.drawing import redraw
from app.documents.pictures import FORM
from app.documents.plain_png import MOST_BESIDE, SIGNATURE
from app.documents.sandbox import Sandbox
from tests.drawings import data_url, png, scribble

WHITE = "white"
LARGEST_FORM = 18_000


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


END = b"IEND", b""
ZEROS = zlib.compress(bytes(150_000_000), 9)
DOTS = next(body for kind, body in chunks(scribble(mode="L")) if kind == b"IDAT")

REFUSED: dict[str, tuple[Callable[[], bytes], Why]] = {
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
    "a file in the dots": (lambda: built(*_hidden()), Why.UNREADABLE),
    "words": (with_words, Why.UNREADABLE),
    "something unknown": (lambda: with_chunk(b"prVt", b"x"), Why.UNREADABLE),
    "much beside": (lambda: with_chunk(b"iCCP", bytes(MOST_BESIDE + 1)), Why.UNREADABLE),
    "no filter": (
        lambda: built(head(900, 300), (b"IDAT", _wild()), END),
        Why.UNREADABLE,
    ),
    "no dots": (lambda: built(head(900, 300), END), Why.UNREADABLE),
    "two heads": (lambda: with_chunk(*head(900, 300)), Why.UNREADABLE),
    "empty": (lambda: b"", Why.UNREADABLE),
}


def _hidden() -> list[tuple[bytes, bytes]]:
    parts = chunks(scribble())
    return [(k, b + b"<html>" if k == b"IDAT" else b) for k, b in parts]


def _wild() -> bytes:
    """Rows that begin with a filter that there is not."""
    return zlib.compress((b"\x09" + bytes(900)) * 300)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_drawing_is_refused_and_says_why(sandbox: Sandbox, what: str) -> None:
    make, why = REFUSED[what]
    with pytest.raises(DrawingRefused) as refusal:
        redraw(sandbox, make())
    assert refusal.value.why is why


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(320, 107), (900, 300), (1_200, 400)])
def test_whatever_a_canvas_writes_is_read(
    sandbox: Sandbox, mode: str, size: tuple[int, int]
) -> None:
    made = Image.open(BytesIO(redraw(sandbox, scribble(size, mode))))
    assert made.mode == "1"
    assert made.width <= FORM[0]
    assert made.height <= FORM[1]


def test_what_browsers_write_beside_the_dots_is_left_out(sandbox: Sandbox) -> None:
    head, *rest = chunks(scribble())
    beside = ((b"sRGB", b"\0"), (b"eXIf", b"MM\0*" + bytes(60)), (b"pHYs", bytes(9)))
    made = redraw(sandbox, built(head, *beside, *rest))
    assert [kind for kind, _ in chunks(made)] == [b"IHDR", b"IDAT", b"IEND"]
    assert made == redraw(sandbox, scribble())


def test_equal_dots_give_equal_bytes(sandbox: Sandbox) -> None:
    loose = png(Image.open(BytesIO(scribble())), compress_level=1)
    assert loose != scribble()
    assert redraw(sandbox, loose) == redraw(sandbox, scribble())


def test_the_drawing_is_cut_to_its_ink_and_keeps_its_shape(sandbox: Sandbox) -> None:
    made = Image.open(BytesIO(redraw(sandbox, blot(100, 50, 299, 89))))
    assert made.size == (200, 40)
    assert made.getextrema() == (0, 0)


def test_a_thin_line_stays_when_a_large_drawing_shrinks(sandbox: Sandbox) -> None:
    made = Image.open(BytesIO(redraw(sandbox, blot(0, 200, 1_199, 200, size=(1_200, 400)))))
    assert made.size == (600, 1)
    assert made.getextrema() == (0, 0)


def test_the_wildest_drawing_stays_small(sandbox: Sandbox) -> None:
    noise = Image.effect_noise((600, 200), 60).point(lambda value: 0 if value < 127 else 255)
    assert len(redraw(sandbox, png(noise))) < LARGEST_FORM


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (data_url(bytes(MOST_BYTES + 1)), Why.TOO_LARGE),
        (data_url(bytes(9 * MOST_BYTES)), Why.TOO_LARGE),
        (data_url(b"x").replace("png", "svg+xml"), Why.UNREADABLE),
        (data_url(b"x").removeprefix("data:image/png;base64,"), Why.UNREADABLE),
        (data_url(b""), Why.UNREADABLE),
        (data_url(scribble()) + "\n", Why.UNREADABLE),
        (data_url(scribble())[:-1], Why.UNREADABLE),
        ("data:image/png;base64,ａａａａ", Why.UNREADABLE),
        ("data:image/png,%89PNG", Why.UNREADABLE),
    ],
)
def test_only_a_data_url_of_a_png_is_opened(sent: str, why: Why) -> None:
    with pytest.raises(DrawingRefused) as refusal:
        png_of(sent)
    assert refusal.value.why is why


def test_a_data_url_gives_its_bytes() -> None:
    assert png_of(data_url(scribble())) == scribble()
    assert len(png_of(data_url(bytes(MOST_BYTES)))) == MOST_BYTES
