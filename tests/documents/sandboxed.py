"""Tasks that try what the sandbox forbids."""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
from pathlib import Path

from weasyprint import HTML

from app.documents.render import DenyAll

KINDS = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)


def echo(payload: bytes) -> bytes:
    return payload


def die(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fetch(_: bytes) -> bytes:
    page = "<img src='http://example.org/x.png'><p style='background: url(file:///etc/passwd)'>"
    return bytes(HTML(string=page, url_fetcher=DenyAll()).write_pdf())


def fetch_url(payload: bytes) -> bytes:
    DenyAll().fetch(payload.decode())
    return b""


def attach(payload: bytes) -> bytes:
    page = f"<link rel=attachment href='{payload.decode()}'>"
    return bytes(HTML(string=page, url_fetcher=DenyAll()).write_pdf())


def network(port: bytes) -> bytes:
    """Whether a child reaches a listener of this very machine."""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=1):
        return b"reached"


def limits(_: bytes) -> bytes:
    return repr([resource.getrlimit(kind) for kind in KINDS]).encode()


def spin(_: bytes) -> bytes:
    while True:
        pass


def sleep(_: bytes) -> bytes:
    time.sleep(60)
    return b""


def memory(_: bytes) -> bytes:
    return bytes(1024 * 2**20)


def file(_: bytes) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path("/tmp/plainpact-sandbox-test").write_bytes(b"x")
    return b""


def secrets(_: bytes) -> bytes:
    return repr(dict(os.environ)).encode()
