"""Attacks on the signatures themselves: their ranges, their contents, and what they hide."""

from __future__ import annotations

import re
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.attacks.signing.surgery import edited, replace_page

_RANGE = re.compile(rb"/ByteRange \[0 \d+ \d+ \d+\]")


def newest_contents(pdf: bytes) -> tuple[int, int]:
    """Where the digits of the newest signature begin and end."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def padded(pdf: bytes) -> bytes:
    """The last unused digit of the newest signature is no longer zero."""
    _, end = newest_contents(pdf)
    return pdf[: end - 1] + b"1" + pdf[end:]


def other_case(pdf: bytes) -> bytes:
    start, end = newest_contents(pdf)
    return pdf[:start] + pdf[start:end].swapcase() + pdf[end:]


def zero_ranges(pdf: bytes, *, which: int) -> bytes:
    """One signature says that it covers nothing; the file keeps its length."""
    found = list(_RANGE.finditer(pdf))[which]
    empty = b"/ByteRange [0 0 0 0]"
    return pdf[: found.start()] + empty.ljust(len(found[0])) + pdf[found.end() :]


def empty_contents(pdf: bytes) -> bytes:
    start, end = newest_contents(pdf)
    return pdf[:start] + b"0" * (end - start) + pdf[end:]


def no_contents(pdf: bytes) -> bytes:
    start, end = newest_contents(pdf)
    return pdf[:start] + b">" + b" " * (end - start) + pdf[end + 1 :]


def wrapped(pdf: bytes, *, which: int) -> bytes:
    """The second signed range is copied to the end, and a new page stands between.

    The signature itself and the bytes in both of its ranges are those that were signed.
    """
    newest = PdfFileReader(BytesIO(pdf)).embedded_signatures[which]
    first, length, second, rest = (int(number) for number in newest.byte_range)
    copied_at = len(pdf) + 1
    moved = pdf + b"\n" + pdf[second : second + rest]
    if not moved.rstrip().endswith(b"%%EOF"):
        raise ValueError("the copy does not end a file")
    writer = IncrementalPdfFileWriter(BytesIO(moved))
    replace_page(writer)
    fields = writer.root["/AcroForm"]["/Fields"]
    places = (fields[n] for n in range(len(fields)))
    signature = next(field["/V"] for field in places if field["/T"] == newest.field_name)
    signature["/ByteRange"] = generic.ArrayObject(
        map(NumberObject, (first, length, copied_at, rest))
    )
    writer.update_container(signature)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def shadow_hide(pdf: bytes) -> bytes:
    """A layer that was seen is taken away: the page loses its content to an empty stream."""

    def hide(writer: IncrementalPdfFileWriter) -> None:
        page = writer.find_page_for_modification(0)[0].get_object()
        content = page.raw_get("/Contents")
        if isinstance(content, generic.ArrayObject):
            content = content.raw_get(0)
        writer.mark_update(content)
        emptied = writer.get_object(content.reference)
        emptied._data = b""  # the library offers no way to empty a stream
        emptied._encoded_data = None

    return edited(pdf, hide)


def shadow_replace(pdf: bytes) -> bytes:
    """A field gets a value and a picture of it, which many readers show as no change at all."""

    def fill(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][2]
        picture = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(map(NumberObject, (0, 0, 900, 900))),
            },
            stream_data=b"0 0 900 900 re f",
        )
        field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(picture)})
        writer.update_container(field)

    return edited(pdf, fill)


def shadow_hide_and_replace(pdf: bytes) -> bytes:
    """No new object at all: a new table lets the first page's number lead to another page."""
    reader = PdfFileReader(BytesIO(pdf))
    pages = reader.root["/Pages"]["/Kids"]
    first, last = pages.raw_get(0).reference, pages.raw_get(len(pages) - 1).reference

    def swap(writer: IncrementalPdfFileWriter) -> None:
        kids = writer.root["/Pages"]
        kids["/Kids"] = generic.ArrayObject(
            generic.IndirectObject(one.idnum, one.generation, writer) for one in (last, first)
        )
        writer.update_container(kids)

    return edited(pdf, swap)
