"""Changes that any PDF editor can make to a sealed file, appended as one more revision."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Change = Callable[[IncrementalPdfFileWriter], None]


def edited(pdf: bytes, change: Change) -> bytes:
    """``pdf`` with one more revision, made as any editor would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def replace_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def cover_an_amount(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 700, 200, 720))),
            pdf_name("/Contents"): generic.pdf_string("£1.00"),
        }
    )
    annotations = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    page["/Annots"] = annotations
    writer.update_container(page)


def replace_figures(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    attached = names[1]["/EF"]
    facts = json.loads(attached["/F"].data)
    facts["totals"]["repayable"]["minor"] = 1
    attached["/F"] = writer.add_object(generic.StreamObject(stream_data=json.dumps(facts).encode()))
    writer.update_container(attached)


def attach_another(writer: IncrementalPdfFileWriter) -> None:
    """A second file through ``/AF``, with the list of the first dropped."""
    content = writer.add_object(generic.StreamObject(stream_data=b'{"amount":1}'))
    attached = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/UF"): generic.pdf_string("agreement.json"),
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): content}),
        }
    )
    writer.root["/AF"] = generic.ArrayObject([writer.add_object(attached)])
    del writer.root["/Names"]
    writer.update_root()


def swap_the_signature_picture(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    field["/AP"] = writer.root["/AcroForm"]["/Fields"][2]["/AP"]
    writer.update_container(field)


def replace_a_font(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    font = next(iter(page["/Resources"]["/Font"].values())).get_object()
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    key = "/FontFile2" if "/FontFile2" in descriptor else "/FontFile3"
    descriptor[key] = writer.add_object(generic.StreamObject(stream_data=b"another font"))
    writer.update_container(descriptor)


def run_a_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    writer.update_root()


def rename(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the XMP, and nothing else in it."""
    told = writer.root["/Metadata"].data
    named = told.replace(b"<dc:title>", b"<dc:title><!-- renamed -->")
    if named == told:
        raise LookupError("the XMP has no title to change")
    writer.root["/Metadata"] = writer.add_object(
        generic.StreamObject(
            {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")},
            stream_data=named,
        )
    )
    writer.update_root()


def encrypted(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    return out.getvalue()
