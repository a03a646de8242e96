"""The README's two commands on a fresh clone. ``.ci/run`` is a clean checkout itself: it types both."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.setup.first_command import ROOT, commands, environment, missing


def test_the_readme_shows_one_command_to_run_and_one_to_test() -> None:
    assert commands() == ["make run", "make test"]


def test_continuous_integration_types_both_before_anything_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    typed = [line for line in script if line.startswith(("python3", "make", "SHORT"))]
    assert typed[:2] == ["python3 -m tests.setup.first_command", commands()[1]]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    place = tmp_path / "plainpact"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True)
    return place


@pytest.mark.long
def test_the_first_command_serves_the_product(clone: Path) -> None:
    assert missing(clone) == []


@pytest.mark.long
def test_the_second_command_passes(clone: Path) -> None:
    done = subprocess.run(commands()[1].split(), cwd=clone, env=environment(), check=False)
    assert done.returncode == 0
