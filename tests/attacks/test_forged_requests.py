"""Cross-site posts, fields nobody asked for, answers given twice, bodies too large: every route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.actions import Action
from app.core.rights import RULES
from app.usecases.deps import Deps
from app.web import security
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import Browser
from tests.web.rights.oracle import Answer, expected
from tests.web.rights.routes import Cell, cells

ALWAYS_WORKS = "account.leave"
TAKES_FILES = {"lender.imports.upload", "verify.check"}
TAKES_DRAWINGS = {"agreement.signing.act"}
SEVERAL = {("borrower.doubts.ask_proof", "wanted")}
"""Where several answers may be given: what is not in the list is refused on the page."""


# Programs ask without a browser: no cookie is read there, so no site can borrow one. tests/web/api.
FOR_PROGRAMS = "api.assess"


def unsafe(app: Flask, town: Town) -> list[Cell]:
    """Every unsafe route of a browser once, about something of ``a``."""
    found = [c for c in cells(app, town) if not c.safe and c.which in ("", "a")]
    return [c for c in found if c.endpoint != FOR_PROGRAMS]


WHO = ("owner", "agent", "supervisor", "admin", "operator", "counselor", "idle counselor", "joint")


def actor_for(cell: Cell) -> str:
    """Somebody who may."""
    return next(
        who for who in WHO if expected(who, cell.actions, cell.kind, cell.which) is Answer.IN
    )


@pytest.fixture
def browsers(town_app: Flask, town_deps: Deps, town: Town) -> dict[str, Browser]:
    return {name: Browser.of(town_app, town_deps, town, name) for name in WHO}


def audit_length(deps: Deps) -> int:
    """Every change of anything makes the audit log longer. Looking at a budget is a row, too."""
    with deps.reading() as uow:
        rows = uow.audit.session.execute(
            text("SELECT count(*) FROM audit WHERE action != :look"),
            {"look": RULES[Action.READ_SHARED_BUDGET].audit},
        )
        return int(rows.scalar_one())


FOREIGN = [
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {"Origin": ORIGIN + ".evil.test"},
    {"Origin": "http://127.0.0.1:1337"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
    {"Referer": ORIGIN + "/guide"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_post_from_another_site_changes_nothing(
    town_app: Flask,
    town_deps: Deps,
    town: Town,
    browsers: dict[str, Browser],
    headers: dict[str, str],
) -> None:
    before = audit_length(town_deps)
    for cell in unsafe(town_app, town):
        if cell.endpoint == ALWAYS_WORKS:
            continue
        browser = browsers[actor_for(cell)]
        form = {"csrf_token": browser.token, **cell.form}
        answer = browser.client.post(cell.path, data=form, headers=headers)
        assert answer.status_code == 400, cell
        assert "Set-Cookie" not in answer.headers, cell
    assert audit_length(town_deps) == before


def wrong_tokens(browser: Browser, other: Browser) -> Iterator[str | None]:
    yield None
    yield ""
    yield "csrf"
    yield other.token
    yield browser.token[:-1]
    yield browser.token.replace(".", "..", 1)


def test_a_post_without_this_browsers_token_changes_nothing(
    town_app: Flask, town_deps: Deps, town: Town, browsers: dict[str, Browser]
) -> None:
    other = Browser.of(town_app, town_deps, town, "other borrower")
    before = audit_length(town_deps)
    for cell in unsafe(town_app, town):
        if cell.endpoint == ALWAYS_WORKS:
            continue
        browser = browsers[actor_for(cell)]
        for token in wrong_tokens(browser, other):
            form = cell.form if token is None else {"csrf_token": token, **cell.form}
            answer = browser.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
            assert answer.status_code == 400, (cell, token)
    assert audit_length(town_deps) == before


def test_a_token_in_the_address_or_a_bearer_word_is_no_token(
    browsers: dict[str, Browser], town: Town
) -> None:
    owner = browsers["owner"]
    path = f"/cases/{town.cases['a']}/ask-help"
    for headers in ({"Authorization": "Bearer abc"}, {"X-HTTP-Method-Override": "POST"}):
        answer = owner.client.post(f"{path}?csrf_token={owner.token}", headers=headers)
        assert answer.status_code == 400
    overridden = owner.client.get(path, headers={"X-HTTP-Method-Override": "POST"})
    assert overridden.status_code == 200


def test_a_field_nobody_asked_for_is_refused(
    town_app: Flask, town_deps: Deps, town: Town, browsers: dict[str, Browser]
) -> None:
    before = audit_length(town_deps)
    for cell in unsafe(town_app, town):
        if cell.endpoint == ALWAYS_WORKS:
            continue
        browser = browsers[actor_for(cell)]
        for name in ("is_admin", "tenant_id", "by_role", "hard_minor", "amount[]", "__class__"):
            form = {"csrf_token": browser.token, **cell.form, name: "1"}
            answer = browser.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
            assert answer.status_code == 400, (cell, name)
    assert audit_length(town_deps) == before


def test_an_answer_given_twice_is_refused(
    town_app: Flask, town_deps: Deps, town: Town, browsers: dict[str, Browser]
) -> None:
    before = audit_length(town_deps)
    for cell in unsafe(town_app, town):
        if cell.endpoint == ALWAYS_WORKS:
            continue
        browser = browsers[actor_for(cell)]
        form = {"csrf_token": browser.token, **cell.form}
        for name, value in form.items():
            twice = {**form, name: [value, value + "x"]}
            answer = browser.client.post(cell.path, data=twice, headers={"Origin": ORIGIN})
            refused = 422 if (cell.endpoint, name) in SEVERAL else 400
            assert answer.status_code == refused, (cell, name)
    assert audit_length(town_deps) == before


def test_no_route_reads_a_large_body(
    town_app: Flask, town_deps: Deps, town: Town, browsers: dict[str, Browser]
) -> None:
    before = audit_length(town_deps)
    for cell in unsafe(town_app, town):
        browser = browsers[actor_for(cell)]
        drawn = cell.endpoint in TAKES_DRAWINGS
        most = security.MOST_DRAWN_BYTES if drawn else security.MOST_BYTES
        large = {"csrf_token": browser.token, "words": "w" * most}
        many = {"csrf_token": browser.token} | {f"f{n}": "1" for n in range(security.MOST_FIELDS)}
        sent = [many] if cell.endpoint in TAKES_FILES else [large, many]
        for form in sent:
            answer = browser.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
            assert answer.status_code == 413, cell
    assert audit_length(town_deps) == before


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml"])
def test_a_body_that_is_no_form_is_refused(
    town_app: Flask, town: Town, browsers: dict[str, Browser], kind: str
) -> None:
    for cell in unsafe(town_app, town):
        if cell.endpoint == ALWAYS_WORKS:
            continue
        browser = browsers[actor_for(cell)]
        body = f'{{"csrf_token": "{browser.token}", "csrf_token": "twice"}}'
        answer = browser.client.post(
            cell.path, data=body, content_type=kind, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 400, cell
