"""A worker is killed at any moment while three people sign; what it leaves is taken up again.

``KILLS`` (200, or 5 with ``SHORT=1``) says how often, and ``SEED`` at which moments: it is
printed, and the same seed gives the same moments.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

import pytest

from app.jobs.runner import LEASE
from tests.faults.invariants import broken
from tests.faults.rig import Site, a_worker, copy_of
from tests.faults.test_kills import RECOVERY_S, SHORT
from tests.gates.figures import Measured, timed

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("KILLS", "5" if SHORT else "200"))
SEED = int(os.environ.get("SEED") or secrets.randbelow(2**32))
LANES = 2 if SHORT else 6
LONGEST_LIFE_S = 4.0
"""After a job is taken: about what a worker that has just started needs for the drawing."""
TAKEN_UP_S = 10.0
"""From the kill on; most of it is the lease. Only the night's run has the machine for it."""
IDLE_S = LEASE.total_seconds() + 15


@dataclass(slots=True)
class Lane:
    """What came of one row of cases, each seen through after its kills."""

    kills: int = 0
    within_a_job: int = 0
    cases: int = 0
    taken: list[float] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def killed_at_random(accepted: Site, root: Path, say: Callable[[str], None], number: int) -> Lane:
    """Kill workers, one case after the other, until the lane's share is done."""
    lane, lives = Lane(), lives_of(number)
    share = KILLS // LANES + (number < KILLS % LANES)
    while lane.kills < share:
        site = copy_of(accepted, root / f"{number}-{lane.cases}")
        lane.cases += 1
        done, stuck = site.done(), 0
        while lane.kills < share and not site.is_done():
            # A busy machine needs longer lives, or no job would ever be done.
            held = _short_life(site, next(lives) * (1 + stuck), site.taken())
            lane.kills += 1
            lane.within_a_job += bool(held)
            done, stuck = site.done(), stuck + 1 if site.done() == done else 0
        with a_worker(site.folder):
            waiting = site.held_for_short()
            recovery = site.finish(waiting)
        lane.recoveries.append(recovery.held)
        if waiting:
            lane.taken.append(recovery.taken)
        lane.faults += [f"lane {number}, case {lane.cases}: {fault}" for fault in broken(site)]
        say(f"lane {number}: {lane.kills} of {share} kills, {lane.cases} agreements {lane.faults}")
    return lane


def lives_of(lane: int) -> Iterator[float]:
    """Seconds between taking a job and being killed, the same for the same seed."""
    number = 0
    while True:
        digest = sha256(f"{SEED}:{lane}:{number}".encode()).digest()
        yield LONGEST_LIFE_S * int.from_bytes(digest[:4], "big") / 2**32
        number += 1


def _short_life(site: Site, seconds: float, taken: int) -> list[str]:
    """Kill a worker ``seconds`` after it takes a job; the jobs it was in the middle of."""
    with a_worker(site.folder) as worker:
        end = monotonic() + IDLE_S
        while site.taken() == taken and monotonic() < end and not site.is_done():
            site.sign_if_asked()
            sleep(0.1)
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            site.sign_if_asked()
            sleep(min(left, 0.1))
        worker.kill()
        worker.wait()
    return site.held()


def test_a_worker_killed_at_any_moment_leaves_one_sealed_file(
    accepted: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], measured: Measured
) -> None:
    start = monotonic()
    lock = Lock()

    def say(line: str) -> None:
        with lock, capsys.disabled():
            print(line, flush=True)

    say(f"\nSEED={SEED}")
    with ThreadPoolExecutor(LANES) as pool:
        lane_of = partial(killed_at_random, accepted, tmp_path, say)
        lanes = list(pool.map(lane_of, range(LANES)))
    longest = max(seconds for lane in lanes for seconds in lane.recoveries)
    say(
        f"{sum(lane.kills for lane in lanes)} random kills, "
        f"{sum(lane.within_a_job for lane in lanes)} of them within a job, "
        f"{sum(lane.cases for lane in lanes)} agreements, "
        f"longest recovery {longest:.1f} s, {monotonic() - start:.0f} s in all"
    )
    faults = [fault for lane in lanes for fault in lane.faults]
    assert faults == []
    measured("G7", "violations_at_random", len(faults), exactly=0)
    measured("G7", "random_kills", sum(lane.kills for lane in lanes), at_least=KILLS)
    timed("G7", "recovery_p95_s", p95([s for lane in lanes for s in lane.recoveries]), RECOVERY_S)
    if taken := [seconds for lane in lanes for seconds in lane.taken]:
        timed("G7", "taken_up_p95_s", p95(taken), TAKEN_UP_S)


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[-(-len(seconds) * 95 // 100) - 1]
