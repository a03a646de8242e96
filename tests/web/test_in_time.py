"""Whoever does not send what they announced is let go, and whoever does is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from socket import socketpair
from time import monotonic, sleep
from typing import Any

import pytest

from app.web.in_time import InTime, time_for

ENVIRON = {"REQUEST_METHOD": "POST"}


def reading(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
    return [environ["gunicorn.socket"].recv(10)]


def slowly(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
    sleep(0.3)
    return [b"done"]


def test_a_body_that_does_not_come_ends_in_time_and_the_answer_still_leaves() -> None:
    ours, theirs = socketpair()
    with ours, theirs:
        began = monotonic()
        body = InTime(reading, least_s=0.1)(ENVIRON | {"gunicorn.socket": ours}, print)
        assert list(body) == [b""]
        assert monotonic() - began < 10
        ours.sendall(b"400")
        assert theirs.recv(3) == b"400"


def test_what_comes_in_time_is_read_and_nothing_is_shut_after_it() -> None:
    ours, theirs = socketpair()
    with ours, theirs:
        theirs.sendall(b"all of it")
        body = InTime(reading, least_s=0.1)(ENVIRON | {"gunicorn.socket": ours}, print)
        assert list(body) == [b"all of it"]
        sleep(0.3)
        theirs.sendall(b"next")
        assert ours.recv(4) == b"next"


def test_a_sender_that_has_gone_changes_nothing() -> None:
    ours, theirs = socketpair()
    theirs.close()
    ours.close()
    body = InTime(slowly, least_s=0.05)(ENVIRON | {"gunicorn.socket": ours}, print)
    assert list(body) == [b"done"]


@pytest.mark.parametrize(
    ("said", "seconds"), [("1", 20), ("", 20), (str(12 * 2**20), 24), ("9" * 20, 24)]
)
def test_a_body_has_as_long_as_its_size_needs(said: str, seconds: int) -> None:
    """F-003: 20 seconds, and for an upload what half a MiB a second takes."""
    assert time_for({"CONTENT_LENGTH": said}) == seconds
