"""A talk with a mail server that ends, however slowly the other side speaks."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from threading import Event, Timer

ANSWER_S = 20
"""Seconds without a byte after which the other side counts as gone."""
ANSWERS = 3
"""From the greeting on a talk may take as long as so many of the longest silences: a minute."""


class Talk(smtplib.SMTP):
    """Cut off when its time is up: a byte now and then would outlive every ``timeout``.

    Then, as with any server that goes away, ``SMTPServerDisconnected`` is raised.
    """

    _limit: Timer | None = None
    _over: Event

    def getreply(self) -> tuple[int, bytes]:
        if self._limit is None:
            self._over = Event()
            self._limit = Timer(ANSWERS * self.timeout, self._cut)
            self._limit.daemon = True
            self._limit.start()
        if self._over.is_set():  # it came while there was no socket to shut
            self.close()
            raise smtplib.SMTPServerDisconnected("the talk took too long")
        return super().getreply()

    def close(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
        super().close()

    def _cut(self) -> None:
        self._over.set()
        if (sock := self.sock) is not None:
            with suppress(OSError):  # it is closed meanwhile
                # Not an encrypted socket's own method, which is not made for two threads.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class TlsTalk(Talk, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
