"""The exact headers on what is no page: files, refusals, faults, and methods that no route has."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, abort
from werkzeug.wrappers import Response

from app.factory import create_app
from app.usecases.deps import Deps
from app.web import security
from app.web.errors import PAGES
from tests.town import Town
from tests.web.rights.asking import Browser
from tests.web.rights.cells import cells

POLICY = re.compile(
    re.escape(security.CSP.format(nonce="N", neutral="https://www.wikipedia.org")).replace(
        "N", r"[\w-]{24}"
    )
)


def wrong(answer: Response, *, kept: str = "no-store") -> list[str]:
    """Names of the headers that are not exactly as they should be, once each."""
    right = security.HEADERS | {"Cache-Control": kept}
    found = [name for name, value in right.items() if answer.headers.getlist(name) != [value]]
    policies = answer.headers.getlist("Content-Security-Policy")
    if len(policies) != 1 or not POLICY.fullmatch(policies[0]):
        found.append("Content-Security-Policy")
    return found


@pytest.fixture
def live(deps: Deps) -> Flask:
    app = create_app(deps)
    app.config["TESTING"] = False
    return app


def test_every_file_whole_in_part_and_known_already(live: Flask) -> None:
    root, client = Path(live.static_folder or ""), live.test_client()
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    assert len(names) > 5
    lasting = "public, max-age=31536000, immutable"
    for name in names:
        with client.get(f"/static/{name}") as answer:
            assert (answer.status_code, wrong(answer, kept="no-cache")) == (200, []), name
            known = {"If-None-Match": answer.headers["ETag"]}
        with client.get(f"/static/{name}?v=1", headers=known) as answer:
            assert (answer.status_code, wrong(answer, kept=lasting)) == (304, []), name
        with client.get(f"/static/{name}", headers={"Range": "bytes=0-0"}) as answer:
            assert (answer.status_code, wrong(answer, kept="no-cache")) == (206, []), name
        with client.get(f"/static/{name}", headers={"Range": "bytes=99999999-"}) as answer:
            assert (answer.status_code, wrong(answer)) == (400, []), name


@pytest.mark.parametrize("status", sorted(PAGES - {500}))
def test_every_refusal(live: Flask, status: int) -> None:
    live.add_url_rule("/refused", "refused", lambda: abort(status))
    answer = live.test_client().get("/refused")
    assert (answer.status_code, wrong(answer)) == (status, [])


def test_faults_even_of_the_database_and_before_any_route(deps: Deps) -> None:
    def gone() -> None:
        raise ConnectionError

    def fault() -> str:
        raise LookupError

    for broken in (deps, replace(deps, reading=gone, unit_of_work=gone)):  # type: ignore[arg-type]  # that is the fault
        app = create_app(broken)
        app.config["TESTING"] = False
        app.add_url_rule("/fault", "fault", fault)
        answer = app.test_client().get("/fault")
        assert (answer.status_code, wrong(answer)) == (500, [])
    for path, status in (("/", 500), ("/health/live", 200), ("/health/ready", 503)):
        answer = app.test_client().get(path)
        assert (answer.status_code, wrong(answer)) == (status, []), path


def test_redirects_of_the_router_and_odd_requests(live: Flask) -> None:
    client = live.test_client()
    for path in ("/nothing-here", "/guide/", "//guide", "/%00", "/%ff", "/cases/x/../y"):
        answer = client.get(path)
        assert answer.status_code in {308, 404}, path
        assert wrong(answer) == [], path
    large = b"x" * (security.MOST_BYTES + 1)
    answer = client.post("/language", data=large, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    assert wrong(answer) == []


def test_methods_that_a_route_does_not_have(town_app: Flask, town_deps: Deps, town: Town) -> None:
    browser = Browser.of(town_app, town_deps, town, "owner")
    paths = sorted({cell.path for cell in cells(town_app, town) if cell.which in ("", "a")})
    answers = [
        (method, path, browser.client.open(path, method=method))
        for path in paths
        for method in ("PUT", "OPTIONS", "PROPFIND")
    ]
    assert [(m, p, w) for m, p, answer in answers if (w := wrong(answer))] == []
