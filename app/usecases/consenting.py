"""The ledger of consent: what a borrower lets an organisation see, and its end. One way in.

Only the borrower writes it. A counselor who shares a budget by an authority leaves a row that
says so, and never one where the borrower has stopped it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Role
from app.core.disclosure import DataClass, Purpose, wording
from app.core.errors import NotAllowed, NotFound
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene

GIVEN, STOPPED, DROPPED = "consent.given", "consent.revoked", "consent.effect-dropped"
CONSENT, AUTHORITY = "consent", "authority"
REVOKED = "consent_revoked"
"""Why a queued effect was dropped."""


def let_see(
    uow: UnitOfWork,
    scene: Scene,
    grantee_id: UUID,
    data_class: DataClass,
    purpose: Purpose,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Inside a transaction: ``grantee_id`` sees this part of the case from now on.

    Raises:
        NotAllowed: nobody but the borrower lets others see.
    """
    by_authority = purpose is Purpose.FOR_ME
    if not by_authority and scene.actor_id != scene.header.borrower_id:
        raise NotAllowed(STOPPED)
    if by_authority and scene.role is not Role.COUNSELOR:
        raise NotAllowed(STOPPED)
    said = wording(purpose, data_class)
    consent = Consent(
        tenant_id=scene.header.tenant_id,
        id=uuid4(),
        case_id=scene.header.id,
        person_id=scene.header.borrower_id,
        grantee_org_id=grantee_id,
        data_class=data_class.value,
        purpose=purpose.value,
        wording_version=said.version,
        given_at=at,
        expires_at=until,
        basis=AUTHORITY if by_authority else CONSENT,
    )
    uow.consents.give(consent, said)
    _note(uow, scene.actor_id, GIVEN, consent, at)


def stop(uow: UnitOfWork, scene: Scene, consent_id: UUID, at: datetime) -> Consent:
    """Inside a transaction: it ends now.

    Raises:
        NotFound: this borrower let nobody see it, or ended it before.
    """
    header = scene.header
    ended = uow.consents.revoke(header.tenant_id, header.borrower_id, consent_id, at)
    if ended is None or ended.case_id != header.id:
        raise NotFound("consent")
    _note(uow, scene.actor_id, STOPPED, ended, at)
    return ended


def stop_again(
    uow: UnitOfWork, tenant_id: UUID, person_id: UUID, consent_id: UUID, at: datetime
) -> bool:
    """In a database that was put back: what the person had ended. Whether it was open there."""
    ended = uow.consents.revoke(tenant_id, person_id, consent_id, at)
    if ended is not None:
        _note(uow, None, STOPPED, ended, at)
    return ended is not None


def stop_all(
    uow: UnitOfWork,
    scene: Scene,
    grantee_id: UUID,
    classes: Iterable[DataClass],
    at: datetime,
) -> None:
    """Everything of these classes that the recipient still sees of the case."""
    wanted = set(classes)
    for one in uow.consents.live(scene.header.tenant_id, scene.header.id, at):
        if one.grantee_org_id == grantee_id and one.data_class in wanted:
            stop(uow, scene, one.id, at)


def seen_by(uow: UnitOfWork, scene: Scene, grantee_id: UUID, at: datetime) -> frozenset[DataClass]:
    """The data classes of the case that the recipient sees now."""
    live = uow.consents.live(scene.header.tenant_id, scene.header.id, at)
    return frozenset(DataClass(one.data_class) for one in live if one.grantee_org_id == grantee_id)


def _note(
    uow: UnitOfWork, actor_id: UUID | None, action: str, consent: Consent, at: datetime
) -> None:
    """Recipient, data class and wording by id, word and digest; nothing of anybody."""
    said = f"{consent.grantee_org_id} {consent.data_class} {consent.wording_version}"
    uow.audit.write(actor_id, action, f"case:{consent.case_id}", at, said)
