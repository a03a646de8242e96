"""A whole log is checked in time: anybody's check of an export, and the worker's own reading."""

from __future__ import annotations

import json
import os

import pytest

from app.commands.bench.audit_log import MOST_S, audit
from tests.gates.figures import Measured


def seconds(said: str) -> float:
    told = json.loads(said)
    return max(float(told["verify_s"]), float(told["worker_s"]))


def test_a_hundred_thousand_leaves(capsys: pytest.CaptureFixture[str], measured: Measured) -> None:
    audit(short=True)
    measured("G8", "seconds_for_a_checked_log", seconds(capsys.readouterr().out), at_most=MOST_S)


@pytest.mark.long
def test_a_million_leaves(capsys: pytest.CaptureFixture[str], measured: Measured) -> None:
    short = "SHORT" in os.environ
    audit(short=short)
    taken = seconds(capsys.readouterr().out)
    measured("G8", "seconds_for_a_million_leaves", taken * (10 if short else 1), at_most=MOST_S)
