"""What drawn tags lack: the scope of head cells, the language of each part; and what they need not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from weasyprint.document import Document

if TYPE_CHECKING:
    from pydyf import PDF

HOLD_TEXT = {f"/{kind}" for kind in ("P", "H1", "H2", "H3", "TH", "TD", "Caption", "Lbl", "LBody")}


def drop_spans(_: Document, pdf: PDF) -> None:
    """Text belongs to the tag around it: a finisher for WeasyPrint, which adds a span to each.

    Such a span says nothing, and they are two objects in five. Every signature reads the
    list of all objects.
    """
    above: dict[bytes, bytes] = {}
    for tag in pdf.objects:
        if (tag.get("S") if isinstance(tag, dict) else None) != "/Span":
            continue
        parent = pdf.objects[int(tag["P"].split()[0])]
        if parent["S"] in HOLD_TEXT and isinstance(tag["K"][0], int):
            parent["K"][parent["K"].index(tag.reference)] = tag["K"][0]
            above[tag.reference] = tag["P"]
            tag.free = "f"
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    for owners in pdf.objects[int(root["ParentTree"].split()[0])]["Nums"][1::2]:
        owners[:] = [above.get(owner, owner) for owner in owners]


def complete_tags(pdf: Pdf, languages: Sequence[str]) -> None:
    """Say of each head cell what it is the head of, and of each article how it speaks.

    ``languages`` has the tag of each page's language; an article starts on a new page.
    """
    pages = (page.obj.objgen for page in pdf.pages)
    spoken: dict[tuple[int, int], str] = dict(zip(pages, languages, strict=False))
    for tag in _tags(pdf):
        if tag.S == "/TH":
            tag.A.Scope = Name.Column if _in_head(tag) else Name.Row
        elif tag.S == "/Art" and (lang := spoken.get(tag.Pg.objgen)):
            tag.Lang = String(lang)


def _in_head(cell: Object) -> bool:
    return bool(cell.P.P.S == "/THead")


def _tags(pdf: Pdf) -> Iterator[Object]:
    """The whole tree of tags, from its root."""
    waiting = [pdf.Root.StructTreeRoot] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        tag = waiting.pop()
        if "/S" in tag:
            yield tag
        kids = tag.get("/K", Array())
        each = kids if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in each if isinstance(kid, Dictionary)]
