"""A worker dies at every named point, and at random; what it leaves is taken up again.

``SHORT=1 make faults`` kills once at every point. The full form kills at the second pass of
some, too, and ``KILLS`` (200) times at random, which takes about half an hour.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.faults import LABELS
from app.usecases import sign
from tests.faults.invariants import broken
from tests.faults.rig import Site, a_worker, copy_of, sign_and_die, work_until_killed

pytestmark = pytest.mark.long

SHORT = os.environ.get("SHORT") == "1"
TOGETHER = 5
RANDOM_KILLS = int(os.environ.get("KILLS", "0" if SHORT else "200"))
RECOVERY_S = 60.0
LONGEST_LIFE_S = 8.0

# These points are passed for each file: the second time it is the frozen file, not the drawing.
SECOND = () if SHORT else ("renamed", "row_committed", "token_received")


@dataclass(frozen=True, slots=True)
class Outcome:
    label: str
    seconds: float
    faults: tuple[str, ...]


def killed_at(accepted: Site, root: Path, fault: str) -> Outcome:
    """Die once at ``fault``, start a worker without faults at once, and look at the result."""
    site = copy_of(accepted, root / fault.replace(":", "-"))
    sent = sign_and_die(site) if fault == "act_committed:1" else None
    if sent is None:
        work_until_killed(site, fault)
    extra = _repeated(site, sent) if sent else ()
    held = site.held()
    with a_worker(site.folder):
        seconds = site.finish(held)
    return Outcome(fault, seconds, (*extra, *broken(site)))


def _repeated(site: Site, sent: sign.Act) -> tuple[str, ...]:
    """Who got no answer sends the same form again: it had happened, and happens no more."""
    version = site.case().version
    sign.act(site.deps, site.part.place.agent, site.part.case_id, sent)
    return () if site.case().version == version else ("the act was done twice",)


def test_a_worker_killed_at_any_point_leaves_one_sealed_file(
    accepted: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = [f"{label}:1" for label in LABELS] + [f"{label}:2" for label in SECOND]
    with ThreadPoolExecutor(TOGETHER) as pool:
        outcomes = list(pool.map(partial(killed_at, accepted, tmp_path), faults))
    with capsys.disabled():
        print()
        for one in outcomes:
            print(f"killed at {one.label:<18} its job done again after {one.seconds:5.1f} s")
    assert {one.label: one.faults for one in outcomes if one.faults} == {}
    assert max(one.seconds for one in outcomes) <= RECOVERY_S


def killed_at_random(accepted: Site, root: Path, lane: int) -> tuple[int, list[str]]:
    """Kill workers after lives of any length, one case after the other, until the lane is done."""
    kills, cases, found = 0, 0, []
    while kills < RANDOM_KILLS // TOGETHER:
        site = copy_of(accepted, root / f"{lane}-{cases}")
        cases += 1
        while kills < RANDOM_KILLS // TOGETHER and not site.is_done():
            _short_life(site, _life(lane, kills))
            kills += 1
        with a_worker(site.folder):
            site.finish()
        found += [f"lane {lane}, case {cases}: {fault}" for fault in broken(site)]
    return kills, found


def _life(lane: int, number: int) -> float:
    """Repeatable, and spread over everything that a worker does."""
    drawn = int.from_bytes(sha256(f"{lane}:{number}".encode()).digest()[:4], "big") / 2**32
    return 1.0 + drawn * LONGEST_LIFE_S


def _short_life(site: Site, seconds: float) -> None:
    with a_worker(site.folder) as worker:
        end = monotonic() + seconds
        while monotonic() < end:
            site.sign_if_asked()
            sleep(0.1)
        worker.kill()


def test_a_worker_killed_at_random_leaves_one_sealed_file(
    accepted: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = monotonic()
    with ThreadPoolExecutor(TOGETHER) as pool:
        lanes = list(pool.map(partial(killed_at_random, accepted, tmp_path), range(TOGETHER)))
    with capsys.disabled():
        print(f"\n{sum(k for k, _ in lanes)} random kills in {monotonic() - start:.0f} s")
    assert [fault for _, faults in lanes for fault in faults] == []
