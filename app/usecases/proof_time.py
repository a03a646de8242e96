"""The lender's day to prove a debt is watched; when it goes by, a supervisor has the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.errors import TransitionNotAllowed
from app.core.negotiation import proof
from app.store.unit_of_work import UnitOfWork
from app.usecases import answer_time
from app.usecases.deps import Deps
from app.usecases.scene import Scene, append, audit, backstage

PROOF = "proof"
_OVER_EVERYWHERE = time(12, tzinfo=UTC)


def watch(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Have a proof that is owed looked at when its day is over; asking twice is asking once."""
    asked = scene.case.proof
    if asked is None or scene.case.proof_late_since is not None:
        return
    uow.outbox.put(
        "proof-time",
        f"proof-time:{scene.header.id}:{asked.at.isoformat()}",
        {"case_id": str(scene.header.id)},
        at,
        tenant_id=scene.header.tenant_id,
        due_at=datetime.combine(asked.due_on + timedelta(days=1), _OVER_EVERYWHERE),
    )


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Say once that the day went by. Harmless when it is done twice.

    Everything stands still again until the proof is there. Who was told already that a
    supervisor has the case is not told again.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        try:
            event = proof.missed(scene.case, at)
        except TransitionNotAllowed:
            uow.system("it was given, said already, or another one has its own day")
            return
        after = append(uow, scene, (event,), at)
        audit(uow, after, "proof.missed", at)
        answer_time.watch(uow, after, at)
        if scene.case.late_since is None:
            told = f"proof-time:{scene.header.id}:{event.asked.isoformat()}"
            answer_time.tell(uow, after, told, at, clock=PROOF)
