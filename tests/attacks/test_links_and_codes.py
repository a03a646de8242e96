"""Links and codes: how often they are given and tried, and what coming in ends.

Where they work, when and how often once is in the catalogue: classes A01 to A05, A09 and A38.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.usecases import accounts, throttle
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.attacks.door import ADDRESS, NOBODY, Door
from tests.stage import Clock, Stage


@pytest.fixture
def door(app: Flask, deps: Deps, stage: Stage, clock: Clock) -> Door:
    """A person with an address and nothing else: an invitation waits."""
    stage.part("new")
    return Door(app, deps, clock, stage)


def at(door: Door, network: str) -> FlaskClient:
    client = door.app.test_client()
    client.environ_base["REMOTE_ADDR"] = network
    return client


def status(door: Door, client: FlaskClient, path: str, **form: str) -> int:
    return door.post(client, path, **form).status_code


def test_a_code_dies_after_five_wrong_ones(door: Door) -> None:
    client, _, code = door.asked()
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(5):
        assert status(door, client, "/sign-in/code", code=wrong) == 422
    over = door.post(client, "/sign-in/code", code=code)
    assert over.status_code == 410
    assert "That code does not work any more" in over.text
    assert not door.has_session(client)


def test_an_account_has_fifteen_codes_an_hour_from_everywhere(door: Door) -> None:
    """Whether there is an account or not; and a link still works."""
    for email in (ADDRESS, NOBODY):
        tried: list[int] = []
        for number in range(4):
            client = at(door, f"203.0.113.{number}")
            assert status(door, client, "/sign-in", email=email) == 303
            door.mails()
            door.clock.move(seconds=1)
            tried += [status(door, client, "/sign-in/code", code="00000000") for _ in range(5)]
        assert tried == [422] * 15 + [429] * 5
        if email == ADDRESS:
            link = door.sent("/sign-in/link")[0][0]
            assert status(door, client, link) == 303


@pytest.mark.parametrize("email", [ADDRESS, NOBODY])
def test_links_are_limited_alike_for_everybody(door: Door, email: str) -> None:
    """Three an hour for an address in one network, ten a day from everywhere."""

    def ask(network: str = "203.0.113.1") -> int:
        return status(door, at(door, network), "/sign-in", email=email)

    assert [ask() for _ in range(4)] == [303, 303, 303, 429]
    assert ask("203.0.113.2") == 303  # a partner at home keeps nobody out elsewhere
    for _ in range(6):
        door.clock.move(hours=1, seconds=1)
        assert ask() == 303
    door.clock.move(hours=1, seconds=1)
    assert ask() == 429
    door.clock.move(hours=17)
    assert ask() == 303


def test_a_charity_signs_many_in_and_a_crowd_is_stopped(door: Door) -> None:
    def ask(number: int, network: str) -> int:
        email = f"client-{number}@people.example"
        return status(door, at(door, network), "/sign-in", email=email)

    assert {ask(n % 30, f"2001:db8:1:2::{n:x}") for n in range(60)} == {303}
    stopped = door.post(at(door, "2001:db8:1:2::ff"), "/sign-in", email=ADDRESS)
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "3600")
    assert ask(99, "2001:db8:1:3::1") == 303


def test_a_header_that_anybody_may_send_is_no_network(door: Door) -> None:
    answers = []
    for number in range(4):
        client = at(door, "203.0.113.1")
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        answers.append(status(door, client, "/sign-in", email=ADDRESS))
    assert answers == [303, 303, 303, 429]


def test_codes_of_letters_are_tried_so_often_by_one_network(door: Door) -> None:
    _, code = door.sent("/arrive")[0]
    most = throttle.LIMITS["arrival.network"].most
    wrong = {status(door, at(door, "203.0.113.1"), "/arrive", code="A" * 12) for _ in range(most)}
    assert wrong == {422}
    assert status(door, at(door, "203.0.113.1"), "/arrive", code=code) == 429
    assert status(door, at(door, "203.0.113.2"), "/arrive", code=code) == 303


def test_programs_are_told_when_to_come_again(door: Door) -> None:
    most = throttle.LIMITS["api.network"].most
    client = at(door, "203.0.113.1")
    for _ in range(most):
        throttle.count(door.deps, "api.network", "203.0.113.1")
    answer = client.post("/api/v1/assessments", json={})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert b"too_often" in answer.data


def test_where_tries_cannot_be_counted_nobody_comes_in(door: Door) -> None:
    client, _, code = door.asked()
    with closing(sqlite3.connect(door.deps.settings.data_dir / "plainpact.db")) as file:
        file.execute("DROP TABLE throttle")
    for path, form in (
        ("/sign-in", {"email": ADDRESS}),
        ("/sign-in/code", {"code": code}),
        ("/arrive", {"code": "A" * 12}),
    ):
        assert status(door, client, path, **form) == 503, path
    assert not door.has_session(client)


def test_an_invitation_works_once_by_link_or_by_code(door: Door) -> None:
    """Typed with spaces or dashes, in small letters or capitals, as it stands in a letter."""
    link, code = door.sent("/arrive")[0]
    client = door.app.test_client()
    came = door.post(client, "/arrive", code=f" {code.lower().replace('-', ' ')} ")
    assert came.status_code == 303
    assert client.get(came.headers["Location"]).status_code == 200
    noted = door.reused()
    assert status(door, door.app.test_client(), link) == 410
    assert status(door, door.app.test_client(), "/arrive", code=code) == 422
    assert door.reused() == noted + 2


def test_coming_in_ends_what_this_browser_was_before(door: Door) -> None:
    agent = door.stage.places["UK"].agent
    fixed = new_id()  # known to somebody else before
    accounts.start(door.deps, agent.person_id, fixed)
    client = door.stranger(fixed)
    assert client.get("/lender").status_code == 200
    # The session idles while the next link is waited for: it is ended before that.
    door.clock.move(minutes=1)
    assert status(door, client, "/sign-in", email=ADDRESS) == 303
    link = door.sent("/sign-in/link")[0][0]
    assert status(door, client, link) == 303
    assert door.has_session(client) not in ([], [fixed])
    assert door.stranger(fixed).get("/lender").status_code == 303


@pytest.mark.parametrize("wanted", ["https://evil.test/", "//evil.test", "/\\evil.test"])
def test_the_other_language_leads_to_no_foreign_page(door: Door, wanted: str) -> None:
    client = door.app.test_client()
    answer = door.post(client, "/language", lang="en", back=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_f_022_a_found_letter_takes_nothing_away(door: Door) -> None:
    """Weeks old and somebody else's: what needs a young check asks for a code by mail first."""
    link, _ = door.sent("/arrive")[0]
    door.clock.move(days=20)
    client = door.app.test_client()
    assert status(door, client, link) == 303
    for path in ("/account/data/own-data.json", "/account/data/delete"):
        asked = client.get(path)
        assert (asked.status_code, asked.location.partition("?")[0]) == (303, "/confirm"), path
