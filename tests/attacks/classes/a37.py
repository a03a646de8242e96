"""Crashes and failing surroundings while one agreement is signed, sealed and mailed.

In continuous integration each fault meets the same moment, by a clock of its own: all have
signed, and the last signature and the seal are still to be put on the file. The full size is
``tests/faults``: every point from the first drawing on, kills at random times, 1,000 races.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Barrier
from time import sleep
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.events import AgreementSealed, AgreementSigned
from app.faults import KILLED
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import negotiate, seal
from app.usecases.deps import Deps
from app.web import deps as web_deps
from tests.attacks.moments import Moment
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Sender
from tests.building import build
from tests.core.dice import Dice
from tests.faults.forked import SHOT, in_a_child
from tests.faults.invariants import SIGNERS, broken
from tests.faults.rig import BEFORE, STORY, Site, rows
from tests.faults.test_races import Between, FullOnce
from tests.stage import test_settings as settings_of
from tests.usecases.scenes import history

MOST_RECOVERY_S = 60
STEP_S = 5
LOCK_S = 0.4
WORK = ("apply", "close")
POINTS = ("signed", "temp_written", "row_committed", "completed")
SHOTS, MOST_CALLS = 2, 20_000
SEALED = "SELECT count(*) FROM debt_case WHERE stage = 'sealed'"
KEPT = "SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM thread_event), (SELECT count(*) FROM paper)"


@dataclass(slots=True)
class Ready:
    ground: Ground
    site: Site
    before: Moment
    sender: Sender
    agreement: dict[str, str]
    at: datetime
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def worker(self) -> Deps:
        """Its database and keys are its own; drawing and reading are this process's."""
        return build(settings_of(self.site.folder), self.ground.clock)

    def killed(self, **how: Any) -> int:  # noqa: ANN401 (as ``in_a_child``)
        return in_a_child(self.ground.sandbox, lambda: drain(self.worker()), **how)

    def recover(self) -> None:
        """Go on until the file is sealed."""
        clock, began = self.ground.clock, self.ground.clock.at
        while (after := clock.at - began) < timedelta(hours=1):
            drain(self.site.deps)
            if rows(self.site, SEALED) != [(0,)]:
                break
            clock.move(seconds=STEP_S)
        self.seconds.append(after.total_seconds())
        events = history(self.site.part)
        for kind, times in ((AgreementSigned, len(SIGNERS)), (AgreementSealed, 1)):
            if (count := sum(isinstance(event, kind) for event in events)) != times:
                self.wrong.append(f"{kind.__name__} {count} times")


def drain(deps: Deps, kinds: tuple[str, ...] = WORK) -> int:
    known = handlers(deps)
    chosen = {kind: known[kind] for kind in kinds or known}
    return Runner(deps.unit_of_work, chosen, deps.now).drain()


def prepare(ground: Ground) -> Ready:
    """Everybody has signed; two signatures are on the file, the third is to be put there."""
    part = ground.stage.part(STORY, *BEFORE)
    site = Site(part.deps.settings.data_dir, part)
    offer = site.case().offer
    assert offer is not None
    negotiate.submit(part.deps, part.borrower, part.case_id, AcceptOffer(offer.digest))
    drain(part.deps, ())
    for _ in SIGNERS[1:]:
        site.sign_if_asked()
        drain(part.deps)
    site.sign_if_asked()
    agreement = site.case().agreement
    assert agreement is not None
    sender = Sender.of(ground.visit(part.borrower))
    folder = ground.folder / "before"
    folder.mkdir()
    before, named = Moment.now(part.deps, folder), {"agreement_id": str(agreement.id)}
    return Ready(ground, site, before, sender, named, ground.clock.at)


def send(ready: Ready, one: Input) -> Ran:
    _again(ready)
    return Ran((), FAULTS[one.name](ready))


def _again(ready: Ready) -> None:
    """The same moment, with the files of the last time as strays."""
    ready.before.back()
    ready.ground.clock.at = ready.at


def _kill_at_points(ready: Ready) -> int:
    """Each that a worker passes from here on; ``tests/faults`` has those before."""
    for label in POINTS:
        _again(ready)
        if ready.killed(at=f"{label}:1") != KILLED:
            ready.wrong.append(f"{label} was not passed")
        ready.recover()
    return len(POINTS)


def _kill_any_time(ready: Ready) -> int:
    dice = Dice.numbered("A37", 1)
    shots = 0
    for _ in range(SHOTS):
        _again(ready)
        shots += ready.killed(calls=dice.whole(1, MOST_CALLS)) == SHOT
        ready.recover()
    return shots


