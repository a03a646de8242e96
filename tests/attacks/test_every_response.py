"""No style or handler in any template, and a demonstration that production does not have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.core.access import Actor
from app.factory import create_app
from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.town import Town
from tests.web.rights.asking import Browser
from tests.web.rights.heads import INLINE

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_no_template_has_styles_or_handlers_inside() -> None:
    """Also those that no test has drawn with everything they may show."""
    pages = [path for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts]
    assert len(pages) > 100
    assert [path.name for path in pages if INLINE.search(path.read_text(encoding="utf-8"))] == []
    assert INLINE.search('<p class="a" style="color:red">')
    assert INLINE.search('<button onclick="go()">')


def test_a_cookie_is_kept_from_scripts_and_other_sites(deps: Deps) -> None:
    settings = replace(deps.settings, public_base_url="https://plans.example.org")
    answer = create_app(replace(deps, settings=settings)).test_client().get("/")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *rest = cookie.split("; ")
    assert name.startswith("__Host-sid=")
    assert sorted(rest) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def production(deps: Deps) -> Deps:
    settings = replace(
        deps.settings,
        env="production",
        public_base_url="https://plans.example.org",
        mail_url="smtp://mail.example.org",
    )
    return replace(deps, settings=settings)


def test_production_has_no_demonstration(town_deps: Deps, town: Town) -> None:
    live = production(town_deps)
    app = create_app(live)
    assert [r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("demo")] == []
    for path in ("/demo", "/demo/inbox"):
        assert app.test_client().get(path).status_code == 404
        assert app.test_client().post(path).status_code in (404, 405)
    assert "/demo" not in app.test_client().get("/").text
    with pytest.raises(accounts.SignInFailed):
        accounts.start(live, town.people["owner"].person_id, new_id())


def test_a_stranger_to_the_demonstration_is_nobody(
    town_app: Flask, town_deps: Deps, town: Town
) -> None:
    browser = Browser.of(town_app, town_deps, town, "anonymous")
    person: Actor = town.people["agent"]  # a person, but none of the demonstration's
    form = {"csrf_token": browser.token, "person": str(person.person_id)}
    answer = browser.client.post("/demo", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def test_leaving_ends_the_session_and_clears_the_browser(
    town_app: Flask, town_deps: Deps, town: Town
) -> None:
    browser = Browser.of(town_app, town_deps, town, "owner")
    path = f"/cases/{town.cases['a']}"
    assert browser.client.get(path).status_code == 200
    answer = browser.client.post("/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == town_deps.settings.neutral_url
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert town.browsers["owner"] == browser.client.get_cookie("sid").value  # type: ignore[union-attr]  # a missing cookie fails it, too
    assert browser.client.get(path).status_code == 303
    assert browser.client.get(path).headers["Location"].startswith("/sign-in")


def test_leaving_works_for_strangers_too(town_app: Flask) -> None:
    assert town_app.test_client().post("/leave").status_code == 303
    assert town_app.test_client().get("/leave").status_code == 405
