"""Somebody prepares a credential as a member, is removed, and then uses it for the first time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from app.core.access import Actor
from app.store.tables import METADATA
from app.usecases import team
from app.usecases.deps import Deps
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.authenticator import Authenticator
from tests.gates.figures import measured
from tests.signing_in import by_mail, enrolled, link_of, newest_mail, shown
from tests.stage import Clock, Stage, Visitor

HOME = "/lender"
Use = Callable[[], TestResponse]


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    stage: Stage
    deps: Deps
    clock: Clock


@dataclass(frozen=True, slots=True)
class Told:
    """Whether the credential worked before the removal and after it."""

    before: bool
    after: bool


def prepare(ground: Ground) -> Ready:
    return Ready(ground, ground.stage, ground.deps, ground.clock)


def send(ready: Ready, one: Input) -> Ran:
    ready.clock.move(minutes=40)
    member = _member(ready)
    browser, _ = by_mail(ready.ground.app, ready.deps, member)
    secret = enrolled(browser, ready.clock)
    before = browser.get(HOME).status_code == 200
    use, reached = PREPARED[one.send](ready, browser, secret)
    team.remove(ready.deps, ready.stage.places["UK"].admin, member.person_id)
    answer = use()
    return Ran.of(answer, said=Told(before, reached.get(HOME).status_code == 200))


def _member(ready: Ready) -> Actor:
    """A second admin, so that every right of a lender is one of theirs."""
    person, home, at = uuid4(), ready.stage.places["UK"].lender, ready.deps.now()
    with ready.deps.unit_of_work() as uow:
        uow.people.add(
            person, name="Leaving Soon", email=f"{person}@staff.example", language="en", at=at
        )
        uow.organisations.add_member(home, person, "admin", at)
        uow.audit.write(None, "test.prepared", "test:a15", at)
        return uow.people.actor(person)


def _session(_: Ready, browser: Visitor, __: str) -> tuple[Use, Visitor]:
    return partial(browser.get, HOME), browser


def _bearer(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    sid = browser.client.get_cookie("sid")
    headers = {"Authorization": f"Bearer {sid.value if sid else ''}"}
    alone = Visitor(ready.ground.app.test_client())
    return partial(alone.client.get, HOME, headers=headers), alone


def _invitation(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    friend = f"{uuid4()}@friends.example"
    browser.post("/team/invite", {"email": friend, "role": "admin"})
    path = link_of(newest_mail(ready.deps, friend))
    other = Visitor.open(ready.ground.app, ready.deps)
    return partial(other.post, path, {"name": "A Friend"}), other


def _team(_: Ready, browser: Visitor, __: str) -> tuple[Use, Visitor]:
    return partial(browser.get, "/team"), browser


def _stream(_: Ready, browser: Visitor, __: str) -> tuple[Use, Visitor]:
    headers = {"Accept": "text/event-stream"}
    return partial(browser.client.get, HOME, headers=headers), browser


def _key(browser: Visitor) -> Authenticator:
    key = Authenticator()
    options = json.loads(browser.post("/account/security/passkey/ask").text)
    form = {"answer": key.make(options), "name": "A key"}
    assert browser.post("/account/security/passkey", form).status_code == 303
    return key


def _passkey(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    key, other = _key(browser), Visitor.open(ready.ground.app, ready.deps)

    def use() -> TestResponse:
        asked = json.loads(other.post("/sign-in/passkey/ask").text)
        return other.post("/sign-in/passkey", {"answer": key.show(asked)})

    return use, other


def _question(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    key, other = _key(browser), Visitor.open(ready.ground.app, ready.deps)
    answer = key.show(json.loads(other.post("/sign-in/passkey/ask").text))
    return partial(other.post, "/sign-in/passkey", {"answer": answer}), other


def _mail(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    """The link was asked for as a member; whoever opens it afterwards is a plain person."""
    ready.clock.move(seconds=1)
    other = Visitor.open(ready.ground.app, ready.deps)
    mine = browser.soup("/account/security")
    assert mine
    with ready.deps.reading() as uow:
        found = [uow.people.find(one) for one, _ in uow.organisations.members(_home(ready))]
    address = next(one.email for one in reversed(found) if one and one.email)
    other.post("/sign-in", {"email": address})
    path = link_of(newest_mail(ready.deps, address, "/sign-in/link"))

    def use() -> TestResponse:
        assert other.post(path).headers["Location"] == "/my"
        return other.get(HOME)

    return use, other


def _app(ready: Ready, browser: Visitor, secret: str) -> tuple[Use, Visitor]:
    ready.clock.move(seconds=31)
    return partial(browser.post, "/sign-in/second", {"code": shown(secret, ready.clock)}), browser


def _reset(ready: Ready, browser: Visitor, _: str) -> tuple[Use, Visitor]:
    victim = {"member": str(ready.stage.places["UK"].agent.person_id)}
    return partial(browser.post, "/team/reset", victim), browser


def _confirmed(_: Ready, browser: Visitor, __: str) -> tuple[Use, Visitor]:
    form = {"email": f"{uuid4()}@friends.example", "role": "admin"}
    return partial(browser.post, "/team/invite", form), browser


def _home(ready: Ready) -> UUID:
    return ready.stage.places["UK"].lender


PREPARED: dict[str, Callable[[Ready, Visitor, str], tuple[Use, Visitor]]] = {
    "session": _session,
    "nothing": _session,
    "bearer": _bearer,
    "invitation": _invitation,
    "team": _team,
    "stream": _stream,
    "passkey": _passkey,
    "question": _question,
    "mail": _mail,
    "app": _app,
    "reset": _reset,
    "confirmed": _confirmed,
}


@check
def each_fails_at_its_first_use(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (f"{name}: never worked" for name, one in ran.items() if not one.said.before)
    still = [name for name, one in ran.items() if one.said.after]
    measured("G4", "removed_members_still_in", len(still), exactly=0)
    yield from still


@check
def what_the_product_does_not_have_is_not_there(
    ready: Ready, _: Mapping[str, Ran]
) -> Iterator[str]:
    """No remembered device, no token of a person, no connection that stays open."""
    for table in METADATA.tables:
        if any(word in table for word in ("device", "api_token", "remember")):
            yield f"a table {table}"
    for rule in ready.ground.app.url_map.iter_rules():
        if rule.websocket or "stream" in rule.rule:
            yield f"a route {rule.rule}"


@check
def work_asks_again_when_it_runs(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """The mail of an invitation whose sender is removed before it leaves says nothing to anybody."""
    member, friend = _member(ready), f"{uuid4()}@friends.example"
    team.invite(ready.deps, member, friend, "admin")
    team.remove(ready.deps, ready.stage.places["UK"].admin, member.person_id)
    ready.stage.work()
    if any(one.to == friend for one in ready.deps.mail.letters()):  # type: ignore[attr-defined]  # the folder's
        yield "the invitation was sent"
