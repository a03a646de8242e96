"""Two kinds of value at every place that takes an address, a code or a token: nobody can tell.

The short form compares answers, statements, changed rows and slow hashes. ``FULL`` compares the
processor time of a thousand requests of each kind, interleaved by chance: the clock on the wall
shows the other work of the machine instead.
"""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
FEW, MANY = 3, 1_000
CLOSED = "closed@people.example"
HASHER = "_password_hasher.py"


@dataclass(frozen=True, slots=True)
class Ready:
    door: Door
    full: bool
    staff: str


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
    assert agent
    assert agent.email
    return Ready(door, ground.full, agent.email)


def send(ready: Ready, one: Input) -> Ran:
    """One request of each kind in turn, in an order by chance; the clock goes on for both."""
    request, first, second = ASKED[one.send["endpoint"]], one.send["a"], one.send["b"]
    both = Both()
    rounds = MANY if ready.full else FEW
    for _ in range(rounds):
        ready.door.clock.move(minutes=APART_MINUTES)
        pair = [(both.a, first), (both.b, second)]
        for kept, kind in secrets.choice((pair, pair[::-1])):
            client, path, form = request(ready, VALUES[kind](ready))
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


def _waiting(ready: Ready) -> str:
    kept = ready.door.kept
    if "token" not in kept:
        kept["token"] = ready.door.sent("/arrive")[0][0].rpartition("/")[2]
    return kept["token"]


def _stop_code(ready: Ready) -> str:
    with ready.door.deps.reading() as uow:
        connection = uow.audit.session.connection()
        return str(connection.exec_driver_sql("SELECT max(stop_code) FROM person").scalar_one())


VALUES: Mapping[str, Callable[[Ready], str]] = {
    "borrower": lambda _: ADDRESS,
    "staff": lambda ready: ready.staff,
    "nobody": lambda _: NOBODY,
    "closed": lambda _: CLOSED,
    "waiting-invitation": _waiting,
    "random-token": lambda _: new_id(),
    "random-code": lambda _: "2345-6789-ABCD",
    "other-random-code": lambda _: "".join(secrets.choice("ABCDEFGH") for _ in range(12)),
    "stop-code": _stop_code,
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
        engine = uow.audit.session.get_bind()
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
    for name, curve in curves.items():
        measured("G6", f"auc_off_{name}", abs(curve - 0.5), at_most=0.03)
    yield from (f"{name}: {curve}" for name, curve in curves.items() if abs(curve - 0.5) > 0.03)


def area(one: list[int], other: list[int]) -> float:
    """The share of pairs in which ``one`` took longer, ties halved: half when nobody can tell."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    below = wins = 0.0
    for _, which in ranked:
        if which:
            below += 1
        else:
            wins += below
    ties = sum(min(one.count(v), other.count(v)) for v in set(one) & set(other))
    return (wins + ties / 2) / (len(one) * len(other))
