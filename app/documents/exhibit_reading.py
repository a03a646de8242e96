"""A stranger's file made into plain pictures of its pages. Only children of the sandbox do it.

What goes on are JPEGs of ours, each drawn anew from dots: no script, no link, no form, no
words about the camera or the place. The file itself goes no further.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import puremagic
import pypdfium2  # type: ignore[import-untyped]  # its types are not published
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from app.core.exhibits import (
    MOST_BYTES,
    MOST_DOTS,
    MOST_PAGES,
    MOST_RATIO,
    NO_BOMB,
    ExhibitRefused,
    Why,
)
from app.documents.exhibit_signs import look

KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
}
HEIF = frozenset({"image/heif", "image/heic", "image/avif"})
BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")
HEAD = 8 * 1024  # bytes that say what a file is
POINTS_AN_INCH, DOTS_AN_INCH = 72, 150
LONGEST = 1754  # dots: A4 at 150 an inch
QUALITY = 82
DEEP = {"1": 1, "I;16": 16, "I;16B": 16, "I": 32, "F": 32}  # bits a band; 8 for the others

Image.MAX_IMAGE_PIXELS = None  # the library only warns where we refuse, and refuses later


def warm_task(_: bytes) -> bytes:
    """Load what reads and draws before the first child."""
    Image.init()
    puremagic.magic_string(b"%PDF-1.7")
    pypdfium2.PdfDocument(_SMALLEST).close()
    return b""


def read_task(payload: bytes) -> bytes:
    """A line of JSON, and then the pictures: why it is refused, or its kind and their sizes."""
    try:
        kind, pictures = pages(payload)
    except ExhibitRefused as refusal:
        return json.dumps({"why": refusal.why.value}).encode() + b"\n"
    told = {"kind": kind, "pages": [[*size, len(body)] for size, body in pictures]}
    return json.dumps(told).encode() + b"\n" + b"".join(body for _, body in pictures)


Picture = tuple[tuple[int, int], bytes]


def pages(data: bytes) -> tuple[str, list[Picture]]:
    """The kind of a file, and a JPEG of each of its pages with its size in dots.

    Raises:
        ExhibitRefused: it is not taken, and why.
    """
    if not data:
        raise ExhibitRefused(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise ExhibitRefused(Why.TOO_LARGE)
    look(data)
    kind = _kind(data)
    if kind == "PDF":
        return kind, list(_of_pdf(data))
    return kind, [_of_picture(data, kind)]


def _kind(data: bytes) -> str:
    """What the content says; a name or a header of the request says nothing."""
    if data[4:12] in BRANDS:
        raise ExhibitRefused(Why.HEIC)
    try:
        found = [one.mime_type for one in puremagic.magic_string(data[:HEAD])]
    except (ValueError, puremagic.PureError):
        raise ExhibitRefused(Why.KIND) from None
    if HEIF & set(found):
        raise ExhibitRefused(Why.HEIC)
    known = next((KINDS[mime] for mime in found if mime in KINDS), None)
    if known is None or (known == "PDF" and not data.startswith(b"%PDF-")):
        raise ExhibitRefused(Why.KIND)
    return known


def _of_pdf(data: bytes) -> Iterator[Picture]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise ExhibitRefused(Why.LOCKED if locked else Why.BROKEN) from None
    if not len(pdf):
        raise ExhibitRefused(Why.BROKEN)
    if len(pdf) > MOST_PAGES:
        raise ExhibitRefused(Why.PAGES)
    pdf.init_forms()  # what was filled in is drawn as well; this build runs no scripts
    for number in range(len(pdf)):
        yield _of_page(pdf, number)


def _of_page(pdf: pypdfium2.PdfDocument, number: int) -> Picture:
    try:
        page = pdf[number]
        width, height = page.get_size()
        if not 1 <= min(width, height) <= max(width, height) < float("inf"):
            raise ExhibitRefused(Why.BROKEN)
        scale = min(DOTS_AN_INCH / POINTS_AN_INCH, LONGEST / max(width, height))
        drawn = page.render(scale=scale).to_pil()
        page.close()
    except pypdfium2.PdfiumError:
        raise ExhibitRefused(Why.BROKEN) from None
    return _jpeg(drawn)


def _of_picture(data: bytes, kind: str) -> Picture:
    try:
        with Image.open(BytesIO(data), formats=[kind]) as opened:
            _check_dots(opened, len(data))
            opened.load()
            upright = _true_colours(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise ExhibitRefused(Why.BROKEN) from None
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return _jpeg(upright)


def _check_dots(opened: Image.Image, packed: int) -> None:
    """By the size that the head of a picture says, before a single dot of it is unpacked."""
    dots = opened.width * opened.height
    if dots > MOST_DOTS:
        raise ExhibitRefused(Why.DOTS)
    bits = dots * len(opened.getbands()) * DEEP.get(opened.mode, 8)
    if bits // 8 > max(NO_BOMB, MOST_RATIO * packed):
        raise ExhibitRefused(Why.RATIO)


def _true_colours(opened: Image.Image) -> Image.Image:
    """The colours as a screen shows them; a profile that cannot be read is left out."""
    profile = opened.info.get("icc_profile")
    if not profile or opened.mode not in ("RGB", "CMYK"):
        return opened
    try:
        made = ImageCms.profileToProfile(
            opened, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return opened
    return made or opened


def _jpeg(drawn: Image.Image) -> Picture:
    """A new picture with these dots on white paper, and nothing beside them."""
    if drawn.mode == "I;16":
        drawn = drawn.point(lambda value: value / 256).convert("L")
    if "A" in drawn.getbands() or "transparency" in drawn.info:
        ink = drawn.convert("RGBA")
        paper = Image.new("RGBA", ink.size, "white")
        drawn = Image.alpha_composite(paper, ink)
    clean = Image.new("RGB", drawn.size)
    clean.paste(drawn.convert("RGB"))
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return clean.size, out.getvalue()


_SMALLEST = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)
