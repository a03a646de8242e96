"""A drawn signature taken apart and made anew. Only children of the sandbox look into it.

What goes on is one plain picture: black on white, cut to its ink, one bit a dot, without
anything that stood beside the dots. Its size has a bound, however wild the drawing was.
"""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

from pikepdf import Dictionary, Name, Pdf, Stream, String
from PIL import Image

from app.core.drawn import DrawingRefused, Why
from app.documents.plain_png import plain

Area = tuple[int, int, int, int]
"""Left, bottom, right and top in points."""

IN_STAMP: Area = (140, 3, 222, 51)  # stamp.css leaves it free
FORM = 600, 200  # dots at most
DARK = 128  # below it a dot is ink
KEPT = 64  # of 255: how much ink makes a dot black when a drawing shrinks; thin lines stay
LEAST_INK, LEAST_LENGTH = 100, 24  # dots


def warm_up() -> None:
    """Load what reads and writes pictures before the first child."""
    Image.preinit()


def normal_form(png: bytes) -> bytes:
    """The same drawing as a PNG of ours. Equal dots give equal bytes.

    Raises:
        DrawingRefused: no plain PNG, too many dots, or too little to see.
    """
    with Image.open(BytesIO(plain(png)), formats=["PNG"]) as opened:
        drawn = opened.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    ink = Image.alpha_composite(paper, drawn).convert("L").point(_ink)
    box, dots = ink.getbbox(), ink.histogram()[255]
    if box is None or dots < LEAST_INK or 2 * dots > ink.width * ink.height:
        raise DrawingRefused(Why.BLANK)
    cut = ink.crop(box)
    if max(cut.size) < LEAST_LENGTH:
        raise DrawingRefused(Why.BLANK)
    cut.thumbnail(FORM, Image.Resampling.BOX)
    out = BytesIO()
    cut.point(_paper, mode="1").save(out, "PNG", optimize=True)
    return out.getvalue()


def put(page: bytes, png: bytes, area: Area, alt: str, tag: str) -> bytes:
    """A PDF of one page with a ``normal_form`` in ``area``, as large as it fits, in the middle.

    The picture is opaque and grey, as PDF/A wants, and says ``alt`` in the language ``tag``.
    """
    out = BytesIO()
    with Pdf.open(BytesIO(page)) as pdf, Image.open(BytesIO(png), formats=["PNG"]) as drawn:
        one = pdf.pages[0]
        name = one.add_resource(_image(pdf, drawn), Name.XObject, Name.Drawing)
        said = Dictionary(Alt=String(alt), Lang=String(tag)).unparse()
        across, up, left, bottom = _fit(drawn.size, area)
        told = f"q {across} 0 0 {up} {left} {bottom} cm {name} Do Q"
        one.contents_add(b"/Span " + said + b" BDC " + told.encode() + b" EMC\n", prepend=True)
        one.contents_coalesce()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _image(pdf: Pdf, drawn: Image.Image) -> Stream:
    return Stream(
        pdf,
        drawn.convert("1").tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=drawn.width,
        Height=drawn.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=1,
    )


def _fit(size: tuple[int, int], area: Area) -> list[str]:
    """Width, height, left and bottom in points, to the hundredth."""
    left, bottom, right, top = area
    scale = min(Fraction(right - left, size[0]), Fraction(top - bottom, size[1]))
    across, up = (scale * dots for dots in size)
    middle = (left + right - across) / 2, (bottom + top - up) / 2
    return ["{}.{:02}".format(*divmod(round(100 * x), 100)) for x in (across, up, *middle)]


def _ink(value: int) -> int:
    return 255 if value < DARK else 0


def _paper(value: int) -> int:
    return 0 if value >= KEPT else 255
