"""How an authority ends. A week before, its borrower is told; whoever does nothing loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Action
from app.store.consents import Authority
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

BEFORE = timedelta(days=7)
_MORNING = time(8, tzinfo=UTC)


def end(
    uow: UnitOfWork, by: UUID | None, borrower_id: UUID, authority_id: UUID, at: datetime
) -> bool:
    """End one now; whether it was in force."""
    ended = uow.consents.revoke_authority(borrower_id, authority_id, at)
    if ended:
        note(uow, by, authority_id, "ended", at)
    return ended


def note(uow: UnitOfWork, by: UUID | None, authority_id: UUID, what: str, at: datetime) -> None:
    """The line that says ``given`` or ``ended``: ``store.whole`` holds the row against it."""
    uow.audit.write(by, Action.GIVE_AUTHORITY, f"authority:{authority_id}", at, what)


def watch(uow: UnitOfWork, given: Authority, at: datetime) -> bool:
    """Have the borrower told; whether that is new. Who chose a day within a week knows it."""
    if given.last_day is None:
        return False
    due_at = datetime.combine(given.last_day - BEFORE, _MORNING)
    if due_at <= at:
        return False
    return uow.outbox.put(
        "authority-ends", f"authority-ends:{given.id}", _about(given), at, due_at=due_at
    )


def watch_all(deps: Deps) -> int:
    """Have everybody told whom nobody would tell; how many there were.

    For authorities that were given before their end was told of. Harmless when done twice.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("from now on somebody looks at the day")
        return sum(watch(uow, given, at) for given in uow.consents.live_authorities(at))


def tell(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Ask for the mail, unless the authority is over or was taken back. Harmless when done twice."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("news of a day that comes by itself")
        given = live(uow, payload, at)
        if given is not None and given.last_day is not None:
            uow.outbox.put(
                "mail",
                f"authority_ends:{given.id}",
                {
                    "letter": "authority_ends",
                    **_about(given),
                    "path": "/sign-in",
                    "day": given.last_day.isoformat(),
                    "about": str(given.id),
                },
                at,
            )


def live(uow: UnitOfWork, payload: Mapping[str, Any], at: datetime) -> Authority | None:
    """The authority that ``payload`` is about, while it is in force."""
    found = uow.consents.authorities(UUID(payload["person_id"]))
    given = next((one for one in found if str(one.id) == payload["authority_id"]), None)
    if given is None or given.revoked_at is not None:
        return None
    return given if given.until is None or given.until > at else None


def _about(given: Authority) -> dict[str, str]:
    return {"authority_id": str(given.id), "person_id": str(given.borrower_id)}
