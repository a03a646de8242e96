"""Documents drawn from pages that mean harm, and what came to listen or got in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from warnings import catch_warnings, simplefilter

import pikepdf

from app.documents.render import draw_paper

SHEET = "evidence.css"
DRAWN = "tests.attacks.drawing:drawn"
"""The task's place, for a sandbox."""


def drawn(page: bytes) -> bytes:
    """What every paper of ours goes through, with a page that nobody of ours wrote."""
    with catch_warnings():
        simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        pdf = draw_paper(page.decode("utf-8", "surrogatepass"), SHEET)
        gc.collect()
    return pdf


@dataclass(slots=True)
class Canary:
    """A server of this machine, and the paths that somebody asked it for."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Canary]:
    canary = Canary()

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            canary.asked.append(self.path)
            self.send_error(HTTPStatus.NOT_FOUND)

        def log_message(self, *_: object) -> None:
            """Nothing of it is for the log of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        canary.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield canary
        finally:
            server.shutdown()


def streams(pdf: bytes) -> Iterator[bytes]:
    """Every stream of a PDF, unpacked, and the file as it is."""
    yield pdf
    with pikepdf.open(BytesIO(pdf)) as read:
        for one in read.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    yield one.read_bytes()
                except pikepdf.PdfError:
                    yield one.read_raw_bytes()
