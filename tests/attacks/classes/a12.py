"""Each form of the product with one field more than it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.attacks.texts import share
from tests.attacks.unsafe import ALWAYS_WORKS, actor_for, browsers_of, contents, unsafe
from tests.stage import ORIGIN
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell

FULL = True
OF = 12
"""One of so many routes is sent each input; together they meet all."""
SHORTEST = 4
"""A value of fewer signs may stand on any page."""


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    browsers: dict[str, Browser]
    routes: tuple[Cell, ...]
    words: dict[str, str]
    before: dict[str, str]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    lender = town.people["other agent"].memberships[0].organisation_id
    return Ready(
        ground,
        browsers_of(app, deps, town),
        tuple(cell for cell in unsafe(app, town) if cell.endpoint != ALWAYS_WORKS),
        {"LENDER_B": str(lender), "CASE_B": str(town.cases["b"])},
        contents(deps),
    )


def send(ready: Ready, one: Input) -> Ran:
    extra = {name: filled(value, ready.words) for name, value in one.send.items()}
    routes = ready.routes if ready.ground.full else share(ready.routes, one.name, OF)
    statuses, echoed = [], []
    for cell in routes:
        if extra.keys() & cell.form.keys():
            continue  # this form asks for it
        browser = ready.browsers[actor_for(cell)]
        form = {"csrf_token": browser.token, **cell.form, **extra}
        answer = browser.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
        statuses.append(answer.status_code)
        if any(len(value) > SHORTEST and value in answer.text for value in extra.values()):
            echoed.append(cell.endpoint)
    return Ran(tuple(statuses), len(statuses), echoed)


@check
def nothing_is_changed(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    after = contents(ready.ground.town_deps)
    yield from (name for name, rows in ready.before.items() if after[name] != rows)


@check
def nothing_is_echoed(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name} at {endpoint}" for endpoint in result.said)
