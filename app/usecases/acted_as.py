"""Who a person is at the moment of an act: written down with it, and never looked up later."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.record_events import ActedAs
from app.store.agreements import AgreementRecord
from app.store.consents import Authority
from app.store.unit_of_work import UnitOfWork
from app.usecases.reviewers import named_in
from app.usecases.scene import Scene

LATER = datetime.max.replace(tzinfo=UTC)
"""The end of what has no end."""


def signer(
    uow: UnitOfWork, scene: Scene, record: AgreementRecord, person_id: UUID, at: datetime
) -> ActedAs:
    """Whoever signs ``record`` in the role of ``scene``."""
    if scene.role is Role.LENDER:
        return member(uow, scene, person_id)
    if scene.role is Role.COUNSELOR:
        given = mandate(uow, scene, record, person_id, at)
        given_at = given.given_at if given else None
        return ActedAs(_name(uow, person_id), "reviewer", "mandate", given_at=given_at)
    return ActedAs(_name(uow, person_id), "own_debt", "own")


def member(uow: UnitOfWork, scene: Scene, person_id: UUID) -> ActedAs:
    """Whoever acts for the lender of this case."""
    ranks = dict(uow.organisations.members(scene.header.tenant_id))
    rank = ranks.get(person_id, "")
    return ActedAs(_name(uow, person_id), "for_organisation", "member", rank=rank)


def mandate(
    uow: UnitOfWork, scene: Scene, record: AgreementRecord, person_id: UUID, at: datetime
) -> Authority | None:
    """The borrower's mandate to the charity of the document, or to this counselor there."""
    charity = named_in(record)
    found = (
        given
        for given in uow.consents.authorities(scene.header.borrower_id)
        if given.counselor_org_id == charity
        and given.counselor_id in {None, person_id}
        and given.given_at <= at < min(given.until or LATER, given.revoked_at or LATER)
    )
    return next(found, None)


def _name(uow: UnitOfWork, person_id: UUID) -> str:
    found = uow.people.find(person_id)
    return found.name if found else ""
