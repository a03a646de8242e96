"""Which charity reviews an agreement: one that may act on plans, with somebody there to sign."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Mandate, Role
from app.core.scopes import needed
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene

_SIGNS = needed(Action.SIGN_AGREEMENT, writes=True)


def reviewer(uow: UnitOfWork, scene: Scene, at: datetime) -> UUID | None:
    """The charity that acted in this case last, or else the one that was let in last.

    Who may only look or talk is not asked to sign: a signature that cannot be given would
    keep everybody waiting.
    """
    able = _able(uow, scene.header.borrower_id, at)
    acted = uow.cases.acted(scene.header.tenant_id, scene.header.id, Role.COUNSELOR)
    for person in acted:
        for mandate, people in able:
            if person in people:
                return mandate.organisation_id
    return able[0][0].organisation_id if able else None


def may_review(uow: UnitOfWork, borrower_id: UUID, charity_id: UUID, at: datetime) -> bool:
    """Whether somebody of this charity could sign now."""
    return bool(who_may_review(uow, borrower_id, charity_id, at))


def who_may_review(
    uow: UnitOfWork, borrower_id: UUID, charity_id: UUID, at: datetime
) -> frozenset[UUID]:
    """Everybody of this charity who could sign now."""
    able = _able(uow, borrower_id, at)
    found = (people for mandate, people in able if mandate.organisation_id == charity_id)
    return frozenset[UUID]().union(*found)


def named_in(record: AgreementRecord) -> UUID | None:
    """The charity that the frozen facts name, if they name one."""
    party = _party(record)
    return UUID(party["id"]) if party else None


def named_by(record: AgreementRecord) -> str:
    """How the frozen facts call that charity; empty where they name none."""
    party = _party(record)
    return party["name"] if party else ""


def is_from_named(record: AgreementRecord, role: Role, actor: Actor) -> bool:
    """Whether a counselor comes from the charity in the document; several may have authority."""
    return role is not Role.COUNSELOR or named_in(record) in actor.organisations("charity")


def _party(record: AgreementRecord) -> Mapping[str, str] | None:
    parties = json.loads(record.facts)["parties"]
    return next((party for party in parties if party["role"] == Role.COUNSELOR), None)


def _able(
    uow: UnitOfWork, borrower_id: UUID, at: datetime
) -> tuple[tuple[Mandate, frozenset[UUID]], ...]:
    """Every live authority that reaches far enough, the last given first, with who may use it."""
    found = []
    for mandate in reversed(uow.consents.mandates(borrower_id, at)):
        members = {person for person, _ in uow.organisations.members(mandate.organisation_id)}
        people = members if mandate.counselor_id is None else members & {mandate.counselor_id}
        if _SIGNS in mandate.scopes and people:
            found.append((mandate, frozenset(people)))
    return tuple(found)
