"""Where somebody is signed in: each browser, and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.core.access import Action, Actor, require_place
from app.store.sign_in import SessionRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases.accounts import IDLE_BORROWER, IDLE_STAFF, SignedIn
from app.usecases.deps import Deps

NAME_LENGTH = 16
"""Of the digest's signs: enough to tell one person's sessions apart."""


@dataclass(frozen=True, slots=True)
class Open:
    """One signed-in browser. ``name`` says which to end; nobody can sign in with it."""

    name: str
    began_at: datetime
    seen_at: datetime
    this: bool


def listed(deps: Deps, who: SignedIn) -> tuple[Open, ...]:
    """The open sessions of a person: this browser's first, then the newest."""
    with deps.reading() as uow:
        found = [
            Open(_name(one), one.created_at, one.last_seen_at, one.id_sha256 == who.session_sha256)
            for one in _alive(deps, uow, who.actor)
        ]
    return tuple(sorted(found, key=lambda one: not one.this))


def end_one(deps: Deps, actor: Actor, name: str) -> None:
    """End the session of that name; nothing happens when it is over, or somebody else's."""
    _end(deps, actor, lambda one: _name(one) == name)


def end_others(deps: Deps, who: SignedIn) -> None:
    """End every session of the person but the one that asks."""
    _end(deps, who.actor, lambda one: one.id_sha256 != who.session_sha256)


def _end(deps: Deps, actor: Actor, ends: Callable[[SessionRecord], bool]) -> None:
    at = deps.now()
    require_place(actor, Action.END_SESSIONS)
    with deps.unit_of_work() as uow:
        chosen = [one for one in _alive(deps, uow, actor) if ends(one)]
        for one in chosen:
            uow.sessions.end(one.id_sha256, at)
        if chosen:
            audit = f"session:{len(chosen)}"
            uow.audit.write(actor.person_id, "account.sessions-ended", audit, at)


def _alive(deps: Deps, uow: UnitOfWork, actor: Actor) -> tuple[SessionRecord, ...]:
    idle = IDLE_STAFF if actor.memberships else IDLE_BORROWER
    return uow.sessions.of_person(actor.person_id, deps.now(), idle)


def _name(one: SessionRecord) -> str:
    return one.id_sha256[:NAME_LENGTH]
