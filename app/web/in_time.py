"""A body that does not come in time holds nobody up: its sender is let go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import SHUT_RD, socket
from threading import Timer
from typing import Any

WHOLE_S = 60.0
"""Seconds for a body: 32 MiB at half a megabyte a second."""


class InTime:
    """Around an app: a sender is heard for ``whole_s`` seconds, then reading its body ends.

    A thread of the server would wait for it for ever. What was read in time is answered
    however long that takes.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], whole_s: float = WHOLE_S) -> None:
        self._app = app
        self._whole_s = whole_s

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        sender = environ.get("gunicorn.socket")
        if sender is None or environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return self._app(environ, start)
        ends = Timer(self._whole_s, _hear_no_more, (sender,))
        ends.daemon = True
        ends.start()
        try:
            return self._app(environ, start)
        finally:
            ends.cancel()


def _hear_no_more(sender: socket) -> None:
    with suppress(OSError):  # it went by itself
        sender.shutdown(SHUT_RD)
