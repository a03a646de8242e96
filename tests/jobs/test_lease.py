from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.jobs.runner import LEASE
from app.store.outbox import Job
from tests.databases import Database, a_database
from tests.factories import NOON

RECOVERY = timedelta(seconds=60)
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


def test_a_killed_workers_job_is_done_again_within_a_minute() -> None:
    assert LEASE + LONGEST_JOB <= RECOVERY


def test_what_ends_its_worker_again_and_again_leaves_the_next_ones_to_other_work(
    database: Database,
) -> None:
    put(database, "deadly")
    at, last = NOON, NOON
    pauses: list[int] = []
    while len(pauses) < 7:
        at += timedelta(seconds=10)
        if claim(database, at):
            pauses.append(int((at - last).total_seconds()))
            last = at
    assert pauses == [10, 30, 30, 30, 120, 480, 600]

    put(database, "letter", at)
    taken = claim(database, at + LEASE)
    assert taken is not None
    assert taken.key == "letter"
