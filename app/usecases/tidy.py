"""What is put away every day: all that was kept long enough, old counts, and stray files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.store.unit_of_work import UnitOfWork
from app.usecases import retention, signed_from, throttle
from app.usecases.deps import Deps

EVERY = timedelta(days=1)


def begin(deps: Deps) -> None:
    """Have it done today, unless it was or will be. Each time asks for the next."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("time alone asks for this")
        _ask(uow, at, at)


def tidy(deps: Deps, _payload: Mapping[str, Any]) -> None:
    """Forget, sweep, and do so again tomorrow. Harmless when it is done twice."""
    at = deps.now()
    signed_from.forget(deps)
    throttle.forget(deps)
    retention.sweep(deps)
    with deps.reading() as uow:
        known, shown = uow.papers.all_digests(), uow.exhibits.all_digests()
    deps.files.sweep(known, at)
    deps.exhibit_files.sweep(shown, at)
    with deps.unit_of_work() as uow:
        uow.system("time alone asks for this")
        _ask(uow, at + EVERY, at)


def _ask(uow: UnitOfWork, due_at: datetime, at: datetime) -> None:
    uow.outbox.put("tidy", f"tidy:{due_at.date()}", {}, at, due_at=due_at)
