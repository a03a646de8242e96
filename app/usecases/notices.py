"""Who hears of what: every mail is asked for in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never
from uuid import UUID

from app.core.access import Role
from app.core.evidence import Link
from app.core.negotiation.complaint_events import ComplaintAnswered, ComplaintMade
from app.core.negotiation.events import (
    AgreementCancelled,
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    DisputeRaised,
    DisputeSettled,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
    SigningDeclined,
    SigningLapsed,
)
from app.core.negotiation.middle_events import (
    MidpointFound,
    MidpointNotFound,
    MidpointRefused,
    OfferExtended,
    OverlapAnswered,
    OverlapOpened,
)
from app.core.negotiation.outdated_events import MidpointOutdated, OverlapOutdated
from app.core.negotiation.pause_events import HelpAsked
from app.core.negotiation.proof_events import ProofAsked, ProofGiven
from app.core.negotiation.record_events import PaperAsked, PaperReturned, PaperSent
from app.core.negotiation.round_events import RoundOpened
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene

WITH_HEAD = (
    OfferAccepted,
    AgreementIssued,
    AgreementSigned,
    PaperReturned,
    AgreementSealed,
    SigningDeclined,
    SigningLapsed,
    AgreementCancelled,
)
REQUIRED = (ComplaintAnswered, DisputeSettled, AgreementSealed)
"""What the law has somebody told although they want no messages: the answer to their complaint
(DISP 1.6.2 R) and to their dispute (12 CFR 1006.38(d)(2)), and that their copy is there (CCA 1974
s 61A). Their hours and the caps hold for these too."""
TOLD = (
    *WITH_HEAD,
    OfferMade,
    OfferDeclined,
    OfferWithdrawn,
    OfferExtended,
    MidpointFound,
    MidpointNotFound,
    MidpointRefused,
    OverlapOpened,
    OverlapAnswered,
    MidpointOutdated,
    OverlapOutdated,
    RoundOpened,
    DisputeRaised,
    DisputeSettled,
    ProofAsked,
    ProofGiven,
    HelpAsked,
    PaperAsked,
    PaperSent,
    ComplaintMade,
    ComplaintAnswered,
)


def tell_the_others(uow: UnitOfWork, scene: Scene, events: Iterable[Event], at: datetime) -> None:
    """A neutral mail to every other party, once per event.

    At each step towards a signature it carries the head of the case's evidence chain,
    so that a copy of it is outside this database.
    """
    for event in events:
        if not isinstance(event, TOLD):
            continue
        links = uow.cases.links(scene.header.tenant_id, scene.header.id)
        head = links[-1].digest
        recipients = _recipients(uow, scene, event, at)
        if isinstance(event, HelpAsked) and not recipients:
            _tell_the_desk(uow, scene, len(links), at)
        for person in recipients:
            uow.outbox.put(
                "mail",
                f"news:{scene.header.id}:{len(links)}:{person}",
                {
                    "letter": _letter(event, scene, person),
                    "required": isinstance(event, REQUIRED),
                    "person_id": str(person),
                    "head": head if isinstance(event, WITH_HEAD) else "",
                    "tenant_id": str(scene.header.tenant_id),
                    "case_id": str(scene.header.id),
                    "path": "/sign-in",
                    # Makes every mail another one: the same words may come twice.
                    "about": f"{scene.header.id}:{len(links)}",
                },
                at,
                tenant_id=scene.header.tenant_id,
            )
        if isinstance(event, WITH_HEAD) and scene.actor_id is not None:
            _keep_a_copy(uow, scene, scene.actor_id, links, at)


def mail(
    uow: UnitOfWork, scene: Scene, letter: str, person: UUID, about: str, at: datetime, **more: str
) -> None:
    """A letter of its own to one person, once for each ``about``; ``more`` is what it tells."""
    uow.outbox.put(
        "mail",
        f"{letter}:{about}:{person}",
        {
            "letter": letter,
            "person_id": str(person),
            "tenant_id": str(scene.header.tenant_id),
            "case_id": str(scene.header.id),
            "path": "/sign-in",
            "about": about,
            **more,
        },
        at,
        tenant_id=scene.header.tenant_id,
    )


def _letter(event: Event, scene: Scene, person: UUID) -> str:
    """A no that somebody else wrote down is told in so many words, to whom it is ascribed."""
    ascribed = isinstance(event, SigningDeclined) and event.on_paper
    return "no_on_paper" if ascribed and person == scene.header.borrower_id else "news"


def _keep_a_copy(
    uow: UnitOfWork, scene: Scene, actor_id: UUID, links: tuple[Link, ...], at: datetime
) -> None:
    """Whoever acted gets the head too: every party holds every head."""
    step = f"{scene.header.id}:{len(links)}"
    uow.outbox.put(
        "mail",
        f"receipt:{step}:{actor_id}",
        {
            "letter": "receipt",
            "person_id": str(actor_id),
            "head": links[-1].digest,
            "tenant_id": str(scene.header.tenant_id),
            "path": "/sign-in",
            "about": step,
        },
        at,
        tenant_id=scene.header.tenant_id,
    )


def _tell_the_desk(uow: UnitOfWork, scene: Scene, step: int, at: datetime) -> None:
    """Nobody acts for the borrower: the people who run this deployment answer (E27)."""
    uow.outbox.put(
        "mail",
        f"help:{scene.header.id}:{step}",
        {
            "letter": "help",
            "person_id": None,
            "desk": True,
            "about": f"{scene.header.id}:{step}",
            "path": "/sign-in",
        },
        at,
        tenant_id=scene.header.tenant_id,
    )


def _recipients(uow: UnitOfWork, scene: Scene, event: Event, at: datetime) -> tuple[UUID, ...]:
    """Everybody who has a part in the case, without the side that has just acted.

    That the borrower asked for help is no business of the lender's.
    """
    private = {Role.LENDER} if isinstance(event, HelpAsked) else set()
    found = [
        person
        for role in (Role.BORROWER, Role.LENDER, Role.COUNSELOR)
        if role is not event.by and role not in private
        for person in people_of(uow, scene, role, at)
    ]
    return tuple(person for person in dict.fromkeys(found) if person != scene.actor_id)


def people_of(uow: UnitOfWork, scene: Scene, role: Role, at: datetime) -> list[UUID]:
    """Who stands for a party of the case."""
    match role:
        case Role.BORROWER:
            return [scene.header.borrower_id]
        case Role.LENDER:
            return [person for person, _ in uow.organisations.members(scene.header.tenant_id)]
        case Role.COUNSELOR:
            return _counselors(uow, scene, at)
        case Role.SYSTEM:
            return []
        case _:
            assert_never(role)


def _counselors(uow: UnitOfWork, scene: Scene, at: datetime) -> list[UUID]:
    """Who works there now: whoever has left a charity acts for nobody."""
    return [
        person
        for mandate in uow.consents.mandates(scene.header.borrower_id, at)
        for person, _ in uow.organisations.members(mandate.organisation_id)
        if mandate.counselor_id in (None, person)
    ]
