"""Who hears that there is a message: a neutral mail, which says nothing of what was written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Membership, Role
from app.core.thread.thread import Message
from app.store.unit_of_work import UnitOfWork
from app.usecases.notices import people_of
from app.usecases.scene import Scene


def of_arrived(
    uow: UnitOfWork, scene: Scene, messages: Iterable[Message], at: datetime, contact: str = ""
) -> None:
    """Everybody in the case but the side that wrote. ``contact`` is the contact that it is part of."""
    for one in messages:
        sides = [r for r in (Role.BORROWER, Role.LENDER, Role.COUNSELOR) if r is not one.written.by]
        people = dict.fromkeys(p for side in sides for p in people_of(uow, scene, side, at))
        for person in people:
            if person != one.written.person_id:
                _mail(uow, scene, person, f"m{one.place}", at, contact)


def of_review(uow: UnitOfWork, scene: Scene, message_id: UUID, at: datetime) -> None:
    """Whoever may read it first."""
    people = [*supervisors(uow, scene, at), *people_of(uow, scene, Role.COUNSELOR, at)]
    for person in dict.fromkeys(people):
        if person != scene.actor_id:
            _mail(uow, scene, person, f"review:{message_id}", at)


def of_return(uow: UnitOfWork, scene: Scene, found: Message, at: datetime) -> None:
    _mail(uow, scene, found.written.person_id, f"returned:{found.id}", at)


def of_report(uow: UnitOfWork, scene: Scene, found: Message, at: datetime) -> None:
    """The lender's supervisors, or the desk of this deployment when a counselor wrote it."""
    if not found.is_lenders:
        _desk(uow, scene, f"report:{found.id}", at)
        return
    for person in supervisors(uow, scene, at):
        _mail(uow, scene, person, f"report:{found.id}", at)


def of_care(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """A person is needed: the counselors, and always the people who run this deployment."""
    step = f"care:{at.isoformat()}"
    _desk(uow, scene, step, at)
    for person in people_of(uow, scene, Role.COUNSELOR, at):
        _mail(uow, scene, person, step, at)


def supervisors(uow: UnitOfWork, scene: Scene, at: datetime) -> tuple[UUID, ...]:
    """Colleagues who may read a message first, none of them on the borrower's side here."""
    facts = uow.cases.facts(scene.header.id, at)
    tenant = scene.header.tenant_id
    return tuple(
        person
        for person, role in uow.organisations.members(tenant)
        if facts is not None
        and facts.relations(Actor(person, (Membership(tenant, "lender", role),)))
        & RULES[Action.ANSWER_COMPLAINT].who
    )


def _mail(
    uow: UnitOfWork, scene: Scene, person: UUID, step: str, at: datetime, contact: str = ""
) -> None:
    payload = {
        "letter": "news",
        "person_id": str(person),
        "head": "",
        "tenant_id": str(scene.header.tenant_id),
        "case_id": str(scene.header.id),
        "path": "/sign-in",
        "about": f"{scene.header.id}:{step}",
    }
    if contact and person == scene.header.borrower_id:
        payload["contact"] = contact
    key = f"news:{scene.header.id}:{step}:{person}"
    uow.outbox.put("mail", key, payload, at, tenant_id=scene.header.tenant_id)


def _desk(uow: UnitOfWork, scene: Scene, step: str, at: datetime) -> None:
    about = f"{scene.header.id}:{step}"
    payload = {
        "letter": "help",
        "person_id": None,
        "desk": True,
        "about": about,
        "path": "/sign-in",
    }
    uow.outbox.put("mail", f"help:{about}", payload, at, tenant_id=scene.header.tenant_id)
