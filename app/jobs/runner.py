"""The embedded runner: takes due effects from the outbox and lets handlers do them.

Every handler may run twice for one effect, so it has to be harmless the second time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from app import counts, logs
from app.store import outbox
from app.store.errors import LeaseLost
from app.store.outbox import Job, NotYet
from app.store.unit_of_work import UnitOfWork

Handler = Callable[[Mapping[str, Any]], None]

LEASE = timedelta(seconds=8)
"""Renewed while a job goes on; a killed worker's job waits no longer than this."""
_FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
_DOUBLINGS = 12
ALERT = outbox.LATE
"""Work that waits this long is told to whoever reads the log, and again as often."""
LOOK_S = 2.0
"""Leases are renewed so often: three may be late before one runs out."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Runner:
    """``handlers`` by kind of effect; a kind without a handler waits for one who has it.

    ``unit_of_work`` opens the runner's own short transactions; handlers open theirs.
    ``idle`` does one small thing for later while nothing is due, and says whether it did.
    ``deadline`` is held around each piece of work, and ends the process where one hangs.
    """

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    handlers: Mapping[str, Handler]
    now: Callable[[], datetime]
    idle_seconds: float = 1.0
    idle: Callable[[], bool] = lambda: False
    deadline: Callable[[], AbstractContextManager[None]] = nullcontext
    look_seconds: float = LOOK_S
    _at_work: list[Job] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)

    def run_once(self, now: datetime | None = None) -> bool:
        """Do the one effect that is due longest; whether there was one.

        A fault in a handler is noted and tried again later, for ever: effects are
        promises. ``now`` is for tests; otherwise the runner's clock says it.
        """
        job = self._claim(now or self.now())
        if job is None:
            return False
        try:
            with self._held(job):
                self.handlers[job.kind](self._payload(job))
        except NotYet as later:
            self._put_off(job, later.until)
            counts.add("jobs", kind=job.kind, outcome="put_off")
        except Exception as fault:  # noqa: BLE001 (whatever it is, the promise stands)
            where = logs.place(fault)
            logs.tell(
                _log,
                logging.ERROR,
                "job failed",
                kind=job.kind,
                job=job.id,
                attempt=job.attempts,
                fault=where,
            )
            self._retry(job, where, now or self.now())
            counts.add("jobs", kind=job.kind, outcome="failed")
        else:
            self._finish(job, now or self.now())
            counts.add("jobs", kind=job.kind, outcome="done")
        return True

    def drain(self, now: datetime | None = None, most: int = 1_000) -> int:
        """Do what is due until nothing is; how many effects were tried."""
        done = 0
        while done < most and self.run_once(now):
            done += 1
        return done

    def start(self) -> Thread:
        """Run beside the server until ``stop``; faults of the database do not end it."""
        thread = Thread(target=self.run_until_stopped, name="jobs", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stop.set()

    def run_until_stopped(self) -> None:
        """Do what is due, then what is of use later, and wait for more, until ``stop``."""
        watch = Thread(target=self._watch, name="watch", daemon=True)
        watch.start()
        try:
            self._work()
        finally:
            self.stop()
            watch.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                with self.deadline():
                    busy = self.run_once() or self.idle()
            except Exception as fault:  # noqa: BLE001 (the next round may reach the database)
                logs.tell(_log, logging.ERROR, "runner has no jobs", fault=logs.place(fault))
                busy = False
            if not busy:
                self._stop.wait(self.idle_seconds)

    def _watch(self) -> None:
        """Beside the work, and so also while a piece of it hangs."""
        tell_at = self.now()
        while not self._stop.wait(self.look_seconds):
            try:
                self._hold()
                if self.now() >= tell_at and self.tell_of_waiting():
                    tell_at = self.now() + ALERT
            except Exception as fault:  # noqa: BLE001 (the next round may reach the database)
                words = "no lease is renewed, no late work told"
                logs.tell(_log, logging.ERROR, words, fault=logs.place(fault))

    def tell_of_waiting(self) -> bool:
        """Say in the log that something has been due for too long; whether there was."""
        at = self.now()
        with self.unit_of_work() as uow:
            backlog = uow.outbox.backlog(at)
        waits = at - (backlog.oldest_due or at)
        if waits < ALERT:
            return False
        logs.tell(
            _log,
            logging.WARNING,
            "background work waits",
            seconds=int(waits.total_seconds()),
            effects=backlog.waiting,
            failing=backlog.failing,
        )
        return True

    def _claim(self, at: datetime) -> Job | None:
        with self.unit_of_work() as uow:
            uow.system("a lease says who works, not what anybody did")
            return uow.outbox.claim(at, LEASE, frozenset(self.handlers))

    @contextmanager
    def _held(self, job: Job) -> Iterator[None]:
        self._at_work.append(job)
        try:
            yield
        finally:
            self._at_work.remove(job)

    def _hold(self) -> None:
        for job in tuple(self._at_work):
            with self.unit_of_work() as uow:
                uow.system("a lease says who works, not what anybody did")
                uow.outbox.hold(job, self.now() + LEASE)

    def _payload(self, job: Job) -> Mapping[str, Any]:
        with self.unit_of_work() as uow:
            return uow.outbox.payload(job)

    def _finish(self, job: Job, at: datetime) -> None:
        try:
            with self.unit_of_work() as uow:
                uow.system("the handler has left its own audit rows")
                uow.outbox.finish(job, at)
        except LeaseLost:
            logs.tell(_log, logging.WARNING, "lease lost", kind=job.kind, job=job.id)

    def _put_off(self, job: Job, until: datetime) -> None:
        try:
            with self.unit_of_work() as uow:
                uow.system("the handler has left its own audit rows")
                uow.outbox.put_off(job, until)
        except LeaseLost:
            logs.tell(_log, logging.WARNING, "lease lost", kind=job.kind, job=job.id)

    def _retry(self, job: Job, fault: str, at: datetime) -> None:
        try:
            with self.unit_of_work() as uow:
                uow.system("nothing happened yet")
                uow.outbox.retry(job, fault, at + pause(job.attempts))
        except LeaseLost:
            logs.tell(_log, logging.WARNING, "lease lost", kind=job.kind, job=job.id)


def pause(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th try: doubling from 2 s, at most 10 min."""
    doublings: int = min(max(attempts - 1, 0), _DOUBLINGS)
    return min(_FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
