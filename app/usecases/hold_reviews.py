"""Before a hold ends, and midway where a rule says so, the borrower is asked whether it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.events import Event
from app.core.negotiation.pause_events import HoldPlaced
from app.store.unit_of_work import UnitOfWork
from app.usecases import notices
from app.usecases.deps import Deps
from app.usecases.scene import Scene, backstage

_MORNING = time(8, tzinfo=UTC)


def watch(uow: UnitOfWork, scene: Scene, events: Iterable[Event], at: datetime) -> None:
    """Have the borrower asked on each day of review of a new hold."""
    for event in (one for one in events if isinstance(one, HoldPlaced)):
        for day in event.reviews:
            _ask_on(uow, scene, day, event.until, at)


def _ask_on(uow: UnitOfWork, scene: Scene, day: date, until: date, at: datetime) -> None:
    uow.outbox.put(
        "hold-review",
        f"hold-review:{scene.header.id}:{day}:{until}",
        {
            "case_id": str(scene.header.id),
            "day": day.isoformat(),
            "until": until.isoformat(),
        },
        at,
        tenant_id=scene.header.tenant_id,
        due_at=datetime.combine(day, _MORNING),
    )


def ask(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Ask kindly, once; whoever says nothing loses nothing. Harmless when done twice.

    A hold that ended meanwhile, or ends on another day by now, is asked about no more.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("a question is no act of anybody")
        scene = backstage(uow, UUID(payload["case_id"]))
        until = date.fromisoformat(payload["until"])
        hold = scene.case.hold
        if hold is None or hold.until != until or not scene.case.on_hold(at.date()):
            return
        about = f"{scene.header.id}:{payload['day']}:{until}"
        for role in (Role.BORROWER, Role.COUNSELOR):
            for person in notices.people_of(uow, scene, role, at):
                notices.mail(uow, scene, "hold_review", person, about, at, day=payload["until"])
