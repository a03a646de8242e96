"""A drawn signature: what is one, what is none, and what stays of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.core.drawn import MOST_BYTES, DrawingRefused, Why, png_of
from app.documents.drawing import redraw
from app.documents.pictures import FORM
from app.documents.sandbox import Sandbox
from tests.drawings import NOT_DRAWINGS, blot, built, chunks, data_url, png, scribble

LARGEST_FORM = 18_000


@pytest.mark.parametrize("what", NOT_DRAWINGS)
def test_what_is_no_drawing_is_refused_and_says_why(sandbox: Sandbox, what: str) -> None:
    make, why = NOT_DRAWINGS[what]
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


def test_thin_lines_stay_when_a_large_drawing_shrinks(sandbox: Sandbox) -> None:
    drawn = Image.open(BytesIO(blot(0, 10, 1_199, 10, size=(1_200, 400))))
    drawn.paste("black", (0, 300, 1_200, 301))
    made = Image.open(BytesIO(redraw(sandbox, png(drawn))))
    assert made.size == (600, 146)
    assert made.crop((0, 0, 600, 1)).getextrema() == (0, 0)
    assert made.crop((0, 145, 600, 146)).getextrema() == (0, 0)


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
