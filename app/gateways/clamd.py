"""Asking a virus scanner about a file: clamd's INSTREAM over a socket. Source: clamd(8)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

PIECE = 2**16
SECONDS = 20.0
LONGEST_ANSWER = 4096
_LENGTH = struct.Struct(">I")


class ScannerDown(Exception):
    """The scanner did not answer, or said that it could not look."""


class Scanner(Protocol):
    def finds(self, data: bytes) -> str:
        """The name of what is harmful in there; empty when nothing is."""
        ...


class NoScanner:
    """Where no scanner is set up: what our own reading finds is all."""

    def finds(self, data: bytes) -> str:
        del data
        return ""


@dataclass(frozen=True, slots=True)
class Clamd:
    """``unix:///run/clamav/clamd.ctl`` or ``tcp://127.0.0.1:3310``."""

    address: str
    seconds: float = SECONDS

    def finds(self, data: bytes) -> str:
        """What clamd says of ``data``.

        Raises:
            ScannerDown: it is not there, takes too long, or has no answer.
        """
        try:
            with _reach(self.address, self.seconds) as wire:
                wire.sendall(b"zINSTREAM\0")
                for start in range(0, len(data), PIECE):
                    piece = data[start : start + PIECE]
                    wire.sendall(_LENGTH.pack(len(piece)) + piece)
                wire.sendall(_LENGTH.pack(0))
                said = _answer(wire)
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error
        return _name(said)


def _reach(address: str, seconds: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        wire.settimeout(seconds)
        try:
            wire.connect(str(Path(parts.path)))
        except OSError:
            wire.close()
            raise
        return wire
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)


def _answer(wire: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        piece = wire.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace")


def _name(said: str) -> str:
    _, _, verdict = said.partition(": ")
    if verdict == "OK":
        return ""
    name, found, _ = verdict.rpartition(" FOUND")
    if not found:
        raise ScannerDown("no verdict")
    return name or "unnamed"
