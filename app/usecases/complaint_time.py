"""The time to answer a complaint is watched; when it goes by, both sides are told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.complaint_events import ComplaintMade
from app.core.negotiation.complaints import late_one
from app.store.unit_of_work import UnitOfWork
from app.usecases import notices
from app.usecases.deps import Deps
from app.usecases.message_notices import supervisors
from app.usecases.scene import Scene, audit, backstage

_OVER_EVERYWHERE = time(12, tzinfo=UTC)


def watch(uow: UnitOfWork, scene: Scene, made: ComplaintMade, at: datetime) -> None:
    """Have it looked at when its last day is over."""
    uow.outbox.put(
        "complaint-time",
        f"complaint-time:{scene.header.id}:{made.complaint_id}",
        {"case_id": str(scene.header.id), "complaint": str(made.complaint_id)},
        at,
        tenant_id=scene.header.tenant_id,
        due_at=datetime.combine(made.due_on + timedelta(days=1), _OVER_EVERYWHERE),
    )


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Tell who complained whom else they can ask, and the supervisors. Harmless when done twice.

    The lender cannot make it go away: it stays open until somebody answers it.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        if late_one(scene.history, UUID(payload["complaint"]), at) is None:
            uow.system("it was answered")
            return
        audit(uow, scene, "complaint.late", at)
        which = payload["complaint"]
        for role in (Role.BORROWER, Role.COUNSELOR):
            for person in notices.people_of(uow, scene, role, at):
                notices.mail(uow, scene, "complaint_late", person, which, at, complaint=which)
        for person in supervisors(uow, scene, at):
            notices.mail(uow, scene, "complaint_waits", person, which, at, complaint=which)
