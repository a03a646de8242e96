from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from app.jobs.runner import LEASE, Runner
from app.store.outbox import Job
from app.store.work_tables import OutboxRow
from tests.databases import Database, a_database
from tests.factories import NOON
from tests.jobs.test_runner import sleep_until

RECOVERY = timedelta(seconds=20)
LONGEST_JOB = timedelta(seconds=10)
MAIL = frozenset({"mail"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = a_database(tmp_path / "jobs.db")
    yield made
    made.close()


def put(database: Database, key: str, at: datetime = NOON) -> None:
    with database.work() as uow:
        uow.system("an effect")
        uow.outbox.put("mail", key, {}, at)


def claim(database: Database, at: datetime) -> Job | None:
    with database.work() as uow:
        uow.system("a lease")
        return uow.outbox.claim(at, LEASE, MAIL)


def test_a_killed_workers_job_is_done_again_within_twenty_seconds() -> None:
    assert LEASE + LONGEST_JOB <= RECOVERY


def test_what_ends_its_worker_again_and_again_leaves_the_next_ones_to_other_work(
    database: Database,
) -> None:
    put(database, "deadly")
    at, last = NOON, NOON
    pauses: list[int] = []
    while len(pauses) < 12:
        at += timedelta(seconds=10)
        if claim(database, at):
            pauses.append(int((at - last).total_seconds()))
            last = at
    assert pauses == [10, *[10] * 8, 40, 130, 520]

    put(database, "letter", at)
    taken = claim(database, at + LEASE)
    assert taken is not None
    assert taken.key == "letter"


def test_a_job_that_outlasts_its_lease_stays_with_its_worker(database: Database) -> None:
    put(database, "seal")
    at, begun, go_on = [NOON], Event(), Event()

    def seal(_payload: Mapping[str, Any]) -> None:
        begun.set()
        go_on.wait(10)

    runner = Runner(database.work, {"mail": seal}, lambda: at[0], 0.01, look_seconds=0.02)
    thread = runner.start()
    assert begun.wait(10)
    at[0] = NOON + LEASE - timedelta(seconds=1)
    sleep_until(lambda: leased_until(database) == at[0] + LEASE)
    assert claim(database, NOON + LEASE) is None
    runner.stop()
    go_on.set()
    thread.join(10)
    assert claim(database, NOON + timedelta(days=1)) is None


def test_nobody_holds_what_another_has_taken_or_what_waits_for_longer(database: Database) -> None:
    put(database, "seal")
    first, second = claim(database, NOON), claim(database, NOON + LEASE)
    assert first is not None
    assert second is not None
    later = NOON + timedelta(hours=1)
    with database.work() as uow:
        uow.system("leases")
        uow.outbox.hold(first, later)
        uow.outbox.hold(second, NOON + LEASE)
    assert leased_until(database) == NOON + LEASE + LEASE
    with database.work() as uow:
        uow.system("leases")
        uow.outbox.hold(second, later)
    assert leased_until(database) == later


def leased_until(database: Database) -> datetime | None:
    with database.engine.connect() as connection:
        return connection.execute(select(OutboxRow.lease_until)).scalar_one()
