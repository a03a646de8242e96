from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app.faults import KILLED, LABELS, Plan, point

ROOT = Path(__file__).parents[2]


def test_without_a_plan_no_point_does_anything() -> None:
    for label in LABELS:
        point(label)


def test_a_plan_counts_the_passes_of_its_own_label() -> None:
    plan = Plan.read("renamed:2")
    assert [
        plan.passed(label) for label in ("drawn", "renamed", "drawn", "renamed", "renamed")
    ] == [
        False,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("written", ["renamed", "renamed:0", "renamed:x", "elsewhere:1", ":1"])
def test_a_plan_that_would_never_kill_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="FAULTS"):
        Plan.read(written)


def test_a_process_dies_at_its_point_without_clean_up() -> None:
    script = (
        "import atexit; atexit.register(print, 'tidy');"
        "from app import faults; faults.point('drawn'); faults.point('drawn'); print('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"FAULTS": "drawn:2"},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (KILLED, b"")


def test_every_label_is_a_point_in_the_product() -> None:
    named = {
        node.args[0].value
        for path in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "point"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert named == set(LABELS)
