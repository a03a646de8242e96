"""Passkeys, by a real authenticator in software: what signs in, and all that does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from app.usecases.deps import Deps
from tests.authenticator import PRESENT, Authenticator, Circumstances
from tests.signing_in import by_mail
from tests.stage import Clock, Stage, Visitor

ASK, SIGN_IN = "/sign-in/passkey/ask", "/sign-in/passkey"
MAKE_ASK, MAKE = "/account/security/passkey/ask", "/account/security/passkey"
ELSEWHERE = [
    Circumstances(origin="http://evil.example"),
    Circumstances(origin="http://127.0.0.1:8001"),
    Circumstances(host="evil.example"),
    Circumstances(flags=PRESENT),
    Circumstances(flags=0),
]


def asked(browser: Visitor, path: str = ASK) -> dict[str, object]:
    answer = browser.post(path)
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.text)
    return found


def made(browser: Visitor) -> Authenticator:
    key = Authenticator()
    form = {"answer": key.make(asked(browser, MAKE_ASK)), "name": "My laptop"}
    answer = browser.post(MAKE, form)
    assert answer.status_code == 303, answer.text
    return key


def come(browser: Visitor, answer: str) -> int:
    return browser.post(SIGN_IN, {"answer": answer}).status_code


@pytest.fixture
def key(app: Flask, deps: Deps, stage: Stage) -> Authenticator:
    """The passkey of an agent."""
    browser, _ = by_mail(app, deps, stage.places["UK"].agent)
    made_now = made(browser)
    assert browser.get("/lender").status_code == 200
    return made_now


def rows(deps: Deps, stage: Stage) -> list[str]:
    with deps.reading() as uow:
        entries = uow.audit.of(f"person:{stage.places['UK'].agent.person_id}")
        return [entry.action for entry in entries]


def test_a_passkey_alone_signs_staff_in(
    app: Flask, deps: Deps, stage: Stage, key: Authenticator
) -> None:
    browser = Visitor.open(app, deps)
    before = browser.client.get_cookie("sid")
    answer = browser.post(SIGN_IN, {"answer": key.show(asked(browser))})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lender")
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    after = browser.client.get_cookie("sid")
    assert before
    assert after
    assert before.value != after.value
    assert browser.get("/lender").status_code == 200
    assert "account.signed-in-by-passkey" in rows(deps, stage)


def test_a_passkey_made_or_shown_elsewhere_or_without_its_person_is_refused(
    app: Flask, deps: Deps, stage: Stage, key: Authenticator
) -> None:
    browser, _ = by_mail(app, deps, stage.places["UK"].supervisor)
    for where in ELSEWHERE:
        form = {"answer": Authenticator().make(asked(browser, MAKE_ASK), where), "name": "x"}
        assert browser.post(MAKE, form).status_code == 422, where
        stranger = Visitor.open(app, deps)
        assert come(stranger, key.show(asked(stranger), where)) == 422, where
        assert stranger.get("/lender").status_code == 303
    assert browser.get("/lender").headers["Location"] == "/sign-in/second"


def test_each_question_is_answered_once_soon_and_in_its_own_browser(
    app: Flask, deps: Deps, clock: Clock, key: Authenticator
) -> None:
    browser, other = Visitor.open(app, deps), Visitor.open(app, deps)
    answer = key.show(asked(browser))
    asked(other)
    assert come(other, answer) == 422
    assert come(browser, answer) == 303
    assert come(Visitor.open(app, deps), answer) == 422
    clock.move(minutes=6)
    late = Visitor.open(app, deps)
    answer = key.show(asked(late))
    clock.move(minutes=5)
    assert come(late, answer) == 422
    assert come(late, key.show({**asked(late), "challenge": "bm90IG91cnM"})) == 422


def test_the_same_answer_twice_in_one_browser_is_refused(
    app: Flask, deps: Deps, key: Authenticator
) -> None:
    browser = Visitor.open(app, deps)
    sid = browser.client.get_cookie("sid")
    assert sid
    answer = key.show(asked(browser))
    assert come(browser, answer) == 303
    again = Visitor(app.test_client())
    again.client.set_cookie("sid", sid.value)
    assert come(again, answer) == 422


def test_a_copied_passkey_is_refused_and_written_down(
    app: Flask, deps: Deps, stage: Stage, key: Authenticator
) -> None:
    copy = key.copy()
    browser = Visitor.open(app, deps)
    assert come(browser, key.show(asked(browser))) == 303
    thief = Visitor.open(app, deps)
    assert come(thief, copy.show(asked(thief))) == 422
    assert thief.get("/lender").status_code == 303
    assert rows(deps, stage).count("account.passkey-copied") == 1


def test_passkeys_that_never_count_work_each_time(app: Flask, deps: Deps, stage: Stage) -> None:
    browser, _ = by_mail(app, deps, stage.places["UK"].agent)
    key = Authenticator(count=None)
    form = {"answer": key.make(asked(browser, MAKE_ASK)), "name": "A phone"}
    assert browser.post(MAKE, form).status_code == 303
    for _ in range(2):
        browser = Visitor.open(app, deps)
        assert come(browser, key.show(asked(browser))) == 303


def test_other_keys_owners_and_shapes_are_refused(
    app: Flask, deps: Deps, key: Authenticator
) -> None:
    browser = Visitor.open(app, deps)
    impostor = replace(Authenticator(), id=key.id, owner=key.owner)
    assert come(browser, impostor.show(asked(browser))) == 422
    assert come(browser, replace(key, owner=b"0" * 16).show(asked(browser))) == 422
    right = json.loads(key.show(asked(browser)))
    broken = [
        "",
        "{}",
        "[]",
        "null",
        "x" * 20_000,
        "[" * 5_000,
        json.dumps({**right, "id": "AAAA"}),
        json.dumps({**right, "response": {}}),
        json.dumps({**right, "response": {**right["response"], "signature": "AAAA"}}),
        json.dumps({**right, "response": {**right["response"], "authenticatorData": "AAAA"}}),
        json.dumps({**right, "response": {**right["response"], "clientDataJSON": "e30"}}),
    ]
    other = Visitor.open(app, deps)
    found = [come(browser if n < 8 else other, one) for n, one in enumerate(broken)]
    assert set(found) <= {422, 429}
    assert browser.get("/lender").status_code == 303


def test_one_authenticator_is_kept_once_and_nobody_takes_anothers(
    app: Flask, deps: Deps, stage: Stage, key: Authenticator
) -> None:
    browser, _ = by_mail(app, deps, stage.places["UK"].supervisor)
    form = {"answer": key.copy().make(asked(browser, MAKE_ASK)), "name": "Mine now"}
    assert browser.post(MAKE, form).status_code == 422


def test_who_works_nowhere_any_more_signs_in_without_a_passkey_only(
    app: Flask, deps: Deps, stage: Stage, clock: Clock, key: Authenticator
) -> None:
    agent = stage.places["UK"].agent
    clock.move(seconds=1)
    with deps.unit_of_work() as uow:
        uow.organisations.remove_member(stage.places["UK"].lender, agent.person_id, deps.now())
        uow.audit.write(None, "test.prepared", "test:account", deps.now())
    browser = Visitor.open(app, deps)
    assert come(browser, key.show(asked(browser))) == 422
    browser, answer = by_mail(app, deps, agent)
    assert answer.headers["Location"] == "/my"
