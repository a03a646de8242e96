"""Files that would end a careless reader, and what each is refused for; cheap to make."""

from __future__ import annotations

import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from app.core.exhibits import MOST_BYTES
from app.documents.exhibit_signs import EICAR
from tests.exhibits.making import a_pdf, a_photo, a_picture, stream

MEGABYTE = 2**20


def an_archive(name: str, body: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, body)
    return out.getvalue()


def nested(size: int) -> bytes:
    packed = zlib.compress(zlib.compress(bytes(size), 9), 9)
    head = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
    return a_pdf(drawing=head + packed + b"\nendstream")


def wide_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises many dots."""
    data = bytearray(a_picture(size=(8, 8), mode="1", colour=0))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@cache
def bombs() -> dict[str, tuple[bytes, str]]:
    """Each file with the reason for which it is refused."""
    endless = b"<</Type/Pages/Count 9/Kids[2 0 R]>>"
    return {
        "pdf-stream": (a_pdf(content=bytes(80 * MEGABYTE)), "ratio"),
        "pdf-pages": (a_pdf(20_000), "pages"),
        "png-pixels": (a_picture(size=(9_000, 9_000), mode="1", colour=0), "dots"),
        "docx-ratio": (an_archive("word/document.xml", bytes(60 * MEGABYTE)), "ratio"),
        "empty": (b"", "empty"),
        "nested": (nested(80 * MEGABYTE), "ratio"),
        "object-stream": (
            a_pdf(more=(stream(bytes(60 * MEGABYTE), b"/Type/ObjStm/N 1/First 4"),)),
            "ratio",
        ),
        "promised-dots": (wide_header(60_000, 60_000), "dots"),
        "one-byte-more": (a_pdf() + bytes(MOST_BYTES), "too_large"),
        "pages-in-pages": (a_pdf().replace(b"<</Type/Pages/Count 1/Kids[4 0 R]>>", endless), ""),
        "half": (a_photo()[:400], "broken"),
        "eicar": (EICAR, "harmful"),
    }
