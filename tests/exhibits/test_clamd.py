"""Asking a scanner over a socket, and what is made of every kind of answer."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from app.gateways.clamd import Clamd, NoScanner, ScannerDown
from app.settings import Settings, SettingsError


@contextmanager
def clamd(folder: Path, says: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that speaks INSTREAM as clamd does, once."""
    heard: list[bytes] = []
    path = str(folder / "c.ctl")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(1)

        def serve() -> None:
            wire, _ = door.accept()
            with wire, wire.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := struct.unpack(">I", stream.read(4))[0]:
                    heard.append(stream.read(size))
                wire.sendall(says)

        server = Thread(target=serve)
        server.start()
        yield f"unix://{path}", heard
        server.join()


def test_a_file_goes_over_in_pieces_and_the_answer_names_what_is_harmful(tmp_path: Path) -> None:
    data = bytes(range(256)) * 700
    with clamd(tmp_path, b"stream: OK\0") as (address, heard):
        assert Clamd(address).finds(data) == ""
    assert b"".join(heard) == data
    (tmp_path / "c.ctl").unlink()
    with clamd(tmp_path, b"stream: Win.Test.EICAR_HDB-1 FOUND\0") as (address, _):
        assert Clamd(address).finds(b"x") == "Win.Test.EICAR_HDB-1"
    assert NoScanner().finds(data) == ""


@pytest.mark.parametrize(
    "says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0", b"OK\0", b"\0"]
)
def test_an_answer_that_is_no_verdict_is_no_all_clear(tmp_path: Path, says: bytes) -> None:
    with clamd(tmp_path, says) as (address, _), pytest.raises(ScannerDown):
        Clamd(address).finds(b"x")


def test_a_scanner_that_is_not_there_or_silent_is_down(tmp_path: Path) -> None:
    for address in (f"unix://{tmp_path}/nobody", "tcp://127.0.0.1:1"):
        with pytest.raises(ScannerDown):
            Clamd(address).finds(b"x")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen(1)
        with pytest.raises(ScannerDown):
            Clamd(f"unix://{tmp_path}/silent", seconds=0.1).finds(b"x")


def test_the_setting_names_a_socket_or_says_how(tmp_path: Path) -> None:
    fine = {"APP_ENV": "test", "DATA_DIR": str(tmp_path)}
    for address in ("unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"):
        assert Settings.from_env(fine | {"CLAMD": address}).clamd == address
    for address in ("localhost:3310", "unix://", "http://x", "tcp://"):
        with pytest.raises(SettingsError, match="CLAMD"):
            Settings.from_env(fine | {"CLAMD": address})
