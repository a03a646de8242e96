"""Fields nobody asked for, answers given twice, bodies too large or of another kind: every route.

Posts of another site are class A08 of the attack catalogue.
"""

from __future__ import annotations

import pytest
from flask import Flask

from app.usecases.deps import Deps
from app.web import security
from tests.attacks.unsafe import ALWAYS_WORKS, actor_for, audit_length, browsers_of, unsafe
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import Browser

TAKES_FILES = {
    "borrower.exhibits.add",
    "borrower.exhibits.add_newer",
    "lender.imports.upload",
    "verify.check",
}
TAKES_DRAWINGS = {"agreement.signing.act"}
SEVERAL = {("borrower.doubts.ask_proof", "wanted")}
"""Where several answers may be given: what is not in the list is refused on the page."""


@pytest.fixture
def browsers(town_app: Flask, town_deps: Deps, town: Town) -> dict[str, Browser]:
    return browsers_of(town_app, town_deps, town)


def test_a_token_in_the_address_or_a_bearer_word_is_no_token(
    browsers: dict[str, Browser], town: Town
) -> None:
    owner = browsers["owner"]
    path = f"/cases/{town.cases['a']}/ask-help"
    for headers in ({"Authorization": "Bearer abc"}, {"X-HTTP-Method-Override": "POST"}):
        answer = owner.client.post(f"{path}?csrf_token={owner.token}", headers=headers)
        assert answer.status_code == 403
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
        assert answer.status_code == 403, cell
