from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text

from app.jobs.runner import LEASE, Runner, pause
from app.store.errors import LeaseLost
from app.store.unit_of_work import UnitOfWork
from tests.databases import Database, a_database
from tests.factories import NOON

MAIL = frozenset({"mail"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = a_database(tmp_path / "jobs.db")
    yield made
    made.close()


@dataclass(slots=True)
class Notes:
    """What a handler was given, and how often it still fails."""

    seen: list[Mapping[str, Any]] = field(default_factory=list)
    failures: int = 0

    def handle(self, payload: Mapping[str, Any]) -> None:
        self.seen.append(payload)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("amina@example.org could not be reached")


def sleep_until(holds: Callable[[], bool], longest_s: float = 5.0) -> None:
    end = monotonic() + longest_s
    while not holds():
        assert monotonic() < end
        sleep(0.01)


def put(database: Database, key: str, at: datetime = NOON, kind: str = "mail") -> bool:
    with database.work() as uow:
        uow.system("an effect")
        return uow.outbox.put(kind, key, {"to": key}, at)


def a_runner(database: Database, handler: Callable[[Mapping[str, Any]], None]) -> Runner:
    return Runner(database.work, {"mail": handler}, lambda: NOON, idle_seconds=0.01)


def test_effects_happen_in_the_order_they_are_due(database: Database) -> None:
    put(database, "second", NOON + timedelta(seconds=1))
    put(database, "first")
    put(database, "not yet", NOON + timedelta(hours=1))
    notes = Notes()
    done = a_runner(database, notes.handle).drain(NOON + timedelta(minutes=1))
    assert done == 2
    assert [seen["to"] for seen in notes.seen] == ["first", "second"]


def test_one_key_is_one_effect_for_ever(database: Database) -> None:
    notes = Notes()
    runner = a_runner(database, notes.handle)
    assert put(database, "sealed:1")
    assert not put(database, "sealed:1")
    runner.drain()
    assert not put(database, "sealed:1")
    runner.drain()
    assert len(notes.seen) == 1


def test_a_failing_effect_is_tried_again_until_it_works(database: Database) -> None:
    put(database, "letter")
    notes = Notes(failures=3)
    runner = a_runner(database, notes.handle)
    at, tries = NOON, 0
    while len(notes.seen) < 4:
        tries += runner.run_once(at)
        at += timedelta(seconds=1)
    assert tries == 4
    assert at - NOON == timedelta(seconds=2 + 4 + 8 + 1)
    assert not runner.run_once(at + timedelta(days=1))


def test_a_failing_effect_does_not_hold_up_the_others(database: Database) -> None:
    put(database, "broken")
    put(database, "fine", NOON + timedelta(milliseconds=1))
    notes = Notes(failures=1)
    a_runner(database, notes.handle).drain(NOON + timedelta(seconds=1))
    assert [seen["to"] for seen in notes.seen] == ["broken", "fine"]


def test_an_effect_that_cannot_be_read_does_not_hold_up_the_others(database: Database) -> None:
    put(database, "broken")
    put(database, "fine", NOON + timedelta(milliseconds=1))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET payload = 'v1|x|y|z' WHERE key = 'broken'"))
    notes = Notes()
    a_runner(database, notes.handle).drain(NOON + timedelta(seconds=1))
    assert [seen["to"] for seen in notes.seen] == ["fine"]


def test_the_pause_doubles_up_to_ten_minutes() -> None:
    assert [pause(n).total_seconds() for n in (1, 2, 3, 9, 10, 1_000)] == [2, 4, 8, 512, 600, 600]


def test_a_fault_is_noted_without_the_words_it_came_with(database: Database) -> None:
    put(database, "letter")
    a_runner(database, Notes(failures=1).handle).run_once(NOON)
    with database.engine.begin() as connection:
        noted = connection.execute(text("SELECT last_error FROM outbox")).scalar_one()
    assert noted.startswith("ConnectionError test_runner.py:")
    assert "amina" not in noted


def test_a_claimed_effect_is_nobody_elses_until_the_lease_ends(database: Database) -> None:
    put(database, "letter")
    with database.work() as uow:
        uow.system("a lease")
        first = uow.outbox.claim(NOON, LEASE, MAIL)
        assert uow.outbox.claim(NOON + LEASE - timedelta(seconds=1), LEASE, MAIL) is None
        second = uow.outbox.claim(NOON + LEASE, LEASE, MAIL)
    assert first is not None
    assert second is not None
    assert (first.id, second.token, second.attempts) == (second.id, first.token + 1, 2)


def test_a_worker_that_was_overtaken_cannot_finish_or_postpone(database: Database) -> None:
    put(database, "letter")
    with database.work() as uow:
        uow.system("two workers")
        slow = uow.outbox.claim(NOON, LEASE, MAIL)
        quick = uow.outbox.claim(NOON + LEASE, LEASE, MAIL)
        assert slow is not None
        assert quick is not None
        with pytest.raises(LeaseLost):
            uow.outbox.finish(slow, NOON)
        with pytest.raises(LeaseLost):
            uow.outbox.retry(slow, "late", NOON)
        uow.outbox.finish(quick, NOON)
        with pytest.raises(LeaseLost):
            uow.outbox.finish(quick, NOON)
        with pytest.raises(LeaseLost):
            uow.outbox.payload(quick)


def test_a_worker_killed_in_the_middle_loses_nothing(database: Database) -> None:
    put(database, "letter")
    with database.work() as uow:
        uow.system("claimed, then killed")
        uow.outbox.claim(NOON, LEASE, MAIL)
    notes = Notes()
    runner = a_runner(database, notes.handle)
    assert not runner.run_once(NOON)
    assert runner.run_once(NOON + LEASE)
    assert len(notes.seen) == 1


def test_an_overtaken_handler_ends_quietly(database: Database) -> None:
    put(database, "letter")

    def slow(_payload: Mapping[str, Any]) -> None:
        with database.work() as uow:
            uow.system("somebody else meanwhile")
            other = uow.outbox.claim(NOON + LEASE, LEASE, MAIL)
            assert other is not None
            uow.outbox.finish(other, NOON + LEASE)

    runner = a_runner(database, slow)
    assert runner.run_once(NOON)
    assert not runner.run_once(NOON + timedelta(days=1))


def test_work_that_waits_for_a_minute_is_told(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    put(database, "letter")
    put(database, "reminder", NOON + timedelta(days=9))
    at = [NOON]
    runner = Runner(database.work, {"mail": Notes(failures=99).handle}, lambda: at[0])
    runner.run_once()
    at[0] += timedelta(seconds=59)
    runner.run_once()
    assert not runner.tell_of_waiting()
    at[0] += timedelta(seconds=1)
    assert runner.tell_of_waiting()
    assert caplog.messages[-1] == "background work waits seconds=60 effects=1 failing=1"


def test_work_that_waits_behind_one_that_hangs_is_told(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    put(database, "letter")
    go_on = Event()
    at = NOON + timedelta(minutes=2)

    def hang(_payload: Mapping[str, Any]) -> None:
        go_on.wait(10)

    runner = Runner(database.work, {"mail": hang}, lambda: at, 0.01, look_seconds=0.05)
    thread = runner.start()
    sleep_until(lambda: "background work waits seconds=120 effects=1 failing=0" in caplog.messages)
    runner.stop()
    go_on.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_kind_without_a_handler_waits(database: Database) -> None:
    put(database, "later", kind="unknown")
    assert not a_runner(database, Notes().handle).run_once(NOON)
    with database.work(reads_only=True) as uow:
        backlog = uow.outbox.backlog(NOON)
    assert (backlog.waiting, backlog.failing, backlog.oldest_due) == (1, 0, NOON)


def test_a_done_effect_forgets_what_it_needed_to_know(database: Database) -> None:
    put(database, "letter")
    with database.engine.begin() as connection:
        sealed = connection.execute(text("SELECT payload FROM outbox")).scalar_one()
    assert "letter" not in sealed
    a_runner(database, Notes().handle).drain()
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT payload FROM outbox")).scalar_one() is None


def test_the_thread_works_until_it_is_stopped(database: Database) -> None:
    put(database, "letter")
    worked = Event()
    runner = a_runner(database, lambda _payload: worked.set())
    thread = runner.start()
    assert worked.wait(10)
    runner.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_the_thread_outlives_a_database_that_fails(database: Database) -> None:
    asked, worked = [], Event()

    def work() -> AbstractContextManager[UnitOfWork]:
        asked.append(1)
        if len(asked) == 1:
            raise ConnectionError("no database yet")
        return database.work()

    put(database, "letter")
    runner = Runner(work, {"mail": lambda _payload: worked.set()}, lambda: NOON, 0.01)
    thread = runner.start()
    assert worked.wait(10)
    runner.stop()
    thread.join(10)
