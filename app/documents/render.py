"""From ``agreement.json`` to the first, unsigned revision of the PDF."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.core.agreement import LANGUAGES
from app.core.evidence import sha256_hex
from app.core.sealed import Box, Drawn
from app.documents import charts
from app.documents.archive import finish
from app.documents.html import TEMPLATES, environment, paper_html, stamp_html
from app.documents.pictures import IN_STAMP, put
from app.documents.tags import drop_spans
from app.documents.view import read
from app.documents.words import speech

POINTS = 0.75  # a CSS pixel in points


class DenyAll(URLFetcher):
    """Serves nothing from anywhere: our templates need no asset."""

    def __init__(self) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # WeasyPrint gives no types here
            timeout=1, allowed_protocols=frozenset({"data"}), allow_redirects=False
        )

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        raise FatalURLFetchingError(f"documents fetch nothing ({len(url)} characters, {headers})")


def draw(agreement: bytes, lang: str, size: str = "normal") -> Drawn:
    """Revision 0: PDF/A-3a with ``agreement.json`` inside; same input, same bytes.

    Raises:
        NotDrawable: the facts are not canonical or go beyond our limits.
    """
    at = datetime.fromisoformat(read(agreement)["created_at"])
    with _without_collecting():
        document = _layout(paper_html(agreement, lang, size))
        raw = _written(
            document,
            attachments=[
                Attachment(
                    string=agreement.decode(),
                    name="agreement.json",
                    created=at,
                    modified=at,
                    relationship="Source",
                )
            ],
        )
        pdf = finish(raw, _languages(document, lang))
        return Drawn(pdf, tuple(sorted(_boxes(document))), sha256_hex(agreement))


def draw_stamp(
    lines: tuple[str, ...], tag: str, drawing: bytes = b"", drawing_says: str = ""
) -> bytes:
    """A signature's picture: a PDF of one small page with ``lines`` of text.

    ``drawing`` is a PNG in our normal form that stands beside them, if there is one.
    """
    with _without_collecting():
        html = stamp_html(lines, tag, drawn=bool(drawing))
        page = finish(_layout(html, "stamp.css").write_pdf(uncompressed_pdf=True))
    return put(page, drawing, IN_STAMP, drawing_says, tag) if drawing else page


def draw_paper(html: str, sheet: str) -> bytes:
    """Another paper of ours, as PDF/A-3a: ``sheet`` adds to the style of agreements."""
    with _without_collecting():
        document = _layout(html, "agreement.css", sheet)
        return finish(_written(document))


def warm_up() -> None:
    """Do once what every drawing would do first: parse templates and styles, load fonts."""
    for name in ("agreement.html", "paper.html", "stamp.html"):
        environment().get_template(name)
    for tag in ("en", "zh-Hans"):
        draw_stamp(("Plainpact 明约", "0123456789 £¥€"), tag)
        rows = "<tr><th scope=row>1</th><td>协议 15 January 2027</td></tr>" * 3
        body = f"<article lang={tag}><h2>A 协</h2><table><caption>协</caption>{rows}</table>"
        picture = charts.bars([(2, 1)], "-") + charts.qr("https://example.org", "-")
        page = f"<!DOCTYPE html><html lang={tag}><title>-</title><body>{body}{picture}</article>"
        finish(_written(_layout(page)))


def _layout(html: str, *sheets: str) -> Document:
    page = HTML(string=html, url_fetcher=DenyAll(), base_url=None)
    styles = [_style(sheet) for sheet in sheets or ("agreement.css",)]
    document: Document = page.render(font_config=_fonts(), stylesheets=styles)
    return document


def _written(document: Document, attachments: Sequence[Attachment] = ()) -> bytes:
    """PDF/A-3a as it comes: ``finish`` compresses it, and gives it its identifier."""
    raw: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        attachments=attachments,
        uncompressed_pdf=True,
        pdf_identifier=False,
        finisher=drop_spans,
    )
    return raw


def _boxes(document: Document) -> Iterator[tuple[str, Box]]:
    for number, page in enumerate(document.pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            if name.startswith("sign-"):
                across = [round(x * POINTS) for x in (left, right)]
                up = [round((page.height - y) * POINTS) for y in (bottom, top)]
                box = Box(number, across[0], up[0], across[1], up[1])
                yield name.removeprefix("sign-"), box


def _languages(document: Document, lang: str) -> list[str]:
    """The language tag of each page: a translation starts on a page of its own."""
    spoken, found = lang, []
    for page in document.pages:
        spoken = next((one for one in LANGUAGES if f"{one}s1" in page.anchors), spoken)
        found.append(speech(spoken).tag)
    return found


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style(name: str) -> CSS:
    return CSS(string=(TEMPLATES / name).read_text(encoding="utf-8"), font_config=_fonts())


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Layout makes many small objects that all live to the end; collecting only costs."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
