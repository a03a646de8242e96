"""Every endpoint x method x object as every kind of person, against a second reading of RULES."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from app.core.access import RULES
from app.usecases.deps import Deps
from tests.gates.figures import Measured
from tests.town import Town
from tests.web.rights.asking import Browser, wrong
from tests.web.rights.cells import cells, malformed
from tests.web.rights.oracle import PLACES, SIGNED_OUT
from tests.web.rights.routes import ALSO, FORMS

ACTORS = sorted(SIGNED_OUT | PLACES.keys())
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GETT")


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_the_table_of_rights_says(
    town_app: Flask, town_deps: Deps, town: Town, actor: str, measured: Measured
) -> None:
    browser = Browser.of(town_app, town_deps, town, actor)
    found = list(wrong(browser, cells(town_app, town)))
    assert found == []
    measured("G1", "wrong_cells", len(found), exactly=0)
    print("\n".join(browser.heads.wrong))
    assert len(set(browser.heads.nonces)) == len(browser.heads.nonces) > 100
    measured("G14", "answers_with_other_headers", len(browser.heads.wrong), exactly=0)


@pytest.mark.parametrize("actor", ["anonymous", "program", "other agent"])
def test_what_is_no_id_is_answered_as_what_does_not_exist(
    town_app: Flask, town_deps: Deps, town: Town, actor: str
) -> None:
    browser = Browser.of(town_app, town_deps, town, actor)
    asked = list(malformed(town_app, town))
    assert len(asked) > 150
    assert list(wrong(browser, asked)) == []


def test_the_router_finds_nothing_by_what_is_no_id(town_app: Flask, town: Town) -> None:
    """It knows nobody, so that what three kinds of people were answered holds for all."""
    adapter = town_app.url_map.bind("127.0.0.1")
    for cell in malformed(town_app, town):
        with pytest.raises(NotFound):
            adapter.match(cell.path, method=cell.method)


def test_every_endpoint_and_method_stands_in_the_table(town_app: Flask, measured: Measured) -> None:
    asked = inside = 0
    for rule in town_app.url_map.iter_rules():
        view = town_app.view_functions[rule.endpoint]
        for _ in (rule.methods or set()) - {"OPTIONS"} if rule.endpoint != "static" else ():
            asked += 1
            inside += hasattr(view, "allows") and (view.allows is None or view.allows in RULES)
    assert asked > 300
    measured("G1", "percent_in_table", 100 * inside // asked, exactly=100)


def test_forms_and_exceptions_speak_of_routes_that_exist(town_app: Flask) -> None:
    known = {rule.endpoint for rule in town_app.url_map.iter_rules()}
    assert FORMS.keys() | ALSO.keys() <= known


def test_no_route_has_other_methods(town_app: Flask, town: Town) -> None:
    adapter = town_app.url_map.bind("127.0.0.1")
    client = town_app.test_client()
    client.set_cookie("sid", town.browsers["owner"])
    one_each = {}
    for cell in cells(town_app, town):
        one_each[cell.endpoint] = cell.path
        for method in OTHER_METHODS:  # the router answers, and knows no objects
            with pytest.raises(MethodNotAllowed):
                adapter.match(cell.path, method=method)
    for path in sorted(set(one_each.values())):
        for method in OTHER_METHODS:
            assert client.open(path, method=method).status_code == 405, (method, path)


def test_asking_for_methods_tells_nothing_of_objects(town_app: Flask, town: Town) -> None:
    paths = {cell.path: cell.endpoint for cell in cells(town_app, town)}
    answers: dict[str, set[str]] = {}
    for path, endpoint in paths.items():
        answer = town_app.test_client().options(path)
        assert answer.text == ""
        answers.setdefault(endpoint, set()).add(answer.headers["Allow"])
    assert {name for name, found in answers.items() if len(found) > 1} == set()
