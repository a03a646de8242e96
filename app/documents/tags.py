"""What drawn tags lack: the scope of head cells, and the language of each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


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
