"""Staff between the mail and the second step: nothing is theirs yet but that step."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, UUIDConverter

from app.core.access import RULES
from app.usecases.deps import Deps
from tests.signing_in import by_mail, enrolled, shown
from tests.stage import Clock, Stage, Visitor

SECOND, ENROL = "/sign-in/second", "/account/security"


@pytest.fixture
def halfway(app: Flask, deps: Deps, stage: Stage) -> Visitor:
    browser, answer = by_mail(app, deps, stage.places["UK"].supervisor)
    assert answer.headers["Location"] == SECOND
    return browser


def guarded(app: Flask) -> list[tuple[str, str]]:
    """Method and path of every route that is not open before the second step."""
    adapter, found = app.url_map.bind("127.0.0.1"), []
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], "allows", None)
        if action is None or RULES[action].halfway:
            continue
        values = {name: _any(rule._converters[name]) for name in rule.arguments}
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        found.append((method, adapter.build(rule.endpoint, values)))
    return found


def _any(converter: BaseConverter) -> object:
    match converter:
        case AnyConverter():
            return min(converter.items)
        case UUIDConverter():
            return UUID(int=1)
        case IntegerConverter():
            return 1
        case _:
            return "0" * 64


def test_before_the_second_step_no_route_is_open(app: Flask, halfway: Visitor) -> None:
    token, asked = halfway.token("/guide"), guarded(app)
    assert len(asked) > 100
    for method, path in asked:
        form = {"csrf_token": token} if method == "POST" else None
        answer = halfway.client.open(
            path, method=method, data=form, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert (answer.status_code, answer.headers.get("Location")) == (303, SECOND), path


def test_public_pages_know_nobody_before_the_second_step(
    halfway: Visitor, stage: Stage, deps: Deps
) -> None:
    with deps.reading() as uow:
        person = uow.people.find(stage.places["UK"].supervisor.person_id)
    assert person
    page = halfway.get("/guide").text
    assert person.name not in page
    assert "/lender" not in page
    assert halfway.post("/sign-out", token_from="/guide").headers["Location"] == "/"
    assert halfway.get(ENROL).headers["Location"].startswith("/sign-in")


def test_whoever_has_no_factor_makes_one_before_anything_else(
    halfway: Visitor, clock: Clock, deps: Deps
) -> None:
    assert halfway.get(SECOND).headers["Location"] == ENROL
    page = halfway.soup(ENROL)
    assert page.h1
    assert page.h1.text == "Make your sign-in safe"
    before = halfway.client.get_cookie("sid")
    enrolled(halfway, clock)
    after = halfway.client.get_cookie("sid")
    assert before
    assert after
    assert before.value != after.value
    assert halfway.get("/lender").status_code == 200
    with deps.reading() as uow:
        assert "secret" not in str(
            uow.factors.connection.exec_driver_sql("SELECT * FROM totp").mappings().one()["secret"]
        )


def test_the_next_sign_in_takes_the_next_code_and_no_used_one(
    app: Flask, deps: Deps, stage: Stage, clock: Clock, halfway: Visitor
) -> None:
    secret = enrolled(halfway, clock)
    used = shown(secret, clock)
    clock.move(seconds=1)
    browser, _ = by_mail(app, deps, stage.places["UK"].supervisor)
    assert browser.get(SECOND).status_code == 200
    assert browser.get(ENROL).headers["Location"] == SECOND
    assert browser.post("/account/security/app").status_code == 403
    wide = used.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    for spelling in (used, f"{used[:3]} {used[3:]}", f" {used}", f"{used}\n", wide, "+" + used):
        assert browser.post(SECOND, {"code": spelling}).status_code == 422, spelling
    clock.move(seconds=30)
    assert browser.post(SECOND, {"code": used}).status_code == 422
    assert browser.get("/lender").headers["Location"] == SECOND
    answer = browser.post(SECOND, {"code": shown(secret, clock)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lender")
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]


def test_codes_of_an_app_are_limited(
    app: Flask, deps: Deps, stage: Stage, clock: Clock, halfway: Visitor
) -> None:
    secret = enrolled(halfway, clock)
    clock.move(minutes=1)
    browser, _ = by_mail(app, deps, stage.places["UK"].supervisor)
    right = shown(secret, clock)
    wrong = "000000" if right != "000000" else "111111"
    answers = [browser.post(SECOND, {"code": wrong}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    refused = browser.post(SECOND, {"code": right})
    assert (refused.status_code, refused.headers.get("Location")) == (429, None)


def test_a_borrower_needs_no_second_step(app: Flask, deps: Deps, stage: Stage) -> None:
    part = stage.part("new")
    browser, answer = by_mail(app, deps, part.borrower)
    assert answer.headers["Location"] == "/my"
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "no password" in browser.get(ENROL).text
    assert browser.post("/account/security/app").status_code == 403


def test_a_session_before_the_second_step_stays_halfway_for_whoever_joins_later(
    app: Flask, deps: Deps, stage: Stage
) -> None:
    part = stage.part("new")
    browser, _ = by_mail(app, deps, part.borrower)
    with deps.unit_of_work() as uow:
        uow.organisations.add_member(
            part.place.lender, part.borrower.person_id, "agent", deps.now()
        )
        uow.people.end_everywhere(part.borrower.person_id)
        uow.audit.write(None, "test.prepared", "test:account", deps.now())
    assert browser.get("/lender").headers["Location"].split("?")[0] == "/sign-in"


def test_a_link_from_elsewhere_does_not_sign_staff_out(
    app: Flask, clock: Clock, halfway: Visitor
) -> None:
    enrolled(halfway, clock)
    sid = halfway.client.get_cookie("sid")
    assert sid
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    arriving = app.test_client()
    arriving.set_cookie("here", "1")  # all that comes along: the other is Strict
    answer = arriving.get("/lender", headers=elsewhere)
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "0")
    assert "Set-Cookie" not in answer.headers
    assert 'href="http://127.0.0.1:8000/lender' in answer.text
    arriving.set_cookie("sid", sid.value)
    assert arriving.get("/lender", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    stranger = app.test_client()
    assert "Refresh" not in stranger.get("/", headers=elsewhere).headers
    halfway.post("/sign-out")
    assert halfway.client.get_cookie("here") is None


def test_f_021_who_came_in_by_a_factor_goes_with_it(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    """A telephone is lost: its app is removed from another browser, which stays signed in."""
    agent = stage.places["UK"].agent
    mine, _ = by_mail(app, deps, agent)
    lost = enrolled(mine, clock)
    with deps.reading() as uow:
        (factor,) = uow.factors.of_person(agent.person_id)
    clock.move(seconds=61)
    finder, _ = by_mail(app, deps, agent)
    assert finder.post("/sign-in/second", {"code": shown(lost, clock)}).status_code == 303
    assert finder.get("/lender").status_code == 200
    enrolled(mine, clock)
    assert mine.post("/account/security/remove", {"factor": str(factor.id)}).status_code == 303
    assert finder.get("/lender").status_code == 303
    assert mine.get("/lender").status_code == 200
