"""Floods of fields, parts and bytes at every route that reads a body, and an address too long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from socket import socket, socketpair
from threading import Event, Thread
from time import monotonic
from typing import Any

from werkzeug.test import TestResponse

from app.web.in_time import LEAST_S, InTime
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import timed
from tests.attacks.texts import share
from tests.attacks.unsafe import actor_for, browsers_of, unsafe
from tests.stage import ORIGIN
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell

FULL = True
MOST_MS, MOST_HEALTHY_MS, MOST_SLOW_S = 1000, 500, 30
SHORT_S = 0.4
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    browsers: dict[str, Browser]
    routes: tuple[Cell, ...]
    left: Path


def prepare(ground: Ground) -> Ready:
    app, town = ground.town_app, ground.town
    left = ground.folder / "left"
    left.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(left)
    ground.request.addfinalizer(lambda: setattr(tempfile, "tempdir", before))
    routes = tuple(unsafe(app, town))
    return Ready(ground, browsers_of(app, ground.town_deps, town), routes, left)


def send(ready: Ready, one: Input) -> Ran:
    said = one.send
    if "pace" in said:
        return _slow(ready, said)
    if "path_and_query_bytes" in said:
        return _long(ready, said)
    parts = 1 if ready.ground.full else 6
    took, healthy, answers, bodies = [], [], [], dict[str, tuple[bytes, str]]()
    routes = share(ready.routes, one.name, parts)
    for cell in routes:
        browser = ready.browsers[actor_for(cell)]
        body, kind = bodies.setdefault(browser.token, _body(said, browser.token))
        headers = {"Origin": ORIGIN, "Content-Type": kind}
        post = partial(browser.client.post, cell.path, data=body, headers=headers)
        answer, ms = timed(post, MOST_MS)
        answers.append(answer)
        took.append(ms)
        if cell is routes[0]:
            healthy.append(_healthy(ready))
    return Ran.of(*answers, said=(max(took), healthy))


def _healthy(ready: Ready) -> float:
    answer, ms = timed(partial(ready.browsers["owner"].client.get, "/guide"), MOST_HEALTHY_MS)
    return ms if answer.status_code == HTTPStatus.OK else float("inf")


def _body(said: Mapping[str, Any], token: str) -> tuple[bytes, str]:
    if "parts" in said:
        part = b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n'
        parts = b"".join(part % number for number in range(said["parts"]))
        return parts + b"--x--\r\n", "multipart/form-data; boundary=x"
    if "fields" in said:
        many = "&".join(f"f{number}=1" for number in range(said["fields"]))
        return f"csrf_token={token}&{many}".encode(), URLENCODED
    return f"csrf_token={token}&{said['body']}".encode(), said["content_type"]


def _long(ready: Ready, said: Mapping[str, Any]) -> Ran:
    browser, answers, took = ready.browsers["owner"], list[TestResponse](), list[float]()
    for path in ("/", "/guide", f"/cases/{ready.ground.town.cases['a']}", "/api/v1/assessments"):
        for between in ("?q=", "/a"):
            address = (path.rstrip("/") + between).ljust(said["path_and_query_bytes"], "a")
            answer, ms = timed(partial(browser.client.get, address), MOST_MS)
            answers.append(answer)
            took.append(ms)
    return Ran.of(*answers, said=(max(took), [_healthy(ready)]))


def _slow(ready: Ready, said: Mapping[str, Any]) -> Ran:
    """The body comes in drops, as the server hands it to the app, until nobody listens.

    In continuous integration the sender is heard for less time, and the rest is the same.
    """
    heard_s = LEAST_S if ready.ground.full else SHORT_S
    ours, theirs = socketpair()
    ended = Event()
    announced = int(said.get("announced", 1) * heard_s / LEAST_S)
    environ = {
        "REQUEST_METHOD": "POST",
        "gunicorn.socket": ours,
        "CONTENT_LENGTH": str(announced),
    }
    began = monotonic()
    drops = Thread(target=_drip, args=(theirs, ended))
    drops.start()
    try:
        list(InTime(_read_all, heard_s)(environ, print))
    finally:
        ended.set()
        drops.join()
        ours.close()
        theirs.close()
    took = (monotonic() - began) * LEAST_S / heard_s
    return Ran((), 1, said=(0.0, [_healthy(ready), took]))


def _drip(to: socket, ended: Event) -> None:
    while not ended.wait(0.1):
        to.sendall(b"a")


def _read_all(environ: dict[str, Any], _: object) -> Iterable[bytes]:
    while environ["gunicorn.socket"].recv(10):
        pass
    return [b"400"]


@check
def refused_at_once(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[0] > MOST_MS:
            yield f"{name}: took {result.said[0]:.0f} ms"


@check
def others_are_answered_meanwhile(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if (ms := result.said[1][0]) > MOST_HEALTHY_MS:
            yield f"{name}: a reader waited {ms:.0f} ms"
        if len(result.said[1]) > 1 and result.said[1][1] > MOST_SLOW_S:
            yield f"{name}: heard for {result.said[1][1]:.0f} s"


@check
def no_file_is_left(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    yield from (f"left {path.name}" for path in ready.left.iterdir())
