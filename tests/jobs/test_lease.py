from __future__ import annotations

from datetime import timedelta

from app.jobs.runner import LEASE

RECOVERY = timedelta(seconds=60)
LONGEST_JOB = timedelta(seconds=10)


def test_a_killed_workers_job_is_done_again_within_a_minute() -> None:
    assert LEASE + LONGEST_JOB <= RECOVERY
