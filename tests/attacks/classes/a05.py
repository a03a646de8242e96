"""Two kinds of value at every place that takes an address, a code or a token: nobody can tell.

The short form compares answers, statements, changed rows and slow hashes. ``FULL`` compares the
processor time of three thousand requests of each kind, interleaved by chance: the clock on the
wall shows the other work of the machine instead. A curve of three thousand strays by 0.0075 when
nothing is to be told; with one thousand, every fortieth would pass the 0.03 that the gate allows.
"""

from __future__ import annotations

import secrets
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import FrameType
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import CursorResult, event
from werkzeug.test import TestResponse

from app.web.session import new_id
from tests.attacks.door import ADDRESS, APART_MINUTES, NOBODY, SAME, Door, masked, token
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import measured

FULL = True
FEW, MANY = 3, 3_000
WAITS = {"auth.link_request": APART_MINUTES, "auth.code_verify": APART_MINUTES, "invite.typed": 1}
"""Minutes between two rounds, where an address or a network has only so many tries. The others
come first in the catalogue and take no time: what waits at the start is still waiting then.
"""
MOST_OFF = 0.03
CLOSED = "closed@people.example"
HASHER = "_password_hasher.py"


@dataclass(frozen=True, slots=True)
class Ready:
    door: Door
    full: bool
    values: Mapping[str, Callable[[], str]]
    began: datetime


Masked = tuple[int, str, list[tuple[str, str]]]
NOTHING: Masked = (0, "", [])


@dataclass(frozen=True, slots=True)
class Seen:
    """What one request showed and did. ``spent`` is processor time in nanoseconds."""

    answer: Masked
    did: tuple[str, ...] = ()
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Both:
    a: list[Seen] = field(default_factory=list)
    b: list[Seen] = field(default_factory=list)


def prepare(ground: Ground) -> Ready:
    door = Door.of(ground)
    with door.deps.reading() as uow:
        agent = uow.people.find(door.stage.places["UK"].agent.person_id)
        connection = uow.audit.connection
        stop = str(connection.exec_driver_sql("SELECT max(stop_code) FROM person").scalar_one())
    assert agent
    assert agent.email
    invitation, link = door.sent("/arrive")[0][0], door.asked()[1]
    # Read beforehand: a value that is looked up in between leaves its traces in the caches.
    known = {
        "borrower": ADDRESS,
        "staff": agent.email,
        "nobody": NOBODY,
        "closed": CLOSED,
        "waiting-invitation": invitation.rpartition("/")[2],
        "waiting-link": link.rpartition("/")[2],
        "random-code": "2345-6789-ABCD",
        "stop-code": stop,
    }
    fresh = {
        "random-token": new_id,
        "other-random-code": lambda: "".join(secrets.choice("ABCDEFGH") for _ in range(12)),
    }
    values = fresh | {name: partial(str, value) for name, value in known.items()}
    return Ready(door, ground.full, values, began=door.clock())


def send(ready: Ready, one: Input) -> Ran:
    """One request of each kind in turn, in an order by chance; the clock goes on for both."""
    request, first, second = ASKED[one.send["endpoint"]], one.send["a"], one.send["b"]
    assert not first.startswith("waiting-") or ready.door.clock() == ready.began
    both = Both()
    rounds = MANY if ready.full else FEW
    for _ in range(rounds):
        ready.door.clock.move(minutes=WAITS.get(one.send["endpoint"], 0))
        pair = [(both.a, first), (both.b, second)]
        for kept, kind in secrets.choice((pair, pair[::-1])):
            client, path, form = request(ready, ready.values[kind]())
            kept.append(_watched(ready, client, path, form))
    return Ran((), did=2 * rounds, said=both)


Asked = tuple[FlaskClient, str, dict[str, str] | None]


def _link(ready: Ready, value: str) -> Asked:
    return ready.door.app.test_client(), "/sign-in", {"email": value}


def _landing(ready: Ready, value: str) -> Asked:
    return ready.door.app.test_client(), f"/arrive/{value}", None


def _landing_of_link(ready: Ready, value: str) -> Asked:
    return ready.door.app.test_client(), f"/sign-in/link/{value}", None


def _wrong_code(ready: Ready, value: str) -> Asked:
    """A browser asked for the address before; now it types a code that is not the right one."""
    client = ready.door.app.test_client()
    ready.door.post(client, "/sign-in", email=value)
    return client, "/sign-in/code", {"code": "00000000"}


