"""Each unsafe route refuses what another site sent, or what lacks this browser's token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.test import TestResponse

from app.usecases.deps import Deps
from app.usecases.forged import FORGED
from app.web import limits
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.attacks.texts import share
from tests.attacks.unsafe import (
    ALWAYS_WORKS,
    actor_for,
    audit_length,
    browsers_of,
    contents,
    noted,
    unsafe,
)
from tests.stage import ORIGIN
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell, cells

FULL = True
EVERYWHERE = {"no-token", "foreign-origin"}
"""Sent to every route each time; of the others a fifth of the routes, but at full size."""


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    deps: Deps
    browsers: dict[str, Browser]
    foreign: str
    routes: tuple[Cell, ...]
    before: dict[str, str]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    return Ready(
        ground,
        deps,
        browsers_of(app, deps, town),
        Browser.of(app, deps, town, "other borrower").token,
        tuple(cell for cell in unsafe(app, town) if cell.endpoint != ALWAYS_WORKS),
        contents(deps),
    )


def send(ready: Ready, one: Input) -> Ran:
    app = ready.ground.town_app
    limits.forget(app)
    before = noted(ready.deps, FORGED)
    if one.send.get("cookies") == "none":
        answers = [app.test_client().post("/sign-in/link/" + "x" * 43)]
    else:
        parts = 1 if ready.ground.full or one.name in EVERYWHERE else 5
        answers = [_asked(ready, cell, one) for cell in share(ready.routes, one.name, parts)]
    kept = noted(ready.deps, FORGED) - before
    cookies = sum("Set-Cookie" in a.headers for a in answers if one.name != "login-csrf")
    return Ran.of(*answers, said=(kept, cookies))


def _asked(ready: Ready, cell: Cell, one: Input) -> TestResponse:
    browser = ready.browsers[actor_for(cell)]
    headers = one.send.get("headers", {"Origin": ORIGIN})
    named = {name: filled(value, {"origin": ORIGIN}) for name, value in headers.items()}
    token = _token(one.send.get("form_token", "own"), browser.token, ready.foreign)
    form = cell.form if token is None else {"csrf_token": token, **cell.form}
    return browser.client.post(cell.path, data=form, headers=named)


def _token(which: str | None, own: str, foreign: str) -> str | None:
    known = {"own": own, "other": foreign, "cut": own[:-1], "dots": own.replace(".", "..", 1)}
    return known.get(which, which) if which else which


@check
def nothing_is_changed(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    now = contents(ready.deps)
    yield from (f"table {name}" for name, rows in now.items() if rows != ready.before[name])
    yield from (f"{name}: a cookie was set" for name, result in ran.items() if result.said[1])


@check
def the_log_says_so(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """As often as one network is written down for; the rest is refused without a row."""
    for name, result in ran.items():
        if result.said[0] != min(result.did, 60):
            yield f"{name}: {result.said[0]} rows for {result.did} requests"


@check
def looking_changes_nothing(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """GET and HEAD of every route leave every table as it was; a look at a budget is logged."""
    before, long = contents(ready.deps), audit_length(ready.deps)
    town = ready.ground.town
    looks = [c for c in cells(ready.ground.town_app, town) if c.safe and c.which in ("", "a")]
    for cell in looks:
        ready.browsers["owner"].ask(cell)
    now = contents(ready.deps)
    yield from (f"looking changed {name}" for name in now if now[name] != before[name])
    if audit_length(ready.deps) != long:
        yield "looking is in the log"
