"""Whether the tests of the rooms that matter most would notice a fault: branches and mutants.

mutmut changes the code in one place at a time and asks the tests about each. Messages of errors
count as well. A few mutants mean the same as the code they change: nobody can tell them apart.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gates.figures import ROOT, Measured
from tests.gates.rooms import ROOMS, SHORT, Room

pytestmark = pytest.mark.long
LEAST_KILLED = 95.0
"""In a hundred mutants."""
COPIED = ("app", "tests", "templates", "migrations", "pyproject.toml")
APART = ("-p", "no:cacheprovider", "--noconftest", "--hypothesis-profile=ci")
"""Without the whole product, which takes longer to load than these tests take to run."""
VERDICT = re.compile(r"^ +(app\.\S+): (.+)$", re.MULTILINE)


def test_every_branch_is_taken(tmp_path: Path, measured: Measured) -> None:
    """One run for all rooms: most of its time goes to starting."""
    report = tmp_path / "branches.json"
    asked = ",".join(module for room in ROOMS.values() for module in room.modules)
    tests = dict.fromkeys(test for room in ROOMS.values() for test in room.tests)
    env = {**os.environ, "COVERAGE_FILE": str(tmp_path / "coverage")}
    tool = ("coverage", "run", "--branch", f"--include={asked}", "-m", "pytest", "-q")
    run(*tool, *APART, *tests, env=env, at=ROOT)
    run("coverage", "json", "-q", "-o", str(report), env=env, at=ROOT)
    told = json.loads(report.read_text(encoding="utf-8"))["files"]
    for name, room in ROOMS.items():
        found = [told[module]["summary"] for module in room.modules]
        taken = sum(one["covered_branches"] for one in found)
        share = 100 * taken / sum(one["num_branches"] for one in found)
        measured("G22", f"branches_{name}", share, exactly=100)


@pytest.mark.parametrize("name", SHORT if "SHORT" in os.environ else tuple(ROOMS))
def test_nearly_every_mutant_is_found(name: str, tmp_path: Path, measured: Measured) -> None:
    room, copy = ROOMS[name], tmp_path / "copy"
    copy.mkdir()
    for part in COPIED:
        whole = ROOT / part
        shutil.copytree(whole, copy / part) if whole.is_dir() else shutil.copy(whole, copy)
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(settings_of(room))
    run("mutmut", "run", "--max-children", "1", env=dict(os.environ), at=copy)
    told = run("mutmut", "results", "--all", "true", env=dict(os.environ), at=copy)
    verdicts = VERDICT.findall(told)
    lived = [mutant for mutant, verdict in verdicts if verdict != "killed"]
    print("\n".join(lived))
    measured(
        "G22",
        f"mutants_found_{name}",
        round(100 - 100 * len(lived) / len(verdicts), 1),
        at_least=LEAST_KILLED,
    )


def settings_of(room: Room) -> str:
    return (
        "\n[tool.mutmut]\n"
        f"source_paths = {json.dumps(room.modules)}\n"
        f"pytest_add_cli_args_test_selection = {json.dumps(room.tests)}\n"
        f"pytest_add_cli_args = {json.dumps(('-p', 'no:randomly', *APART))}\n"
        f"also_copy = {json.dumps(COPIED)}\n"
    )


def run(*words: str, env: dict[str, str], at: Path) -> str:
    """What the tool printed; its own failure is the test's."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=at, env=env, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout
