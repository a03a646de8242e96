"""Revision 1: places to sign, for exactly the people who sign, known to screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from app.core.sealed import ARCHIVE, COMPLETION, PARTY_FIELDS, PLATFORM, Drawn, Signatory

UNSEEN = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
"""Outside the page: PDF/A wants the print flag, PDF/UA wants nothing untagged in sight."""

SEAL_LABELS = {
    "en": {
        PLATFORM: "Seal: how it was issued",
        COMPLETION: "Seal: everybody has signed",
        ARCHIVE: "Proof of time",
    },
    "zh": {PLATFORM: "封印：签发时", COMPLETION: "封印：各方签名后", ARCHIVE: "时间证明"},
}
"""What a screen reader says of the seals, which are nowhere on a page."""


def _keep_as_drawn(_: BasePdfFileWriter) -> None:
    """Leave XMP and Info alone; rewriting them would drop the PDF/A identifiers."""


IncrementalPdfFileWriter._update_meta = _keep_as_drawn  # type: ignore[method-assign]  # noqa: SLF001  # on the class: the DSS step makes its own writer


def add_fields(drawn: Drawn, signatories: Sequence[Signatory]) -> bytes:
    """``drawn`` with a place for each signatory and for the two seals.

    Raises:
        KeyError: a signatory has no box in the drawing.
    """
    writer = IncrementalPdfFileWriter(BytesIO(drawn.pdf))
    boxes = dict(drawn.boxes)
    append_signature_field(writer, _unseen(writer, PLATFORM))
    for person in signatories:
        name, box = PARTY_FIELDS[person.role], boxes[person.role]
        place = SigFieldSpec(
            name,
            on_page=box.page,
            box=(box.left, box.bottom, box.right, box.top),
            readable_field_name=person.label,
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, fields=[name]),
        )
        append_signature_field(writer, place)
        _tag(writer, box.page, person.label)
    lock = FieldMDPSpec(FieldMDPAction.EXCLUDE, fields=[ARCHIVE])
    completion = replace(
        _unseen(writer, COMPLETION),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
        field_mdp_spec=lock,
    )
    append_signature_field(writer, completion)
    append_signature_field(writer, _unseen(writer, ARCHIVE))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def add_seal_fields(pdf: bytes) -> bytes:
    """``pdf`` with a place for our seal and for the timestamp that archives it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for name in (PLATFORM, ARCHIVE):
        append_signature_field(writer, _unseen(writer, name))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _unseen(writer: IncrementalPdfFileWriter, name: str) -> SigFieldSpec:
    """A place outside the page, named in the language of the document."""
    language = "zh" if str(writer.root["/Lang"]).startswith("zh") else "en"
    label = SEAL_LABELS[language][name]
    return SigFieldSpec(name, invis_sig_settings=UNSEEN, readable_field_name=label)


def _tag(writer: IncrementalPdfFileWriter, page: int, label: str) -> None:
    """Make the newest field a ``Form`` element at the end of the document's structure."""
    widget_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    widget = widget_ref.get_object()
    tree = writer.root["/StructTreeRoot"]
    parent = _document_element(tree)
    page_ref = writer.find_page_for_modification(page)[0]
    element = writer.add_object(
        DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): parent,
                pdf_name("/Pg"): page_ref,
                pdf_name("/Alt"): generic.pdf_string(label),
                pdf_name("/K"): DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/OBJR"),
                        pdf_name("/Obj"): widget_ref,
                        pdf_name("/Pg"): page_ref,
                    }
                ),
            }
        )
    )
    children = parent.get_object()["/K"]
    children.append(element)
    writer.update_container(children)
    numbers = tree["/ParentTree"]["/Nums"]
    key = NumberObject(max(list(numbers)[::2], default=-1) + 1)
    numbers.extend([key, element])
    writer.update_container(numbers)
    widget[pdf_name("/StructParent")] = key
    writer.update_container(widget)


def _document_element(tree: DictionaryObject) -> generic.IndirectObject:
    kids = tree.raw_get("/K")
    first = kids.raw_get(0) if isinstance(kids, ArrayObject) else kids
    if not isinstance(first, generic.IndirectObject):
        raise TypeError("the structure's first element is not an object of its own")
    return first
