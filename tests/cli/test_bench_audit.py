"""A whole log is checked in time: anybody's check of an export, and the worker's own reading."""

from __future__ import annotations

import json

import pytest

from app.commands.bench.audit_log import MOST_S, audit
from tests.gates.figures import timed
from tests.gates.sizes import sizes


def seconds(said: str) -> float:
    told = json.loads(said)
    return max(float(told["verify_s"]), float(told["worker_s"]))


@pytest.mark.parametrize("short", sizes(each_change=True, night=False))
def test_a_whole_log(capsys: pytest.CaptureFixture[str], *, short: bool) -> None:
    """A hundred thousand leaves, and a million."""
    audit(short=short)
    what = "checked_log" if short else "million_leaves"
    timed("G8", f"seconds_for_a_{what}", seconds(capsys.readouterr().out), MOST_S)
