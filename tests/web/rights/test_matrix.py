"""Every endpoint x method x object as every kind of person, against a second reading of RULES."""

from __future__ import annotations

import pytest
from flask import Flask

from app.usecases.deps import Deps
from tests.town import Town
from tests.web.rights.asking import Browser, wrong
from tests.web.rights.cells import cells
from tests.web.rights.oracle import PLACES, SIGNED_OUT
from tests.web.rights.routes import ALSO, FORMS

ACTORS = sorted(SIGNED_OUT | PLACES.keys())


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_the_table_of_rights_says(
    town_app: Flask, town_deps: Deps, town: Town, actor: str
) -> None:
    browser = Browser.of(town_app, town_deps, town, actor)
    assert list(wrong(browser, cells(town_app, town))) == []


def test_forms_and_exceptions_speak_of_routes_that_exist(town_app: Flask) -> None:
    known = {rule.endpoint for rule in town_app.url_map.iter_rules()}
    assert FORMS.keys() | ALSO.keys() <= known


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_route_has_other_methods(town_app: Flask, town: Town, method: str) -> None:
    client = town_app.test_client()
    client.set_cookie("sid", town.browsers["owner"])
    for path in sorted({cell.path for cell in cells(town_app, town)}):
        assert client.open(path, method=method).status_code == 405, path


def test_asking_for_methods_tells_nothing_of_objects(town_app: Flask, town: Town) -> None:
    answers: dict[str, set[str]] = {}
    for cell in cells(town_app, town):
        answer = town_app.test_client().options(cell.path)
        assert answer.text == ""
        answers.setdefault(cell.endpoint, set()).add(answer.headers["Allow"])
    assert {name for name, found in answers.items() if len(found) > 1} == set()
