"""Sessions that were guessed, kept, altered or outlived: the next request finds nobody."""

from __future__ import annotations

from flask import Flask
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.usecases import accounts
from app.usecases.codes import digest
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.stage import Clock, Stage
from tests.web.rights.asking import TOKEN


def at_my(app: Flask, sid: str, name: str = "sid") -> TestResponse:
    client = app.test_client()
    client.set_cookie(name, sid)
    return client.get("/my")


def is_out(answer: TestResponse) -> bool:
    return answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")


def someone(deps: Deps, stage: Stage) -> tuple[Actor, str]:
    part, sid = stage.part("new"), new_id()
    accounts.start(deps, part.borrower.person_id, sid)
    return part.borrower, sid


def test_an_altered_or_renamed_cookie_is_nobodys(app: Flask, deps: Deps, stage: Stage) -> None:
    _, sid = someone(deps, stage)
    assert at_my(app, sid).status_code == 200
    other = "A" if sid[-1] != "A" else "B"
    for wrong in (sid[:-1] + other, sid.swapcase(), sid[:-1], sid + "=", "", "é" * 43, "0" * 43):
        assert is_out(at_my(app, wrong)), wrong
    for name in ("__Host-sid", "session", "SID"):
        assert is_out(at_my(app, sid, name))


def test_signing_out_and_leaving_end_it_for_every_copy(
    app: Flask, deps: Deps, stage: Stage
) -> None:
    for path in ("/sign-out", "/leave"):
        _, sid = someone(deps, stage) if path == "/sign-out" else _again(deps, stage)
        client = app.test_client()
        client.set_cookie("sid", sid)
        found = TOKEN.search(client.get("/my").text)
        assert found
        form = {"csrf_token": found[1]}
        answer = client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303
        assert is_out(at_my(app, sid))


def _again(deps: Deps, stage: Stage) -> tuple[Actor, str]:
    part, sid = stage.part("disputed"), new_id()
    accounts.start(deps, part.borrower.person_id, sid)
    return part.borrower, sid


def test_a_request_in_flight_does_not_bring_it_back(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    _, sid = someone(deps, stage)
    clock.move(minutes=5)
    with deps.unit_of_work() as uow:
        kept = digest(sid)
        uow.system("a session was seen, and is ended meanwhile")
        uow.sessions.end(kept, deps.now())
        uow.sessions.touch(kept, deps.now())
    assert is_out(at_my(app, sid))


def test_a_borrowers_session_ends_when_idle_and_after_eight_hours(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    person, sid = someone(deps, stage)
    clock.move(minutes=16)
    assert is_out(at_my(app, sid))
    sid = new_id()
    accounts.start(deps, person.person_id, sid)
    for _ in range(48):
        clock.move(minutes=10)
        answer = at_my(app, sid)
    assert is_out(answer)


def test_staff_stay_half_an_hour_idle_and_ten_hours_in_all(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    agent, sid = stage.places["UK"].agent, new_id()
    accounts.start(deps, agent.person_id, sid)

    def works() -> bool:
        client = app.test_client()
        client.set_cookie("sid", sid)
        return client.get("/lender").status_code == 200

    for _ in range(20):
        clock.move(minutes=29)
        assert works()
    clock.move(minutes=29)
    assert not works()


def test_ending_everywhere_ends_every_session(app: Flask, deps: Deps, stage: Stage) -> None:
    person, sid = someone(deps, stage)
    with deps.unit_of_work() as uow:
        uow.people.end_everywhere(person.person_id)
        uow.audit.write(None, "test.prepared", "test:sessions", deps.now())
    assert is_out(at_my(app, sid))


def test_authority_ends_with_the_next_request(app: Flask, deps: Deps, stage: Stage) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    sid = new_id()
    accounts.start(deps, part.place.counselor.person_id, sid)
    client = app.test_client()
    client.set_cookie("sid", sid)
    path = f"/cases/{part.case_id}"
    assert client.get(path).status_code == 200
    with deps.unit_of_work() as uow:
        (given,) = uow.consents.authorities(part.borrower.person_id)
        uow.consents.revoke_authority(part.borrower.person_id, given.id, deps.now())
        uow.audit.write(None, "test.prepared", "test:sessions", deps.now())
    assert client.get(path).status_code == 404
    assert part.story.name not in client.get("/counselor").text


def test_a_session_is_kept_as_a_digest_only(deps: Deps, stage: Stage) -> None:
    _, sid = someone(deps, stage)
    with deps.reading() as uow:
        rows = uow.sessions.session.connection().exec_driver_sql("SELECT * FROM session").all()
    assert sid not in repr(rows)
