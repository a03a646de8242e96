"""Session cookies that were fixed, kept, altered or outlived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Thread
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.factory import create_app
from app.usecases import accounts
from app.usecases.codes import digest
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.attacks.door import ADDRESS, Door
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.web.rights.asking import TOKEN

SITE = "https://plans.example.org"
COOKIE = "__Host-sid"


@dataclass(frozen=True, slots=True)
class Ready:
    """The same people at an address with https, where cookies have their full name."""

    door: Door
    app: Flask
    deps: Deps
    borrower: Actor
    agent: Actor
    lender: UUID
    case: str

    def ask(self, sid: str, name: str = COOKIE, path: str = "") -> TestResponse:
        return _browser(self.app, sid, name).get(path or self.case, base_url=SITE)

    def start(self, person: Actor) -> str:
        sid = new_id()
        accounts.start(self.deps, person.person_id, sid)
        return sid

    def alive(self, sid: str) -> bool:
        return accounts.who(self.deps, sid) is not None


def prepare(ground: Ground) -> Ready:
    door = Door.of(ground)
    part = door.stage.part("new")
    settings = replace(door.deps.settings, public_base_url=SITE)
    deps = replace(door.deps, settings=settings)
    case = f"/cases/{part.case_id}"
    return Ready(
        door, create_app(deps), deps, part.borrower, part.place.agent, part.place.lender, case
    )


def send(ready: Ready, one: Input) -> Ran:
    """Prepare a cookie, then ask for the case with it; the cookie opened the case before."""
    return PREPARED[one.send["cookie"]](ready)


def _dead(ready: Ready, sid: str, name: str = COOKIE, path: str = "") -> Ran:
    answer = ready.ask(sid, name, path)
    wrong = []
    if ready.alive(sid) and name == COOKIE:
        wrong.append("a session stands behind the cookie")
    if "pp-page" in answer.text or ready.case in answer.text:
        wrong.append("the answer has something of the case")
    return Ran.of(answer, did=2, said=wrong)


def _fixed(ready: Ready) -> Ran:
    known = new_id()
    ready.door.clock.move(hours=5)
    client = _browser(ready.app, known)
    _post(client, "/sign-in", email=ADDRESS)
    answer = _post(client, ready.door.sent("/sign-in/link")[0][0])
    given = client.get_cookie(COOKIE, domain="plans.example.org")
    ran = _dead(ready, known)
    if answer.status_code != 303 or given is None or given.value == known:
        ran.said.append(f"{STAYED}: signing in answered {answer.status_code}")
    ran.said.extend(f"{COOKIE_FAULT}: {cookie}" for cookie in _cookie_faults(answer))
    return ran


def _cookie_faults(answer: TestResponse) -> Iterator[str]:
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, *rest = cookie.split("; ")
        wanted = {"Secure", "HttpOnly", "Path=/"}
        if not name.startswith("__Host-") or not wanted <= set(rest):
            yield cookie
        if not {"SameSite=Lax", "SameSite=Strict"} & set(rest) or "Domain" in cookie:
            yield cookie


def _after(ready: Ready, path: str) -> Ran:
    sid = ready.start(ready.borrower)
    assert ready.ask(sid).status_code == 200
    _post(_browser(ready.app, sid), path)
    return _dead(ready, sid)


def _removed(ready: Ready) -> Ran:
    sid, at = ready.start(ready.agent), ready.deps.now()
    path = f"/lender{ready.case}"
    assert ready.ask(sid, path=path).status_code == 200
    with ready.deps.unit_of_work() as uow:
        uow.organisations.remove_member(ready.lender, ready.agent.person_id, at)
        uow.people.end_everywhere(ready.agent.person_id)
        uow.audit.write(None, "test.prepared", "test:a07", at)
    return _dead(ready, sid, path=path)


def _altered(ready: Ready, change: Callable[[str], str], name: str = COOKIE) -> Ran:
    sid = ready.start(ready.borrower)
    return _dead(ready, change(sid), name)


def _racing(ready: Ready) -> Ran:
    """A request is answered while the person signs out, and it touches its session afterwards."""
    sid, answers = ready.start(ready.borrower), []
    ready.door.clock.move(minutes=5)  # long enough for the request to touch
    late = Thread(target=lambda: answers.append(ready.ask(sid)))
    late.start()
    _post(_browser(ready.app, sid), "/sign-out")
    late.join()
    with ready.deps.unit_of_work() as uow:
        uow.system("the request that was on its way sees the session")
        uow.sessions.touch(digest(sid), ready.deps.now())
    ran = _dead(ready, sid)
    return replace(ran, statuses=(answers[0].status_code, *ran.statuses), did=3)


def _idle(ready: Ready) -> Ran:
    sid = ready.start(ready.borrower)
    ready.door.clock.move(minutes=16)
    return _dead(ready, sid)


def _outlived(ready: Ready) -> Ran:
    sid = ready.start(ready.borrower)
    for _ in range(47):
        ready.door.clock.move(minutes=10)
        assert ready.alive(sid)
    ready.door.clock.move(minutes=11)
    return _dead(ready, sid)


def _everywhere(ready: Ready) -> Ran:
    sid, at = ready.start(ready.borrower), ready.deps.now()
    with ready.deps.unit_of_work() as uow:
        uow.people.end_everywhere(ready.borrower.person_id)
        uow.audit.write(None, "test.prepared", "test:a07", at)
    return _dead(ready, sid)


PREPARED: Mapping[str, Callable[[Ready], Ran]] = {
    "fixed-before-sign-in": _fixed,
    "after-sign-out": lambda ready: _after(ready, "/sign-out"),
    "after-leaving": lambda ready: _after(ready, "/leave"),
    "after-removal": _removed,
    "flipped-byte": lambda r: _altered(r, lambda s: ("A" if s[0] != "A" else "B") + s[1:]),
    "other-case": lambda ready: _altered(ready, str.swapcase),
    "shortened": lambda ready: _altered(ready, lambda sid: sid[:-1]),
    "digest-instead": lambda ready: _altered(ready, digest),
    "without-prefix": lambda ready: _altered(ready, str, "sid"),
    "racing-sign-out": _racing,
    "idle": _idle,
    "outlived": _outlived,
    "ended-everywhere": _everywhere,
}


def _browser(app: Flask, sid: str, name: str = COOKIE) -> FlaskClient:
    client = app.test_client()
    client.set_cookie(name, sid, domain="plans.example.org", secure=True)
    return client


def _post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    found = TOKEN.search(client.get("/guide", base_url=SITE).text)
    assert found
    sent = {"csrf_token": found[1], **form}
    return client.post(path, data=sent, headers={"Origin": SITE}, base_url=SITE)


STAYED, COOKIE_FAULT = "the id stayed", "a cookie that others can read or send"


@check
def nobody_is_behind_such_a_cookie(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (said for said in _all(ran) if STAYED not in said and COOKIE_FAULT not in said)


@check
def the_id_changes_with_signing_in(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """With a second check too: tests/web/account/test_confirming.py."""
    yield from (said for said in _all(ran) if STAYED in said)


@check
def cookies_are_kept_from_others(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (said for said in _all(ran) if COOKIE_FAULT in said)


def _all(ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said)
