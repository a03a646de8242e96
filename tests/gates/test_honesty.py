"""Whether the tests of money and of rights would notice a fault: every branch, nearly every mutant.

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
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gates.figures import ROOT, Measured

pytestmark = pytest.mark.long
LEAST_KILLED = 95.0
"""In a hundred mutants."""
COPIED = ("app", "tests", "templates", "migrations", "pyproject.toml")
VERDICT = re.compile(r"^ +(app\.\S+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Room:
    """Modules, and the tests that answer for them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "money": Room(("app/core/money.py",), ("tests/core/test_money.py",)),
    "access": Room(
        ("app/core/access.py", "app/core/scopes.py"),
        ("tests/core/test_access.py", "tests/core/test_scopes.py"),
    ),
}
SHORT = ("money",)
"""The rooms whose mutants every change asks for; the nightly run asks for all."""


@pytest.mark.parametrize("name", ROOMS)
def test_every_branch_is_taken(name: str, tmp_path: Path, measured: Measured) -> None:
    room, report = ROOMS[name], tmp_path / "branches.json"
    asked = f"--include={','.join(room.modules)}"
    env = {**os.environ, "COVERAGE_FILE": str(tmp_path / "coverage")}
    run("coverage", "run", "--branch", asked, "-m", *pytest_of(room), env=env, at=ROOT)
    run("coverage", "json", "-q", "-o", str(report), env=env, at=ROOT)
    told = json.loads(report.read_text(encoding="utf-8"))["totals"]
    taken = 100 * told["covered_branches"] / told["num_branches"]
    measured("G22", f"branches_{name}", taken, exactly=100)


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


def pytest_of(room: Room) -> tuple[str, ...]:
    return ("pytest", "-q", "-p", "no:cacheprovider", *room.tests)


def settings_of(room: Room) -> str:
    return (
        "\n[tool.mutmut]\n"
        f"source_paths = {json.dumps(room.modules)}\n"
        f"pytest_add_cli_args_test_selection = {json.dumps(room.tests)}\n"
        'pytest_add_cli_args = ["-p", "no:randomly", "-p", "no:cacheprovider"]\n'
        f"also_copy = {json.dumps(COPIED)}\n"
    )


def run(*words: str, env: dict[str, str], at: Path) -> str:
    """What the tool printed; its own failure is the test's."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=at, env=env, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout
