"""Whether any test passes or fails by the order it runs in, or by luck."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.gates.figures import ROOT, Measured

pytestmark = pytest.mark.long
RUNS = 20
WHOLE = ("-n", os.environ.get("JOBS", "3"), "tests")
FEW, SOME = 2, ("tests/jobs/test_lease.py", "tests/store/test_streams.py")
"""What every change tries: few orders of the tests that know threads, leases and races."""


def test_no_test_is_a_matter_of_luck(tmp_path: Path, measured: Measured) -> None:
    short = "SHORT" in os.environ
    results = [
        outcomes(tmp_path / f"{seed}.xml", seed, SOME if short else WHOLE)
        for seed in range(1, (FEW if short else RUNS) + 1)
    ]
    assert results[0]
    flakes = sorted(
        name for name in set().union(*results) if len({one.get(name) for one in results}) > 1
    )
    print("\n".join(flakes))
    measured("G22", "flakes", len(flakes), exactly=0)


def outcomes(report: Path, seed: int, asked: tuple[str, ...]) -> dict[str, str]:
    """Each test's verdict in the order that ``seed`` gives."""
    command = ["-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider"]
    subprocess.run(
        [sys.executable, *command, f"--randomly-seed={seed}", f"--junitxml={report}", *asked],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    cases = ET.parse(report).getroot().iter("testcase")
    return {
        f"{case.get('classname')}::{case.get('name')}": ",".join(part.tag for part in case) or "ok"
        for case in cases
    }
