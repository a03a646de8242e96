"""A second check before what counts the most: nothing is lost by being asked."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.core.access import RULES, Action
from app.usecases.deps import Deps
from app.web.fresh import typed
from tests.authenticator import Authenticator
from tests.signing_in import CODE, address_of, by_mail, enrolled, newest_mail, shown
from tests.stage import Clock, Stage, Visitor

TEAM, INVITE = "/team", "/team/invite"
TYPED = {"email": "new.colleague@staff.example", "role": "agent"}


@pytest.fixture
def admin(app: Flask, deps: Deps, stage: Stage, clock: Clock) -> tuple[Visitor, str]:
    """An admin whose last check is six minutes old, and the secret of their app."""
    browser, _ = by_mail(app, deps, stage.places["UK"].admin)
    secret = enrolled(browser, clock)
    clock.move(minutes=6)
    return browser, secret


def carried(page: str, action: str) -> dict[str, str]:
    form = BeautifulSoup(page, "html.parser").find("form", action=action)
    assert form
    found = {str(i["name"]): str(i.get("value") or "") for i in form.find_all("input")}
    return {name: value for name, value in found.items() if name != "csrf_token"}


def test_a_form_that_is_refused_is_kept_and_sent_again(
    admin: tuple[Visitor, str], clock: Clock
) -> None:
    browser, secret = admin
    assert browser.get(TEAM).status_code == 200
    refused = browser.post(INVITE, TYPED)
    assert refused.status_code == 403
    assert "nothing is lost" in refused.text
    assert TYPED["email"] not in browser.get(TEAM).text
    sent = carried(refused.text, "/confirm") | {"code": shown(secret, clock)}
    before = browser.client.get_cookie("sid")
    confirmed = browser.post("/confirm", sent)
    after = browser.client.get_cookie("sid")
    assert before
    assert after
    assert before.value != after.value
    assert "SameSite=Strict" in confirmed.headers["Set-Cookie"]
    again = carried(confirmed.text, INVITE)
    assert again == TYPED
    assert browser.post(INVITE, again).status_code == 303
    assert TYPED["email"] in browser.get(TEAM).text


def test_a_check_is_young_for_five_minutes(admin: tuple[Visitor, str], clock: Clock) -> None:
    browser, secret = admin
    assert browser.post("/confirm", {"code": shown(secret, clock)}).status_code == 303
    clock.move(minutes=5)
    assert browser.post(INVITE, TYPED).status_code == 303
    clock.move(seconds=1)
    assert browser.post(INVITE, TYPED).status_code == 403


def test_wrong_and_used_codes_and_others_passkeys_do_not_confirm(
    app: Flask, deps: Deps, stage: Stage, admin: tuple[Visitor, str], clock: Clock
) -> None:
    browser, secret = admin
    other, _ = by_mail(app, deps, stage.places["UK"].agent)
    key = Authenticator()
    options = json.loads(other.post("/account/security/passkey/ask").text)
    form = {"answer": key.make(options), "name": "Theirs"}
    assert other.post("/account/security/passkey", form).status_code == 303
    asked = json.loads(browser.post("/sign-in/passkey/ask").text)
    for wrong in ({}, {"code": "12345"}, {"code": "１２３４５６"}, {"answer": key.show(asked)}):
        assert browser.post("/confirm", wrong).status_code == 422, wrong
    right = {"code": shown(secret, clock)}
    assert browser.post("/confirm", right).status_code == 303
    assert browser.post("/confirm", right).status_code == 422
    clock.move(minutes=6)
    assert browser.post(INVITE, TYPED).status_code == 403


def test_one_may_confirm_with_a_passkey(app: Flask, deps: Deps, stage: Stage, clock: Clock) -> None:
    browser, _ = by_mail(app, deps, stage.places["UK"].admin)
    key = Authenticator()
    options = json.loads(browser.post("/account/security/passkey/ask").text)
    form = {"answer": key.make(options), "name": "Mine"}
    assert browser.post("/account/security/passkey", form).status_code == 303
    clock.move(minutes=6)
    assert browser.post(INVITE, TYPED).status_code == 403
    answer = key.show(json.loads(browser.post("/sign-in/passkey/ask").text))
    assert browser.post("/confirm", {"answer": answer}).status_code == 303
    assert browser.post(INVITE, TYPED).status_code == 303


def test_the_way_back_is_the_name_of_a_route_and_never_an_address(
    admin: tuple[Visitor, str], clock: Clock
) -> None:
    browser, secret = admin
    for to in ("https://evil.example", "//evil.example", "/team", "lender.queue", "static", ""):
        page = browser.get("/confirm?to=" + to)
        assert page.status_code == 200
        clock.move(seconds=60)
        sent = {"code": shown(secret, clock), "to": to, "of": "x"}
        answer = browser.post("/confirm", sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/lender"), to
    for kept in ("{", "{}", "[1]", '[["a", 1]]', '[["a"]]', '["ab", ["a", {}]]'):
        answer = browser.post("/confirm", {"code": "1", "kept": kept, "to": "account.team.invite"})
        assert answer.status_code in (400, 422), kept
    assert typed('[["a", "b"]]') == (("a", "b"),)


def test_every_route_that_asks_for_a_young_check_refuses_an_old_one(
    app: Flask, admin: tuple[Visitor, str]
) -> None:
    browser, _ = admin
    token = browser.token("/guide")
    allowed = (Action.CHANGE_TEAM, Action.CHANGE_SECURITY, Action.ENROL, Action.PUBLISH_POLICY)
    found = 0
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], "allows", None)
        if action not in allowed or rule.arguments:
            continue
        assert RULES[action].fresh
        answer = browser.client.post(
            rule.rule, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 403, rule
        assert "nothing is lost" in answer.text
        found += 1
    assert found > 8


def test_a_borrower_confirms_with_a_code_that_is_mailed_anew(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    part = stage.part("new")
    browser, _ = by_mail(app, deps, part.borrower)
    clock.move(seconds=1)
    other, _ = by_mail(app, deps, part.borrower)
    assert other.get("/my").status_code == 200
    clock.move(minutes=6)
    to = address_of(deps, part.borrower)
    assert browser.post("/confirm/mail").status_code == 200
    code = CODE.search(newest_mail(deps, to, "where you asked for it"))
    assert code
    assert other.post("/confirm", {"code": code[1]}).status_code == 422
    before = browser.client.get_cookie("sid")
    assert browser.post("/confirm", {"code": code[1]}).headers["Location"] == "/my"
    after = browser.client.get_cookie("sid")
    assert before != after
    assert browser.post("/confirm", {"code": code[1]}).status_code == 422
    assert browser.post("/sign-in/code", {"code": code[1]}).status_code == 410
