"""Sessions of staff, what rights end with, and how a session is kept: A07 has all the rest."""

from __future__ import annotations

from flask import Flask

from app.core.access import Actor
from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.stage import Clock, Stage


def someone(deps: Deps, stage: Stage) -> tuple[Actor, str]:
    part, sid = stage.part("new"), new_id()
    accounts.start(deps, part.borrower.person_id, sid)
    return part.borrower, sid


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
        rows = uow.sessions.connection.exec_driver_sql("SELECT * FROM session").all()
    assert sid not in repr(rows)
