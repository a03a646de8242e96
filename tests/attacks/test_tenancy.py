"""No way into another lender's or borrower's things: by the store, and by any id in any address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from flask import Flask

from app.usecases.deps import Deps
from tests.attacks.crossing import leaks
from tests.gates.figures import Measured
from tests.gates.sizes import sizes
from tests.town import Town
from tests.web.rights.asking import NO_PAGE, Browser, answered, plain
from tests.web.rights.cells import KINDS, Cell, cells
from tests.web.rights.oracle import Answer

SIDE_A = ("agent", "owner", "consented counselor", "counselor", "admin", "joint")
SOME, ALL = 600, 10_000


def test_the_store_gives_one_lender_nothing_of_another(
    town_deps: Deps, town: Town, measured: Measured
) -> None:
    own = town.people["agent"].memberships[0].organisation_id
    tried, found = leaks(town_deps, town, own, town_deps.now())
    assert tried > 20
    assert found == []
    measured("G3", "store_leaks", len(found), exactly=0)


@pytest.mark.parametrize("swaps", sizes(SOME, ALL))
def test_no_id_in_an_address_opens_what_is_not_theirs(
    town_app: Flask, town_deps: Deps, town: Town, swaps: int, measured: Measured
) -> None:
    browsers = [Browser.of(town_app, town_deps, town, name) for name in SIDE_A]
    hidden = [plain(browser.client.get(NO_PAGE)) for browser in browsers]
    leaked = []
    for number, path in zip(range(swaps), swapped(town_app, town), strict=False):
        turn = number % len(browsers)
        cell = Cell("GET", path, {}, "", (), "", "")
        found = answered(browsers[turn], cell, hidden[turn])
        if found not in (Answer.HIDDEN, Answer.FORBIDDEN):
            leaked.append(f"{SIDE_A[turn]} {path}: {found}")
    assert leaked == []
    measured("G3", "ids_that_opened", len(leaked), exactly=0)
    measured("G3", "ids_swapped" if swaps == ALL else "ids_tried", swaps, at_least=swaps)


def swapped(app: Flask, town: Town) -> Iterator[str]:
    """Every address about an object, again and again, each time with another id that is not theirs.

    Ids of the other side come first, of every kind in every place; then ids of nothing.
    """
    asked = [c for c in cells(app, town) if c.which == "b" and c.method == "GET"]
    routes = [c for c in asked if c.kind in set(KINDS.values()) - {"file"}]
    own = {kind: str(known["b"]) for kind, known in _kinds(town).items() if "b" in known}
    foreign = sorted({*own.values(), *(str(p.person_id) for p in town.people.values())})
    for turn in count():
        for cell in routes:
            place = next((one for one in own.values() if one in cell.path), None)
            if place is None:
                continue
            with_this = (
                foreign[turn] if turn < len(foreign) else str(uuid5(NAMESPACE_OID, f"{turn}"))
            )
            yield cell.path.replace(place, with_this)


def _kinds(town: Town) -> dict[str, dict[str, UUID]]:
    return {
        "case": town.cases,
        "agreed": town.agreed,
        "household": town.households,
        "policy": town.policies,
        "approval": town.approvals,
        "exhibit": town.exhibits,
    }
