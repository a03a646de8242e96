"""A share of the matrix of rights, by the reference's own people; tests/web/rights runs all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.rights import RULES
from app.web.guards import check_routes
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.texts import share
from tests.web.rights import mutants
from tests.web.rights.asking import NO_PAGE, Browser, answered, plain, wrong
from tests.web.rights.cells import Cell, cells, malformed
from tests.web.rights.oracle import Answer
from tests.web.rights.planting import OPERATORS, READS, Planted, sampled

OF = 40
"""One of so many cells or mutants is met here. ``tests/web/rights`` makes a town for each actor."""
STRANGER = "other borrower"
"""Tied to ``b`` alone, so that ``a`` has to look to them as what does not exist."""


def send(ground: Ground, one: Input) -> Ran:
    match one.send:
        case {"actor": str(actor)}:
            return _as(ground, one, actor)
        case {"object": str(which)}:
            return _about(ground, which)
        case {"mutant": "unsafe_as_read"}:
            return _reading_rules(ground, one)
        case {"mutant": str(operator)}:
            return _broken(ground, one, operator)
    raise ValueError(one.name)


def _as(ground: Ground, one: Input, actor: str) -> Ran:
    browser = Browser.of(ground.town_app, ground.town_deps, ground.town, actor)
    # What ends sessions is left to the whole matrix: here everybody is asked for again.
    made = (c for c in cells(ground.town_app, ground.town) if not c.endpoint.startswith("account."))
    asked = share(tuple(made), one.name, OF)
    return Ran(did=len(asked), said=("actor", list(wrong(browser, asked))))


def _about(ground: Ground, which: str) -> Ran:
    """Each route about a case, as somebody who has no part in any that is asked for."""
    actor = "owner" if which == "b" else STRANGER
    browser = Browser.of(ground.town_app, ground.town_deps, ground.town, actor)
    hidden = plain(browser.client.get(NO_PAGE))
    made = (*cells(ground.town_app, ground.town), *malformed(ground.town_app, ground.town))
    asked = [c for c in made if c.which == which and c.method == "GET" and c.kind == "case"]
    found = [(c.path, answered(browser, c, hidden)) for c in asked[::6]]
    told = [f"{path}: {got}" for path, got in found if got not in (Answer.HIDDEN, Answer.FORBIDDEN)]
    return Ran(did=len(found), said=("object", told))


def _broken(ground: Ground, one: Input, operator: str) -> Ran:
    made = next(found for found in OPERATORS if found.__name__ == operator)
    planted = Planted.of(ground.town_app, ground.town_deps, ground.town)
    met = list(share(sampled(list(made(planted))), one.name, OF))
    return Ran(did=len(met), said=("mutant", list(planted.killed(met))))


def _reading_rules(ground: Ground, one: Input) -> Ran:
    app = ground.town_app
    planted, started = Planted.of(app, ground.town_deps, ground.town), []
    unsafe = [name for name in planted.routes if not planted.first(name).safe]
    met = share(unsafe, one.name, OF)
    for endpoint in met:
        reading = READS[RULES[planted.first(endpoint).actions[0]].on]
        with mutants.under(app, endpoint, reading):
            try:
                check_routes(app)
            except RuntimeError:
                continue
            started.append(endpoint)
    return Ran(did=len(met), said=("mutant", started))


def _told(ran: Mapping[str, Ran], kind: str) -> Iterator[str]:
    for name, result in ran.items():
        about, found = result.said
        if about == kind:
            yield from (f"{name}: {fault}" for fault in found)


@check
def everybody_gets_what_the_table_says(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _told(ran, "actor")


@check
def what_is_not_theirs_is_answered_alike(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _told(ran, "object")


@check
def every_mutant_is_seen(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _told(ran, "mutant")


@check
def every_unsafe_method_has_a_writing_rule(ground: Ground, _: Mapping[str, Ran]) -> Iterator[str]:
    asked: list[Cell] = [c for c in cells(ground.town_app, ground.town) if c.actions]
    for cell in asked:
        if RULES[cell.actions[0]].writes is cell.safe:
            yield f"{cell.method} {cell.endpoint}"
