"""Alive, ready, and what is said when it is not: names, and nothing about anybody."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app.factory import create_app
from app.gateways import premises
from app.logs import Lines
from app.store import migrate
from app.usecases import health
from app.usecases.deps import Deps
from tests.building import build
from tests.stage import Clock


def asked(app: Flask) -> tuple[int, list[str]]:
    answer = app.test_client().get("/health/ready")
    told = json.loads(answer.data)
    assert told["ready"] is (answer.status_code == 200)
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, told["failing"]


def test_a_new_deployment_is_alive_and_ready(app: Flask) -> None:
    assert asked(app) == (200, [])
    answer = app.test_client().get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"live": True})
    assert "Set-Cookie" not in answer.headers


def test_work_that_nobody_takes_is_told_after_five_minutes(
    app: Flask, deps: Deps, clock: Clock
) -> None:
    with deps.unit_of_work() as uow:
        uow.system("a job for the test")
        uow.outbox.put("mail", "one", {}, clock.at)
    clock.move(minutes=4, seconds=59)
    assert asked(app) == (200, [])
    clock.move(seconds=1)
    assert asked(app) == (503, ["work"])


def test_work_that_is_tried_and_fails_is_not_counted_against_the_worker(
    app: Flask, deps: Deps, clock: Clock
) -> None:
    with deps.unit_of_work() as uow:
        uow.system("a job for the test")
        uow.outbox.put("mail", "one", {}, clock.at)
    with deps.unit_of_work() as uow:
        uow.system("a lease")
        job = uow.outbox.claim(clock.at, timedelta(seconds=30), frozenset({"mail"}))
        assert job
        uow.outbox.retry(job, "OSError", clock.at + timedelta(minutes=10))
    clock.move(minutes=14, seconds=59)
    assert asked(app) == (200, [])
    clock.move(seconds=1)
    assert asked(app) == (503, ["work"])


def test_another_schema_is_told(app: Flask, deps: Deps) -> None:
    engine = create_engine(deps.settings.database_url)
    with engine.begin() as connection:
        assert migrate.current(connection) == migrate.newest()
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    assert asked(app) == (503, ["schema"])


def test_a_database_that_is_no_database_is_told_and_live_asks_nobody(deps: Deps) -> None:
    app = create_app(deps)
    for path in deps.settings.data_dir.glob("plainpact.db*"):
        path.unlink()
    (deps.settings.data_dir / "plainpact.db").write_bytes(b"not a database" * 99)
    app = create_app(replace(deps, reading=build(deps.settings, deps.now).reading))
    assert asked(app) == (503, ["database"])
    assert app.test_client().get("/health/live").status_code == 200


def test_keys_that_cannot_be_read_are_told(app: Flask, deps: Deps) -> None:
    (deps.settings.keys_dir / "master.key").write_bytes(b"")
    assert asked(app) == (503, ["keys"])
    for path in deps.settings.keys_dir.glob("*.key"):
        path.unlink()
    assert asked(app) == (503, ["keys"])
    assert not premises.has_keys(deps.settings.data_dir / "nowhere")


def test_little_room_is_told(deps: Deps, tmp_path: Path) -> None:
    gone = replace(deps.settings, data_dir=tmp_path / "nowhere")
    assert set(health.failing(replace(deps, settings=gone))) == {"keys", "disk"}


def test_security_txt_says_whom_to_tell(deps: Deps) -> None:
    settings = replace(deps.settings, security_policy="https://plans.example.org/policy")
    answer = create_app(replace(deps, settings=settings)).test_client().get(SECURITY)
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:security@town.example",
        "Expires: 2027-06-30T23:59:59Z",
        "Preferred-Languages: en, zh",
        f"Canonical: {deps.settings.public_base_url}/.well-known/security.txt",
        "Policy: https://plans.example.org/policy",
    ]


def test_each_request_has_its_own_id_until_its_end(
    deps: Deps, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(deps.settings, trust_proxy=True)
    monkeypatch.setattr(caplog.handler, "formatter", Lines())  # one handler hears every test
    lines = []
    for one in (create_app(deps), create_app(replace(deps, settings=settings))):
        with caplog.at_level(logging.INFO), one.test_client() as client:
            client.get("/health/live?q=Word", headers={"X-Request-Id": "proxy-77"})
        logging.getLogger("tests").warning("afterwards")
        lines += [json.loads(line) for line in caplog.text.splitlines()]
        caplog.clear()
    first, after, second, last = lines
    assert first["request"] != "proxy-77" == second["request"]
    assert (first["endpoint"], first["method"], first["status"]) == ("health.live", "GET", 200)
    assert "request" not in after.keys() | last.keys()


SECURITY = "/.well-known/security.txt"


@pytest.mark.parametrize(
    ("contact", "expires"), [("", date(2027, 6, 30)), ("mailto:a@town.example", None)]
)
def test_half_of_it_is_nothing(deps: Deps, contact: str, expires: date | None) -> None:
    settings = replace(deps.settings, security_contact=contact, security_expires=expires)
    app = create_app(replace(deps, settings=settings))
    assert app.test_client().get(SECURITY).status_code == 404
