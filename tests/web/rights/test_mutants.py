"""Each protection of each route is broken once, and the matrix has to see it: six operators."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.core.access import RULES, Action
from app.usecases.deps import Deps
from app.web.guards import allow, check_routes, public
from tests.gates.figures import Measured
from tests.town import Town
from tests.web.rights import mutants
from tests.web.rights.planting import OPERATORS, READS, Mutant, Planted, sampled


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "chosen", [sampled, pytest.param(list, marks=pytest.mark.long)], ids=["sample", "all"]
)
def test_a_fault_in_the_protection_of_a_route_is_seen(
    town_app: Flask,
    town_deps: Deps,
    town: Town,
    operator: Callable[[Planted], Iterator[Mutant]],
    chosen: Callable[[list[Mutant]], list[Mutant]],
    measured: Measured,
) -> None:
    ground = Planted.of(town_app, town_deps, town)
    planted = chosen(list(operator(ground)))
    missed = list(ground.killed(planted))
    assert missed == []
    rooms = {mutant.cell.endpoint.split(".")[0] for mutant in planted}
    assert len(planted) > 60
    assert {"borrower", "lender", "counselor", "agreement"} <= rooms
    killed = 100 * (len(planted) - len(missed)) // len(planted)
    measured("G2", operator.__name__, killed, exactly=100)


def test_start_up_refuses_an_unsafe_method_under_a_read_rule(
    town_app: Flask, town_deps: Deps, town: Town, measured: Measured
) -> None:
    ground = Planted.of(town_app, town_deps, town)
    unsafe = [endpoint for endpoint in ground.routes if not ground.first(endpoint).safe]
    refused = 0
    for endpoint in unsafe:
        reading = READS[RULES[ground.first(endpoint).actions[0]].on]
        with mutants.under(town_app, endpoint, reading), pytest.raises(RuntimeError):
            check_routes(town_app)
        refused += 1
    assert len(unsafe) > 90
    measured("G2", "unsafe_as_read", 100 * refused // len(unsafe), exactly=100)


def test_start_up_refuses_an_endpoint_that_reads_and_changes_and_a_second_answer(
    built: Flask,
) -> None:
    def both() -> str:
        return ""

    app = Flask("mixed")
    app.add_url_rule("/", "mixed", public(both), methods=["GET", "POST"])
    with pytest.raises(RuntimeError, match="one endpoint reads and changes"):
        check_routes(app)
    with pytest.raises(RuntimeError, match="says twice"):
        allow(Action.READ_ACCOUNT)(both)
    check_routes(built)