def _typed(ready: Ready, value: str) -> Asked:
    return ready.door.app.test_client(), "/arrive", {"code": value}


def _texts(ready: Ready, value: str) -> Asked:
    return ready.door.app.test_client(), f"/texts/{value}", None


ASKED: Mapping[str, Callable[[Ready, str], Asked]] = {
    "auth.link_request": _link,
    "auth.code_verify": _wrong_code,
    "auth.link_landing": _landing_of_link,
    "invite.landing": _landing,
    "invite.typed": _typed,
    "texts.page": _texts,
}


def _watched(ready: Ready, client: FlaskClient, path: str, form: dict[str, str] | None) -> Seen:
    data = None if form is None else {"csrf_token": token(client), **form}

    def ask() -> TestResponse:
        if data is None:
            return client.get(path)
        return client.post(path, data=data, headers=SAME)

    if ready.full:
        before = time.thread_time_ns()
        ask()
        return Seen(NOTHING, spent=time.thread_time_ns() - before)
    with ready.door.deps.reading() as uow:
        engine = uow.audit.connection.engine
    did: list[str] = []

    def statement(_c: object, cursor: CursorResult[Any], words: str, *_rest: object) -> None:
        did.append(f"{words} {max(cursor.rowcount, 0)}")

    def calls(frame: FrameType, what: str, _: object) -> None:
        if what == "call" and frame.f_code.co_filename.endswith(HASHER):
            did.append(f"slow {frame.f_code.co_name}")

    event.listen(engine, "after_cursor_execute", statement)
    sys.setprofile(calls)
    try:
        answer = ask()
    finally:
        sys.setprofile(None)
        event.remove(engine, "after_cursor_execute", statement)
    status, text, headers = masked(answer)
    for value in (path, *(form or {}).values()):
        text = text.replace(value, "")
    return Seen((status, text, headers), tuple(did))


@check
def answers_are_alike(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    if ready.full:
        return
    faults = [f"{name}: {fault}" for name, r in ran.items() for fault in _unlike(r.said)]
    yield from faults
    measured("G6", "endpoints", len(ran), at_least=7)
    measured("G6", "unlike_answers", len(faults), exactly=0)


@check
def work_is_alike(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """The same statements, rows and slow hashes."""
    if ready.full:
        return
    faults = [f"{name}: {fault}" for name, r in ran.items() for fault in _other_work(r.said)]
    yield from faults
    measured("G6", "unlike_work", len(faults), exactly=0)


def _unlike(both: Both) -> Iterator[str]:
    first = both.a[0]
    for seen in (*both.a, *both.b):
        if seen.answer != first.answer:
            where = _where(first.answer, seen.answer)
            yield f"{first.answer[0]} and {seen.answer[0]} are not the same answer: {where}"


def _other_work(both: Both) -> Iterator[str]:
    first = both.a[0]
    for seen in (*both.a, *both.b):
        if seen.did != first.did:
            more = set(seen.did) ^ set(first.did)
            yield f"not the same work: {len(first.did)}, {len(seen.did)}: {sorted(more)[:2]}"


def _where(one: Masked, other: Masked) -> str:
    """The first line, or header, that differs."""
    if one[2] != other[2]:
        return str(set(one[2]) ^ set(other[2]))
    lines = zip(one[1].splitlines(), other[1].splitlines(), strict=False)
    return next((f"{a[:90]} | {b[:90]}" for a, b in lines if a != b), "length")


@check
def times_are_alike(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    if not ready.full:
        return
    curves = {
        name: area([s.spent for s in r.said.a], [s.spent for s in r.said.b])
        for name, r in ran.items()
    }
    print(curves)
    off = {name: round(abs(curve - 0.5), 4) for name, curve in curves.items()}
    yield from (f"{name}: {curve}" for name, curve in curves.items() if off[name] > MOST_OFF)
    measured("G6", "farthest_curve_off_half", max(off.values()), at_most=MOST_OFF)


def area(one: list[int], other: list[int]) -> float:
    """The share of pairs in which ``one`` took longer, ties halved: half when nobody can tell."""
    ranked = sorted(other)
    wins = sum(bisect_left(ranked, value) + bisect_right(ranked, value) for value in one) / 2
    return wins / (len(one) * len(other))
