"""Crashes and failing surroundings while one agreement is drawn, signed, sealed and mailed.

In continuous integration a single agreement meets every fault, each once, on its way. The full
size is ``tests/faults``: every point, kills at random, 1,000 races.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import sleep

from app.assembly import build
from app.gateways.files import FolderFiles
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import seal
from app.usecases.deps import Deps
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.faults.invariants import broken
from tests.faults.rig import Site, a_worker, build_site, work_until_killed
from tests.faults.test_races import FullOnce
from tests.one_app import app_of
from tests.stage import test_settings as settings_of

MOST_RECOVERY_S = 60
LOCK_S = 1.0


@dataclass(slots=True)
class Ready:
    ground: Ground
    site: Site
    seconds: list[float] = field(default_factory=list)
    health: list[int] = field(default_factory=list)

    def own(self) -> Deps:
        """A worker of this process."""
        real = build(settings_of(self.site.folder))
        deps = self.site.deps
        return replace(real, sandbox=deps.sandbox, checker=deps.checker)

    def go_on(self, deps: Deps | None = None) -> None:
        """What is due now; whoever may sign does. What failed waits for the end."""
        worker = deps or self.own()
        self.site.sign_if_asked()
        Runner(worker.unit_of_work, handlers(worker), worker.now).drain()
        if deps is None:
            worker.close()


def prepare(ground: Ground) -> Ready:
    site = build_site(ground.folder / "site", ground.sandbox)
    return Ready(ground, site)


def send(ready: Ready, one: Input) -> Ran:
    return Ran((), FAULTS[one.name](ready))


def _kill_at_a_point(ready: Ready) -> int:
    work_until_killed(ready.site, "renamed:1")
    ready.go_on()
    return 1


def _kill_any_time(ready: Ready) -> int:
    with a_worker(ready.site.folder) as worker:
        sleep(1.5)
        worker.kill()
        worker.wait()
    ready.go_on()
    return 1


def _three_workers(ready: Ready) -> int:
    workers = [ready.own() for _ in range(3)]
    ready.site.sign_if_asked()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda w: Runner(w.unit_of_work, handlers(w), w.now).drain(), workers))
    for worker in workers:
        worker.close()
    ready.go_on()
    return 3


def _database_gone(ready: Ready) -> int:
    """Every connection is closed under the worker, which opens others."""
    worker = ready.own()
    worker.close()
    ready.go_on(worker)
    worker.close()
    return 1


def _store_full(ready: Ready) -> int:
    real = ready.own()
    files = FullOnce(real.files, 1)
    ready.go_on(replace(real, files=files))
    real.close()
    return 1


def _held(ready: Ready) -> int:
    """Somebody else writes for long; nobody of ours gives up."""
    with closing(_database(ready)) as other:
        other.execute("BEGIN IMMEDIATE")
        sleep(LOCK_S)
        other.execute("ROLLBACK")
    ready.go_on()
    return 1


def _cut_off(ready: Ready) -> int:
    """The keys are out of reach, so nothing can be written: health says so until they are back."""
    app, keys = app_of(ready.site.deps), ready.site.deps.settings.keys_dir
    away = keys.rename(keys.with_name("away"))
    ready.health.append(app.test_client().get("/health/ready").status_code)
    away.rename(keys)
    ready.health.append(app.test_client().get("/health/ready").status_code)
    ready.go_on()
    return 1


def _again_and_again(ready: Ready) -> int:
    """What somebody else's service would send five times over: here, jobs that come again."""
    case = {"case_id": str(ready.site.part.case_id)}
    worker = ready.own()
    for _ in range(5):
        seal.issue(worker, case)
    worker.close()
    ready.go_on()
    return 5


def _database(ready: Ready) -> sqlite3.Connection:
    path = ready.site.folder / "plainpact.db"
    return sqlite3.connect(path, isolation_level=None, timeout=10)


FAULTS: dict[str, Callable[[Ready], int]] = {
    "kill-labelled": _kill_at_a_point,
    "kill-random": _kill_any_time,
    "three-workers": _three_workers,
    "db-restart": _database_gone,
    "store-full": _store_full,
    "log-full": _cut_off,
    "webhook-repeat": _again_and_again,
    "partition": _held,
    "store-full-again": _store_full,
    "two-restarts": _database_gone,
    "three-workers-again": _three_workers,
}


@check
def every_promise_is_kept_once(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    with a_worker(ready.site.folder):
        recovery = ready.site.finish()
    ready.seconds.append(recovery.held)
    yield from broken(ready.site)


@check
def it_goes_on_within_a_minute(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """After the last of the faults; ``tests/faults`` measures each kill."""
    yield from (
        f"only after {seconds:.0f} s" for seconds in ready.seconds if seconds > MOST_RECOVERY_S
    )


@check
def no_half_file_is_seen(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    files = ready.site.deps.files
    if not isinstance(files, FolderFiles):
        raise TypeError("the files are in a folder")
    with ready.site.deps.reading() as uow:
        known = uow.papers.all_digests()
    files.sweep(known, ready.site.deps.now() + timedelta(days=2))
    yield from (f"left {path.name}" for path in files.folder.iterdir() if path.stem not in known)


@check
def health_says_when_nothing_can_be_written(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    if ready.health != [503, 200]:
        yield f"without keys and with them it said {ready.health}"
