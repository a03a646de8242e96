"""A worker dies at every named point; what it leaves is taken up again.

``SHORT=1 make faults`` kills each of a few cases at several points, one after the other. The full
form has a case for every point, and kills at the second pass of some, too.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.faults import LABELS
from app.usecases import sign
from tests.faults.invariants import broken
from tests.faults.rig import (
    Recovery,
    Site,
    a_worker,
    copy_of,
    sign_and_die,
    work_until_killed,
)
from tests.gates.figures import Measured, timed

pytestmark = pytest.mark.long

SHORT = os.environ.get("SHORT") == "1"
TOGETHER = 3
RECOVERY_S = 60.0

# These points are passed for each file: the second time it is the frozen file, not the drawing.
SECOND = ("renamed", "row_committed", "token_received")
CASES = 5
"""Of the short form. A case is killed at every fifth point, so what is left always passes the next."""


def plans() -> list[tuple[str, ...]]:
    """The points at which each case is killed, in their order."""
    once = [f"{label}:1" for label in LABELS]
    if SHORT:
        return [tuple(once[first::CASES]) for first in range(CASES)]
    return [(one,) for one in (*once, *(f"{label}:2" for label in SECOND))]


@dataclass(frozen=True, slots=True)
class Outcome:
    plan: tuple[str, ...]
    recovery: Recovery
    faults: tuple[str, ...]


def killed_at(accepted: Site, root: Path, plan: tuple[str, ...]) -> Outcome:
    """Die at each point of ``plan``, then start a worker without faults and look at the result."""
    site, wrong = copy_of(accepted, root / plan[0].replace(":", "-")), list[str]()
    for fault in plan:
        if fault == "act_committed:1":
            wrong += _repeated(site, sign_and_die(site))
        else:
            work_until_killed(site, fault)
    held = site.held()
    with a_worker(site.folder):
        recovery = site.finish(held)
    return Outcome(plan, recovery, (*wrong, *broken(site)))


def _repeated(site: Site, sent: sign.Act) -> tuple[str, ...]:
    """Who got no answer sends the same form again: it had happened, and happens no more."""
    version = site.case().version
    sign.act(site.deps, site.part.place.agent, site.part.case_id, sent)
    return () if site.case().version == version else ("the act was done twice",)


def test_a_worker_killed_at_any_point_leaves_one_sealed_file(
    accepted: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], measured: Measured
) -> None:
    with ThreadPoolExecutor(TOGETHER) as pool:
        outcomes = list(pool.map(partial(killed_at, accepted, tmp_path), plans()))
    with capsys.disabled():
        print()
        for one in outcomes:
            held, sealed = one.recovery.held, one.recovery.sealed
            at = ", ".join(one.plan)
            print(f"killed at {at}: the last job again {held:.1f} s, sealed {sealed:.1f} s")
    assert {one.plan: one.faults for one in outcomes if one.faults} == {}
    measured("G7", "violations_at_points", sum(len(one.faults) for one in outcomes), exactly=0)
    slowest = max(one.recovery.held for one in outcomes)
    timed("G7", "slowest_recovery_s", slowest, RECOVERY_S)
