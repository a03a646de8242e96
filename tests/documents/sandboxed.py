"""Tasks that try what the sandbox forbids."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from weasyprint import HTML

from app.documents.render import DenyAll


def echo(payload: bytes) -> bytes:
    return payload


def die(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fetch(_: bytes) -> bytes:
    page = "<img src='http://example.org/x.png'><p style='background: url(file:///etc/passwd)'>"
    return bytes(HTML(string=page, url_fetcher=DenyAll()).write_pdf())


def memory(_: bytes) -> bytes:
    return bytes(1024 * 2**20)


def file(_: bytes) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path("/tmp/plainpact-sandbox-test").write_bytes(b"x")
    return b""


def secrets(_: bytes) -> bytes:
    return repr(dict(os.environ)).encode()
