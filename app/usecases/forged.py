"""A request that a foreign page sent, or that lacks this browser's token, is kept in the log."""

from __future__ import annotations

from app.core.access import Actor
from app.usecases.deps import Deps

FORGED = "request.forged"


def note(deps: Deps, actor: Actor | None, endpoint: str) -> None:
    """Say in whose browser it was sent, and to which route; nothing of what it carried."""
    with deps.unit_of_work() as uow:
        who = actor.person_id if actor else None
        uow.audit.write(who, FORGED, f"route:{endpoint}", deps.now())
