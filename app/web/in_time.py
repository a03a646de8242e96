"""A body that does not come in time holds nobody up: its sender is let go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import SHUT_RD, socket
from threading import Timer
from typing import Any

from app.web.security import MOST_UPLOAD_BYTES

LEAST_S = 20.0
BYTES_A_SECOND = 512 * 1024
"""Seconds for any body, and what a larger one has to come at."""


class InTime:
    """Around an app: a sender is heard for ``least_s`` seconds, then reading its body ends.

    Where more was announced than fits into them, for as long as that takes.

    A thread of the server would wait for it for ever. What was read in time is answered
    however long that takes.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], least_s: float = LEAST_S) -> None:
        self._app = app
        self._least_s = least_s

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        sender = environ.get("gunicorn.socket")
        if sender is None or environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return self._app(environ, start)
        ends = Timer(time_for(environ, self._least_s), _hear_no_more, (sender,))
        ends.daemon = True
        ends.start()
        try:
            return self._app(environ, start)
        finally:
            ends.cancel()


def time_for(environ: dict[str, Any], least_s: float = LEAST_S) -> float:
    """Seconds in which the body of a request has to come."""
    return max(least_s, _announced(environ) / BYTES_A_SECOND)


def _announced(environ: dict[str, Any]) -> int:
    """Bytes of the body, no more than the largest that any page takes; none where none are said."""
    said = str(environ.get("CONTENT_LENGTH") or "")
    return min(int(said), MOST_UPLOAD_BYTES) if said.isascii() and said.isdigit() else 0


def _hear_no_more(sender: socket) -> None:
    with suppress(OSError):  # it went by itself
        sender.shutdown(SHUT_RD)
