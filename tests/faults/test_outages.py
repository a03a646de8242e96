"""No room on the disk, a database that another holds, a time authority that is down."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from app.assembly import build
from app.gateways.files import FolderFiles
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import TimeNotProven
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.store.engine import BUSY_MS
from tests.faults.invariants import broken
from tests.faults.rig import PATIENCE_S, Site, a_worker, copy_of, log, rows
from tests.stage import Clock
from tests.stage import test_settings as settings_of

pytestmark = pytest.mark.long

ROOM = 100_000
"""Bytes a file may have: no agreement fits, but a short journal and lines of the log do."""


@pytest.fixture
def site(accepted: Site, tmp_path: Path) -> Site:
    return copy_of(accepted, tmp_path / "data")


def until(there: Callable[[], bool], site: Site) -> None:
    end = monotonic() + PATIENCE_S
    while not there():
        if monotonic() > end:
            raise TimeoutError(log(site.folder))
        sleep(0.2)


def files_in(site: Site) -> list[str]:
    assert isinstance(site.deps.files, FolderFiles)
    return sorted(path.name for path in site.deps.files.folder.glob("*"))


def revisions(site: Site) -> int:
    count: int = rows(site, "SELECT count(*) FROM agreement_revision")[0][0]
    return count


def test_without_room_a_worker_says_so_keeps_nothing_half_and_goes_on_when_there_is(
    site: Site,
) -> None:
    with a_worker(site.folder) as worker:
        until(lambda: site.next_signer() is not None and not site.waiting_now(), site)
        os.kill(worker.pid, signal.SIGSTOP)
        site.sign_if_asked()
        make_journal_short(site)
        before = (revisions(site), files_in(site))
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        os.kill(worker.pid, signal.SIGCONT)
        until(lambda: '"event": "job failed", "kind": "apply"' in log(site.folder), site)
        assert '"fault": "OSError files.py' in log(site.folder)
        assert (revisions(site), files_in(site)) == before
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, unlimited)
        site.finish()
    assert broken(site) == []


def make_journal_short(site: Site) -> None:
    """So that the limit on files meets the agreement first, and not the database."""
    (busy, _, _) = rows(site, "PRAGMA wal_checkpoint(TRUNCATE)")[0]
    assert not busy


def test_a_database_that_another_holds_for_long_is_asked_again(site: Site) -> None:
    path = site.deps.settings.data_dir / "plainpact.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, a_worker(site.folder):
        other.execute("BEGIN IMMEDIATE")
        sleep(BUSY_MS / 1000)
        until(lambda: "OperationalError" in log(site.folder), site)
        assert revisions(site) == 0
        other.execute("ROLLBACK")
        site.finish()
    assert broken(site) == []


@dataclass(slots=True)
class Outage:
    """Whether the authority is down, and how often it was asked meanwhile."""

    down: bool = True
    asked: int = 0


class Down(TimeStamper):
    """``real``, when it can be reached."""

    def __init__(self, real: TimeStamper, outage: Outage) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko gives no types here
        self._real, self._outage = real, outage

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        if self._outage.down:
            self._outage.asked += 1
            raise TimeNotProven("nobody answers")
        return await self._real.async_request_tsa_response(req)


def test_without_time_nothing_is_signed_and_all_is_when_there_is_time_again(site: Site) -> None:
    clock, outage = Clock(site.deps.now()), Outage()
    real = build(settings_of(site.folder), clock)
    sealer = real.sealer()
    assert isinstance(sealer, LocalSealer)
    cut_off = replace(sealer, timestamper=Down(sealer.timestamper, outage))
    deps = replace(
        real, sealer=lambda: cut_off, sandbox=site.deps.sandbox, checker=site.deps.checker
    )
    runner = Runner(deps.unit_of_work, handlers(deps), clock)
    inside = Site(site.folder, replace(site.part, deps=deps))

    for step in range(5):  # before each signature and seal: down, then up
        kept, asked = revisions(site), outage.asked
        outage.down = True
        for _ in range(3):
            runner.drain()
            clock.move(seconds=30)
        assert (revisions(site), outage.asked > asked) == (kept, not inside.is_done()), step
        outage.down = False
        runner.drain()
        inside.sign_if_asked()
        clock.move(seconds=30)
    runner.drain()
    assert broken(inside) == []
