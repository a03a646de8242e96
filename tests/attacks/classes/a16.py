"""Every address with an object inside another: one's own outside, somebody else's inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.unsafe import contents
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import Browser, plain
from tests.web.rights.routes import NOWHERE

ACTORS = ("agent", "consented counselor", "owner", "counselor")
METHODS = ("GET", "POST")
OTHERS = ("PATCH", "DELETE")
"""No route has them, so that one input shows it for all."""
PAPERS = (
    "/cases/{case}/papers/{inner}/1",
    "/cases/{case}/papers/{inner}/1/1",
    "/cases/{case}/papers/{inner}/1/check",
    "/household/{household}/papers/{inner}/1",
    "/household/{household}/papers/{inner}/1/1",
    "/household/{household}/papers/{inner}/1/file",
    "/household/{household}/papers/{inner}/1/check",
)


@dataclass(frozen=True, slots=True)
class Ready:
    """``unknown`` are the answers about what does not exist, by actor, method and address."""

    ground: Ground
    browsers: dict[str, Browser]
    before: dict[str, str]
    unknown: dict[tuple[str, str, str], tuple[int, tuple[object, ...]]]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    made = {name: Browser.of(app, deps, town, name) for name in ACTORS}
    unknown = {
        (name, method, path): _asked(town, browser, method, path, NOWHERE)
        for name, browser in made.items()
        for path in PAPERS
        for method in METHODS + OTHERS
    }
    return Ready(ground, made, contents(deps), unknown)


def send(ready: Ready, one: Input) -> Ran:
    inner = _inner(ready.ground.town, one.send["inner"], one.send["of"])
    statuses, told = [], []
    for name, browser in ready.browsers.items():
        for path in PAPERS:
            for method in METHODS + (OTHERS if one.name == "document" else ()):
                found = _asked(ready.ground.town, browser, method, path, inner)
                statuses.append(found[0])
                if found != ready.unknown[name, method, path]:
                    told.append(f"{method} {path} as {name}")
    return Ran(tuple(statuses), len(statuses), told)


def _inner(town: Town, kind: str, of: str) -> UUID:
    return {
        "exhibit": town.exhibits,
        "case": town.cases,
        "agreed": town.agreed,
        "household": town.households,
        "authority": town.authorities,
        "approval": town.approvals,
    }[kind][of]


def _asked(
    town: Town, browser: Browser, method: str, path: str, inner: UUID
) -> tuple[int, tuple[object, ...]]:
    where = path.format(case=town.cases["a"], household=town.households["a"], inner=inner)
    form = {} if method == "GET" else {"csrf_token": browser.token}
    answer = browser.client.open(where, method=method, data=form, headers={"Origin": ORIGIN})
    return answer.status_code, plain(answer)


@check
def foreign_is_answered_as_unknown(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {where}" for where in result.said)


@check
def nothing_is_changed(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    after = contents(ready.ground.town_deps)
    yield from (name for name, rows in ready.before.items() if after[name] != rows)
