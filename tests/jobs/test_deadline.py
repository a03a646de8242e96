"""Work that hangs ends the worker, and another one takes it up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from app.commands.serving import worker
from app.jobs.deadline import ends_after, within_limits
from app.jobs.runner import Runner
from app.usecases.deps import Deps
from tests.databases import a_database
from tests.factories import NOON

ROOT = Path(__file__).parents[2]
HANGS = """
from threading import Lock
from app.jobs.deadline import ends_after

def hang():
    lock = Lock()
    lock.acquire()
    lock.acquire()

with ends_after(0.3):
    hang()
"""


def test_a_process_that_hangs_ends_and_says_where() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "in hang" in ended.stderr


def test_what_ends_in_time_ends_nothing() -> None:
    with ends_after(0.05):
        pass
    sleep(0.2)


def test_each_piece_of_work_has_its_own_time(tmp_path: Path) -> None:
    seen: list[str] = []

    @contextmanager
    def deadline() -> Iterator[None]:
        seen.append("begins")
        yield
        seen.append("ends")

    database = a_database(tmp_path / "jobs.db")
    with database.work() as uow:
        uow.system("two effects")
        uow.outbox.put("mail", "one", {}, NOON)
        uow.outbox.put("mail", "two", {}, NOON)

    def idle() -> bool:
        seen.append("idle")
        runner.stop()
        return False

    handlers = {"mail": lambda _payload: seen.append("works")}
    runner = Runner(database.work, handlers, lambda: NOON, idle=idle, deadline=deadline)
    runner.run_until_stopped()
    database.close()
    once = ["begins", "works", "ends"]
    assert seen == [*once, *once, "begins", "idle", "ends"]


def test_the_worker_beside_the_server_has_a_deadline(deps: Deps) -> None:
    assert worker(deps).deadline is within_limits
