"""The matrix is worth something only if a planted fault turns cells wrong."""

from __future__ import annotations

from collections import defaultdict

import pytest
from flask import Flask

from app.factory import create_app
from app.usecases.deps import Deps
from tests.town import Town
from tests.web.rights import mutants
from tests.web.rights.asking import Browser, wrong
from tests.web.rights.cells import Cell, cells
from tests.web.rights.oracle import Answer, expected

ASKS_TWICE = frozenset({"borrower.authority.end"})
"""An authority is found by its borrower, so that this route holds even without the check."""


def fails(browser: Browser, asked: list[Cell]) -> bool:
    return next(wrong(browser, asked), None) is not None


def guarded(app: Flask, town: Town, kinds: frozenset[str]) -> dict[str, list[Cell]]:
    """The cells of every guarded route about objects of ``kinds``, by endpoint."""
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells(app, town):
        if cell.actions and cell.kind in kinds and cell.method != "HEAD":
            found[cell.endpoint].append(cell)
    return found


def test_a_missing_guard_is_found_on_every_route(
    town_app: Flask, town_deps: Deps, town: Town
) -> None:
    routes = guarded(
        town_app, town, frozenset({"", "case", "household", "file", "policy", "approval"})
    )
    for endpoint in routes:
        mutants.without_guard(town_app, endpoint)
    browser = Browser.of(town_app, town_deps, town, "anonymous")
    missed = [name for name, asked in routes.items() if not fails(browser, asked[:1])]
    assert len(routes) > 50
    assert missed == []


@pytest.mark.parametrize("actor", ["other borrower", "other agent"])
def test_a_skipped_object_check_is_found_on_every_route(
    town_deps: Deps, town: Town, actor: str
) -> None:
    app = create_app(mutants.without_object_check(town_deps))
    browser = Browser.of(app, town_deps, town, actor)
    routes = guarded(app, town, frozenset({"case", "household"}))
    found = {name for name, asked in routes.items() if fails(browser, asked)}
    # Where only a lender's staff may act, the guard alone stops everybody else.
    reached = {
        name
        for name, asked in routes.items()
        if expected(actor, asked[0].actions, asked[0].kind, "nothing") is Answer.HIDDEN
    }
    assert reached - found <= ASKS_TWICE
    assert len(reached) > 40


def test_a_removed_member_who_still_counts_is_found(town_deps: Deps, town: Town) -> None:
    home = town.people["agent"].memberships[0].organisation_id
    former = town.people["former agent"]
    app = create_app(mutants.without_removal(town_deps, former, home))
    browser = Browser.of(app, town_deps, town, "former agent")
    routes = guarded(app, town, frozenset({"", "case"}))
    found = {name for name, asked in routes.items() if fails(browser, asked)}
    assert {"lender.queue", "lender.case", "lender.answers.offer", "agreement.read"} <= found
