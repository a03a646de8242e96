"""Files to bring: good ones, and ones that want something else."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image

BLUE, WHITE = (0, 0, 255), (255, 255, 255)
A4 = (595, 842)
SQUARE = b"0 0 1 rg 97 300 400 400 re f"
"""A blue square in the middle of a page, and nothing else."""


def stream(body: bytes, extra: bytes = b"", *, filters: bytes = b"/FlateDecode") -> bytes:
    packed = zlib.compress(body, 9)
    head = b"<<" + extra + b"/Filter " + filters + b"/Length %d>>" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream"


def a_pdf(
    pages: int = 1,
    content: bytes = SQUARE,
    *,
    catalog: bytes = b"",
    page: bytes = b"",
    more: tuple[bytes, ...] = (),
    drawing: bytes = b"",
) -> bytes:
    """``pages`` equal pages; ``more`` are objects from number ``4 + pages`` on."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        drawing or stream(content),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R" + page + b">>"] * pages,
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def a_picture(
    kind: str = "PNG",
    size: tuple[int, int] = (300, 200),
    mode: str = "RGB",
    colour: object = BLUE,
    **more: object,
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)  # type: ignore[arg-type]  # one colour of the mode
    return out.getvalue()


def a_photo(*, orientation: int = 1, icc: bytes = b"") -> bytes:
    """A JPEG of 300 x 200 dots, blue above and white below, with the words a phone adds."""
    drawn = Image.new("RGB", (300, 200), WHITE)
    drawn.paste(BLUE, (0, 0, 300, 100))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PHONEMAKER"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    exif.get_ifd(0x9286)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=95, exif=exif, comment=b"PHONEWORDS", icc_profile=icc)
    return out.getvalue()
