"""An agreement that waits for a counselor who may act no more is written again without them.

Otherwise nobody could ever complete it: its frozen facts name them. What was accepted stands.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import Actor, Role
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.decide import decide
from app.core.negotiation.review import waits_for_review
from app.core.negotiation.review_commands import EndReview
from app.store.unit_of_work import UnitOfWork
from app.usecases import consequences, notices
from app.usecases.deps import Deps
from app.usecases.reviewers import may_review, named_in, who_may_review
from app.usecases.scene import Scene, append, audit, backstage

EFFECT = "signing-time"
"""The work that looks at an agreement being signed."""


def in_all_cases(uow: UnitOfWork, borrower_id: UUID, at: datetime) -> None:
    """Inside the transaction that changed an authority: look at every agreement being signed.

    One in a dispute or a hold waits; its time to sign is looked at each day.
    """
    for case_id in _being_signed(uow, borrower_id):
        scene = backstage(uow, case_id)
        if not end_if_gone(uow, scene, at):
            watch(uow, scene, at)


def end_if_gone(uow: UnitOfWork, scene: Scene, at: datetime) -> bool:
    """Whether the version gave way: it waits for a charity that may not sign, and nothing rests."""
    charity, agreement = _awaited(uow, scene), scene.case.agreement
    borrower_id = scene.header.borrower_id
    if charity is None or agreement is None or may_review(uow, borrower_id, charity, at):
        return False
    if scene.case.stopped or scene.case.on_hold(latest_date(at)):
        return False
    uow.households.lock(borrower_id, scene.header.household_id)
    command = EndReview(agreement.id, agreement.version)
    events = decide(scene.case, command, by=Role.SYSTEM, at=at)
    after = append(uow, scene, events, at)
    consequences.follow(uow, scene.case, after, events, at)
    audit(uow, after, "agreement.review-ended", at)
    return True


def watch(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Have it looked at when the authority of the charity that is waited for runs out."""
    charity, agreement = _awaited(uow, scene), scene.case.agreement
    if charity is None or agreement is None:
        return
    given = uow.consents.authorities(scene.header.borrower_id)
    for one in given:
        until = one.until
        if one.counselor_org_id == charity and one.revoked_at is None and until and until > at:
            uow.outbox.put(
                EFFECT,
                f"{EFFECT}:{agreement.id}:{agreement.version}:{until.isoformat()}",
                {"case_id": str(scene.header.id)},
                at,
                tenant_id=scene.header.tenant_id,
                due_at=until,
            )


def waited_for(deps: Deps, actor: Actor) -> frozenset[UUID]:
    """The charities whose signature an agreement of ``actor``, the borrower, waits for."""
    with deps.reading() as uow:
        cases = _being_signed(uow, actor.person_id)
        found = (_awaited(uow, backstage(uow, case_id)) for case_id in cases)
        return frozenset(charity for charity in found if charity is not None)


def signs_next(uow: UnitOfWork, scene: Scene, signer: Role, at: datetime) -> list[UUID]:
    """Who signs for ``signer``: of counselors, those of the charity that is waited for."""
    people = notices.people_of(uow, scene, signer, at)
    charity = _awaited(uow, scene) if signer is Role.COUNSELOR else None
    if charity is None:
        return people
    able = who_may_review(uow, scene.header.borrower_id, charity, at)
    return [person for person in people if person in able]


def _being_signed(uow: UnitOfWork, borrower_id: UUID) -> tuple[UUID, ...]:
    cases = uow.cases.borrowed(borrower_id, None, None)
    return tuple(case.id for case in cases if case.stage == Stage.SIGNING)


def _awaited(uow: UnitOfWork, scene: Scene) -> UUID | None:
    """The charity named in the version at hand, while nobody has signed for it."""
    agreement = scene.case.agreement
    if scene.case.stage is not Stage.SIGNING or agreement is None:
        return None
    record = uow.agreements.find(agreement.id)
    return named_in(record) if record and waits_for_review(agreement) else None