def _three_workers(ready: Ready) -> int:
    """On the same job, as when two leases ran out; then on whatever is due."""
    line, workers = Barrier(3), [ready.worker() for _ in range(3)]

    def work(deps: Deps) -> None:
        for job in (seal.apply, seal.close):
            line.wait()
            job(deps, ready.agreement)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, workers))
        list(pool.map(drain, workers))
    ready.recover()
    return len(workers)


def _database_gone(ready: Ready) -> int:
    """Every connection of the worker is closed under it."""
    worker = ready.worker()
    engine, times = worker.unit_of_work.args[0], []  # type: ignore[attr-defined]  # a partial

    def restart() -> None:
        times.append(engine.dispose())

    drain(replace(worker, files=Between(worker.files, restart)))
    ready.recover()
    return len(times)


def _store_full(ready: Ready, nth: int = 1) -> int:
    """No room for a file of the agreement, and later there is."""
    files = FullOnce(ready.site.deps.files, nth)
    drain(replace(ready.worker(), files=files))
    if rows(ready.site, SEALED) != [(0,)]:
        ready.wrong.append("sealed without room")
    ready.recover()
    return int(len(files.tried) >= nth)


def _disk_full(ready: Ready) -> int:
    """Not one byte can be written: nothing is said to be done, nothing is lost, health tells."""
    app, kept = ready.ground.app, rows(ready.site, KEPT)

    def full() -> None:
        worker = ready.worker()
        web_deps.install(app, worker)
        app.config["TESTING"] = False
        answers = (app.test_client().get("/health/ready"), _message(ready))
        assert [one.status_code for one in answers] == [503, 500], answers
        assert answers[0].json == {"ready": False, "failing": ["disk"]}
        with suppress(OperationalError):
            assert drain(worker) == 0

    if in_a_child(ready.ground.sandbox, full, room=0):
        ready.untold.append("a full disk")
    if rows(ready.site, KEPT) != kept:
        ready.wrong.append("something was kept without room")
    answers = (app.test_client().get("/health/ready"), _message(ready))
    if [one.status_code for one in answers] != [200, 303]:
        ready.untold.append(f"room again: {answers}")
    ready.recover()
    return 1


def _message(ready: Ready) -> TestResponse:
    path = f"/cases/{ready.site.part.case_id}/messages"
    return ready.sender.post(path, {"message": str(uuid4()), "words": "I can pay on Friday."})


def _again_and_again(ready: Ready) -> int:
    """What somebody else's service would send five times over: here, jobs, the last one first."""
    for _ in range(5):
        for job in (seal.close, seal.apply):
            job(ready.site.deps, ready.agreement)
    ready.recover()
    return 5


def _held(ready: Ready) -> int:
    """A worker cannot reach the database, because somebody else holds it; it waits."""
    path = ready.site.folder / "plainpact.db"
    with (
        closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        other.execute("BEGIN IMMEDIATE")
        waits = pool.submit(drain, ready.worker())
        sleep(LOCK_S)
        if waits.done():
            ready.wrong.append("it did not wait")
        other.execute("ROLLBACK")
        waits.result()
    ready.recover()
    return 1


FAULTS: dict[str, Callable[[Ready], int]] = {
    "kill-labelled": _kill_at_points,
    "kill-random": _kill_any_time,
    "three-workers": _three_workers,
    "db-restart": _database_gone,
    "store-full": _store_full,
    "log-full": _disk_full,
    "webhook-repeat": _again_and_again,
    "partition": _held,
    "store-full-again": lambda ready: _store_full(ready, 2),
    "two-restarts": _database_gone,
    "three-workers-again": _three_workers,
}


@check
def every_promise_is_kept_once(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """After each fault as far as the seal; after the last one with evidence and mails, too."""
    yield from ready.wrong
    for _hour in range(72):
        drain(ready.site.deps, ())
        if ready.site.is_done():
            break
        ready.ground.clock.move(hours=1)
    _as_old_as_the_clock(ready)
    yield from broken(ready.site)


def _as_old_as_the_clock(ready: Ready) -> None:
    """What is to be swept is told by the age of files, which the machine's clock gave."""
    at = ready.ground.clock.at.timestamp()
    for path in ready.site.deps.settings.papers_dir.iterdir():
        os.utime(path, (at, at))


@check
def it_goes_on_within_a_minute(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """By the clock that leases and pauses go by; ``tests/faults`` measures real seconds."""
    slowest = max(ready.seconds)
    if slowest > MOST_RECOVERY_S:
        yield f"only after {slowest:.0f} s"


@check
def no_half_file_is_seen(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    with ready.site.deps.reading() as uow:
        known = uow.papers.all_digests()
    papers = ready.site.deps.settings.papers_dir.iterdir()
    yield from (f"left {path.name}" for path in papers if path.stem not in known)


@check
def health_says_when_nothing_can_be_written(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """On the disk, which ``log-full`` fills; without keys: tests/web/health."""
    yield from ready.untold
