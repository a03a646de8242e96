"""Texts leave through a gateway that may be slow, wrong or down, or into a folder."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.gateways.asking import NoAnswer
from app.gateways.sms import MOST, FolderTexts, HttpTexts, Text, TextRefused
from tests.authorities import Answer, Route, web

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TEXT = Text("news:1", "+447700900123", "您有一条消息。", AT)
JSON = "application/json"


def plainly(status: int, data: bytes = b"{}") -> Route:
    return lambda _: (status, JSON, data)


@pytest.mark.parametrize("status", [200, 201, 202])
def test_a_text_is_posted_with_its_number_its_words_and_a_name_that_stays(
    status: int, origin: str, routes: dict[str, Route]
) -> None:
    got: list[bytes] = []

    def taken(body: bytes) -> Answer:
        got.append(body)
        return status, JSON, b"{}"

    routes["/send"] = taken
    for _ in range(2):
        HttpTexts(f"{origin}/send").send(TEXT)
    first, second = (json.loads(body) for body in got)
    assert first == second
    assert (first["to"], first["text"], len(first["id"])) == (TEXT.to, TEXT.words, 32)
    assert TEXT.key not in got[0].decode()


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_a_number_that_takes_none_is_refused_for_good(
    status: int, origin: str, routes: dict[str, Route]
) -> None:
    routes["/send"] = plainly(status)
    with pytest.raises(TextRefused, match=str(status)):
        HttpTexts(f"{origin}/send").send(TEXT)


@pytest.mark.parametrize("status", [302, 401, 403, 429, 500, 503])
def test_whatever_else_is_said_is_tried_again(
    status: int, origin: str, routes: dict[str, Route]
) -> None:
    routes["/send"] = plainly(status, f"{origin}/elsewhere".encode())
    routes["/elsewhere"] = plainly(200)
    with pytest.raises(NoAnswer):
        HttpTexts(f"{origin}/send").send(TEXT)


def slow(body: bytes) -> Answer:
    time.sleep(1)
    return 200, JSON, body


@pytest.mark.parametrize("route", [slow, plainly(200, bytes(MOST + 1))], ids=["slow", "a bomb"])
def test_no_answer_is_waited_for_or_read_without_end(
    route: Route, origin: str, routes: dict[str, Route]
) -> None:
    routes["/send"] = route
    begun = time.monotonic()
    with pytest.raises(NoAnswer):
        HttpTexts(f"{origin}/send", timeout_s=0.3).send(TEXT)
    assert time.monotonic() - begun < 0.9


def test_a_gateway_that_is_down_is_tried_again() -> None:
    with web({}) as gone:
        pass
    with pytest.raises(NoAnswer):
        HttpTexts(f"{gone}/send").send(TEXT)


def test_a_folder_keeps_each_text_once_for_its_owner_alone(tmp_path: Path) -> None:
    box = FolderTexts(tmp_path / "texts")
    for _ in range(2):
        box.send(TEXT)
    assert box.texts() == (TEXT,)
    (kept,) = (tmp_path / "texts").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_half_written_text_does_not_count(tmp_path: Path) -> None:
    box = FolderTexts(tmp_path)
    (tmp_path / "x.part").write_text("{")
    assert box.texts() == ()
