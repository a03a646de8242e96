"""Two workers on one directory, and a disk that is full once."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from app.assembly import build
from app.gateways.files import PDF, PaperFiles
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import evidence, seal
from app.usecases.deps import Deps
from tests.faults.invariants import SIGNERS, broken
from tests.faults.rig import Site, a_worker, copy_of
from tests.stage import Clock
from tests.stage import test_settings as settings_of

pytestmark = pytest.mark.long


@pytest.fixture
def site(accepted: Site, tmp_path: Path) -> Site:
    return copy_of(accepted, tmp_path / "data")


def test_two_workers_on_one_directory_make_one_sealed_file(site: Site) -> None:
    with a_worker(site.folder), a_worker(site.folder):
        site.finish()
    assert broken(site) == []


@pytest.fixture
def pair(site: Site) -> Iterator[tuple[Deps, Deps]]:
    """Two workers as far apart as two processes: engines, keys and sandboxes of their own."""
    made = build(settings_of(site.folder)), build(settings_of(site.folder))
    yield made
    for one in made:
        one.close()


def at_once(pair: tuple[Deps, Deps], work: Callable[[Deps], None]) -> None:
    """Both do the same job, as when a lease ran out while its worker was slow."""
    line = Barrier(2)

    def go(deps: Deps) -> None:
        line.wait()
        work(deps)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, pair))


def agreement_id(site: Site) -> UUID:
    agreement = site.case().agreement
    assert agreement is not None
    return agreement.id


def test_two_workers_doing_the_same_jobs_leave_one_result_of_each(
    site: Site, pair: tuple[Deps, Deps]
) -> None:
    case = {"case_id": str(site.part.case_id)}
    at_once(pair, lambda deps: seal.issue(deps, case))
    document = {"agreement_id": str(agreement_id(site))}
    for _ in SIGNERS:
        site.sign_if_asked()
        at_once(pair, lambda deps: seal.apply(deps, document))
    at_once(pair, lambda deps: seal.close(deps, document))
    at_once(pair, lambda deps: evidence.write(deps, document))
    Runner(site.deps.unit_of_work, handlers(site.deps), site.deps.now).drain()
    assert broken(site) == []


@dataclass(slots=True)
class FullOnce:
    """The ``nth`` file finds no room; before and after it there is some."""

    real: PaperFiles
    nth: int
    tried: list[int] = field(default_factory=list)

    def put(self, data: bytes, suffix: str = PDF) -> str:
        self.tried.append(len(data))
        if len(self.tried) == self.nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.real.put(data, suffix)

    def get(self, sha256: str, suffix: str = PDF) -> bytes:
        return self.real.get(sha256, suffix)

    def sweep(self, known: frozenset[str], at: datetime) -> tuple[str, ...]:
        return self.real.sweep(known, at)

    def remove(self, sha256: str, suffix: str = PDF) -> None:
        self.real.remove(sha256, suffix)


@dataclass(slots=True)
class Between:
    """Something happens to the worker whenever it keeps a file: it has read, and not written."""

    real: PaperFiles
    happens: Callable[[], object]

    def put(self, data: bytes, suffix: str = PDF) -> str:
        self.happens()
        return self.real.put(data, suffix)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (the store's own)
        return getattr(self.real, name)


@pytest.mark.parametrize("nth", [1, 2, 4, 7])
def test_a_disk_that_is_full_once_costs_time_and_nothing_else(site: Site, nth: int) -> None:
    clock = Clock(site.deps.now())
    real = build(settings_of(site.folder), clock)
    files = FullOnce(real.files, nth)
    deps = replace(real, files=files, sandbox=site.deps.sandbox, checker=site.deps.checker)
    runner = Runner(deps.unit_of_work, handlers(deps), clock)
    inside = Site(site.folder, replace(site.part, deps=deps))
    for _ in range(10):
        runner.drain()
        clock.move(seconds=5)
        inside.sign_if_asked()
    assert len(files.tried) >= nth
    assert broken(Site(site.folder, replace(site.part, deps=replace(deps, files=real.files)))) == []
