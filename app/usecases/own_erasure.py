"""A person has their data deleted: what can go goes, and what has to stay is said beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Action, Actor, require_place
from app.core.erasing import ErasurePlan, Known, planned
from app.store.outbox import NotYet
from app.store.person_keys import PERSONAL
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.erasure import erase
from app.usecases.forgetting import leave
from app.usecases.retention import lock

ASKED = "asked"
WAIT, AT_MOST = timedelta(minutes=1), timedelta(days=1)
"""The last message leaves before its address is deleted; it does not wait for it for ever."""


def plan(deps: Deps, actor: Actor) -> ErasurePlan:
    """What would go now, and what would stay."""
    at = deps.now()
    with deps.reading() as uow:
        require_place(actor, Action.PLAN_ERASURE)
        return _plan(uow, actor.person_id, at)


def ask(deps: Deps, actor: Actor) -> None:
    """Have it done. A neutral message confirms it, so that nobody does it unseen."""
    at, me = deps.now(), actor.person_id
    with deps.unit_of_work() as uow:
        require_place(actor, Action.ERASE_OWN_DATA)
        if not uow.outbox.is_waiting(f"erase:{me}:"):
            told = {"letter": "data_request", "person_id": str(me), "path": "/account/data"}
            about = {"about": f"{me}:{at.isoformat()}"}
            uow.outbox.put("mail", _mail(me, at), told | about, at)
            uow.outbox.put(
                "erase",
                f"erase:{me}:{at.isoformat()}",
                {"person_id": str(me), "asked_at": at.isoformat()},
                at,
            )
        uow.audit.write(me, Action.ERASE_OWN_DATA, f"person:{me}", at)


def run(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Delete what the plan says now: it may be more or less than when it was asked for.

    Raises:
        NotYet: the message that confirms it has not left.
    """
    at, me = deps.now(), UUID(payload["person_id"])
    asked = datetime.fromisoformat(payload["asked_at"])
    with deps.unit_of_work() as uow:
        if uow.outbox.waits(_mail(me, asked)) and at < asked + AT_MOST:
            raise NotYet(at + WAIT)
        _erase(uow, me, at)


def _erase(uow: UnitOfWork, me: UUID, at: datetime) -> None:
    found = _plan(uow, me, at)
    erase(uow, me, PERSONAL, at, ASKED, by=me)
    standing = {one.id: one for one in uow.keeping.standings(borrower_id=me)}
    for stay in found.locked:
        if stay.ended is not None:
            lock(uow, standing[stay.case.case_id], stay.ended, at, ASKED)
    if found.is_whole:
        leave(uow, me, at, ASKED)
    uow.audit.write(None, "data.erased", f"person:{me}", at)


def _plan(uow: UnitOfWork, me: UUID, at: datetime) -> ErasurePlan:
    known = []
    for one in uow.keeping.standings(borrower_id=me):
        lender = uow.organisations.find(one.tenant_id)
        name = lender.name if lender else ""
        known.append(Known(one.id, name, one.stage, one.jurisdiction, one.moved_at, one.plan_ends))
    works = bool(uow.people.actor(me).memberships)
    return planned(tuple(known), at, works=works)


def _mail(me: UUID, at: datetime) -> str:
    return f"data-request:{me}:{at.isoformat()}"
