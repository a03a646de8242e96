"""Our own look at the form of a PDF: what PDF/A-3a and PDF/UA-1 ask for, as far as we can tell.

This is a target, not a certificate: no outside validator runs here.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Object, Pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
IDENTIFIERS = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "3",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
}
TITLE = "{http://purl.org/dc/elements/1.1/}title"
SHOWS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "b", "Do", "sh"}
ACTIVE = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/URI", "/Launch", "/SubmitForm")
HIDDEN, PRINT, NO_VIEW = 2, 4, 32


def faults(pdf: bytes) -> list[str]:
    """Everything that is not as it should be; empty for a good file."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            *_metadata(opened),
            *_fonts(opened),
            *_active(opened),
            *_annotations(opened),
            *_structure(opened),
            *_content(opened),
        ]


def _metadata(pdf: Pdf) -> Iterator[str]:
    told = etree.fromstring(pdf.Root.Metadata.read_bytes())
    blocks = [told] if told.tag == RDF else list(told.iter(RDF))
    if len(blocks) != 1:
        yield "not one block of metadata"
    for name, value in IDENTIFIERS.items():
        found = [e.text for e in told.iter(name)] + [
            e.get(name) for e in told.iter() if e.get(name) is not None
        ]
        if found != [value]:
            yield f"{name} is {found}"
    if not any("".join(map(str, e.itertext())).strip() for e in told.iter(TITLE)):
        yield "no title"
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    if not preferences.get("/DisplayDocTitle"):
        yield "the title is not shown"
    if not str(pdf.Root.get("/Lang", "")):
        yield "no language"
    if "/OutputIntents" not in pdf.Root:
        yield "no colour profile"


def _fonts(pdf: Pdf) -> Iterator[str]:
    for item in _dictionaries(pdf):
        is_font = item.get("/Type") == "/FontDescriptor"
        if is_font and not any(f"/FontFile{n}" in item for n in ("", "2", "3")):
            yield f"{item.get('/FontName')} is not embedded"
        if item.get("/Subtype") == "/Type0" and "/ToUnicode" not in item:
            yield f"{item.get('/BaseFont')} has no text map"


def _active(pdf: Pdf) -> Iterator[str]:
    for item in _dictionaries(pdf):
        yield from (f"{key} in the file" for key in ACTIVE if key in item or item.get("/S") == key)


def _annotations(pdf: Pdf) -> Iterator[str]:
    for item in _dictionaries(pdf):
        if "/Rect" not in item or "/Subtype" not in item:
            continue
        flags = int(item.get("/F", 0))
        if not flags & PRINT or flags & (HIDDEN | NO_VIEW):
            yield f"annotation {item.get('/T')} has flags {flags}"
        if "/TU" not in item and "/Contents" not in item:
            yield f"annotation {item.get('/T')} says nothing"
    for number, page in enumerate(pdf.pages, 1):
        for place in page.get("/Annots", Array()):
            if _touches(place.Rect, page.mediabox) and "/StructParent" not in place:
                yield f"page {number}: annotation {place.get('/T')} is not tagged"


def _touches(box: Object, page: Object) -> bool:
    """Whether two rectangles have a part in common."""
    left, bottom, right, top = (float(edge) for edge in box)
    edges = [float(edge) for edge in page]
    return left < edges[2] and right > edges[0] and bottom < edges[3] and top > edges[1]


def _structure(pdf: Pdf) -> Iterator[str]:
    if not pdf.Root.MarkInfo.get("/Marked"):
        yield "not tagged"
    tags = [e for e in _dictionaries(pdf) if "/S" in e and "/P" in e]
    for tag in tags:
        kind = str(tag.S)
        if kind == "/Figure" and not str(tag.get("/Alt", "")):
            yield "a figure without words"
        if kind == "/TH" and not _scope(tag):
            yield "a head cell without scope"
        # A table that goes on after a page repeats its head, not its caption.
        if kind == "/Table" and str(tag.K[0].S) not in {"/Caption", "/THead"}:
            yield "a table without a caption"
    if sum(str(tag.S) == "/H1" for tag in tags) != 1:
        yield "not one first heading"


def _scope(tag: Dictionary) -> bool:
    attributes = tag.get("/A", Array())
    each = attributes if isinstance(attributes, Array) else [attributes]
    return any("/Scope" in one for one in each)


def _content(pdf: Pdf) -> Iterator[str]:
    """Whatever is drawn belongs to a tag, or is marked as decoration."""
    for number, page in enumerate(pdf.pages, 1):
        if "/StructParents" not in page:
            yield f"page {number} is not tagged"
        depth = 0
        for drawn in pikepdf.parse_content_stream(page):
            name = str(drawn.operator)
            if name in {"BDC", "BMC"}:
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in SHOWS and not depth:
                yield f"page {number}: {name} is outside every tag"
                break


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary]:
    for item in pdf.objects:
        yield from _within(item)


def _within(item: Object) -> Iterator[Dictionary]:
    """An object and the direct dictionaries in it."""
    if isinstance(item, pikepdf.Stream):
        yield from _within(item.stream_dict)
    elif isinstance(item, Dictionary):
        yield item
        for key, value in item.items():
            if key != Name.Parent and not getattr(value, "is_indirect", False):
                yield from _within(value)
    elif isinstance(item, Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _within(value)
