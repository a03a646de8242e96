"""What is so at the moment, for whoever watches the service: numbers about work, not about people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app import counts
from app.usecases.deps import Deps

NEVER = -1.0
"""What is told of an age where there is nothing yet."""


def told(deps: Deps) -> bytes:
    """All counters, and the measures of now, as Prometheus reads them."""
    return counts.told(measures(deps))


def measures(deps: Deps) -> Mapping[str, tuple[str, float]]:
    """Name, words and value. Ages are in seconds, ``NEVER`` where nothing has one."""
    at = deps.now()
    with deps.reading() as uow:
        backlog = uow.outbox.backlog(at)
        newest = uow.checkpoints.newest()
        lines = uow.audit.head().seq
    return {
        "jobs_waiting": ("Background work that is due", float(backlog.waiting)),
        "jobs_failing": ("Background work that has failed and waits", float(backlog.failing)),
        "jobs_oldest_seconds": (
            "Age of the work that is due longest",
            _age(backlog.oldest_due, at),
        ),
        "checkpoint_age_seconds": (
            "Age of the newest signed checkpoint",
            _age(newest.at if newest else None, at),
        ),
        "audit_lines": ("Lines of the audit log", float(lines)),
    }


def _age(since: datetime | None, at: datetime) -> float:
    return NEVER if since is None else (at - since).total_seconds()
