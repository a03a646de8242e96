"""What pages show: frozen data, read in one transaction, judged like every action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role, require_place
from app.core.drafting import Guidance
from app.core.guidance import guidance_for
from app.core.household_record import fold_household
from app.core.negotiation.case import Case
from app.core.negotiation.events import (
    AgreementIssued,
    AgreementSigned,
    DisputeRaised,
    DisputeSettled,
    Event,
    OfferDeclined,
    OfferMade,
    SigningDeclined,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.middle_events import MidpointRefused
from app.core.negotiation.outcomes import (
    Outcome,
    Proof,
    as_a_lender_reads,
    last_outcome,
    proofs_of,
)
from app.core.negotiation.pause_events import HelpAsked, HoldPlaced
from app.core.negotiation.proof_events import ProofAsked, ProofGiven
from app.core.negotiation.round_events import RoundOpened
from app.core.packs import jurisdiction_of, load
from app.store.cases import CaseHeader
from app.store.consents import Authority
from app.store.event_codec import kind_of
from app.store.organisations import Organisation
from app.store.reading import CasePage as CaseList
from app.store.reading import Order, Show
from app.store.unit_of_work import UnitOfWork
from app.usecases import who_sees
from app.usecases.deps import Deps
from app.usecases.known_as import known_as
from app.usecases.scene import audit, enter


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline. ``words`` are a person's own, gone from ``erased_at`` on."""

    kind: str
    by: Role
    at: datetime
    words: str = ""
    offer: OfferMade | None = None
    detail: str = ""
    about: DisputeRaised | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as one party may see it: a lender's view has no drafts and no hardship."""

    header: CaseHeader
    role: Role
    case: Case
    borrower: str
    lender: Organisation
    principal: Organisation | None
    counselors: tuple[str, ...]
    timeline: tuple[Moment, ...]
    guidance: Guidance
    household_id: UUID
    outcome: Outcome | None = None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Helper:
    """A charity a borrower can let act, and whether it does now."""

    organisation: Organisation
    authority: Authority | None


def case_page(
    deps: Deps, actor: Actor, case_id: UUID, action: Action = Action.READ_CASE
) -> CasePage:
    """One case with its people and its history.

    Raises:
        NotFound: there is no such case for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = who_sees.as_seen(uow, enter(uow, actor, action, case_id, at))
        lender = _organisation(uow, scene.header.tenant_id)
        pack = load(scene.header.jurisdiction)
        lends = scene.role is Role.LENDER
        history = as_a_lender_reads(scene.history) if lends else scene.history
        return CasePage(
            header=scene.header,
            role=scene.role,
            case=fold(history),
            borrower=known_as(uow, scene.header) if lends else _name(uow, scene.header.borrower_id),
            lender=lender,
            principal=_organisation(uow, lender.principal_id) if lender.principal_id else None,
            counselors=_counselors(uow, scene.header.borrower_id, at),
            timeline=tuple(
                moment
                for moment in map(_moment, history)
                if not lends or moment.kind not in _PRIVATE
            ),
            guidance=guidance_for(scene.header.jurisdiction, pack.cooling_off.days),
            household_id=scene.header.household_id,
            outcome=last_outcome(history),
            proofs=proofs_of(history),
        )


def my_cases(deps: Deps, actor: Actor, page: int = 1) -> CaseList:
    """The cases of the person who asks, as borrower."""
    with deps.reading() as uow:
        return uow.reading.of_borrower(actor.person_id, page=page)


def my_household(deps: Deps, actor: Actor) -> UUID | None:
    with deps.reading() as uow:
        return uow.households.of_owner(actor.person_id)


def queue(
    deps: Deps,
    actor: Actor,
    *,
    show: Show = Show.ALL,
    order: Order = Order.REPLY_DUE,
    page: int = 1,
) -> CaseList:
    """The cases of the lender the actor works for.

    Raises:
        NotAllowed: the actor works for no lender.
    """
    require_place(actor, Action.READ_QUEUE)
    tenant = actor.organisations("lender")[0]
    with deps.reading() as uow:
        return uow.reading.queue(tenant, deps.now().date(), show=show, order=order, page=page)


def helpers(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Helper, ...]:
    """Every charity of the household's jurisdiction, with the live authority it was given."""
    at = deps.now()
    with deps.reading() as uow:
        owner = uow.households.owner_of(household_id)
        history = uow.households.history(owner, household_id) if owner else ()
        place = fold_household(history).jurisdiction
        given = {
            a.counselor_org_id: a
            for a in reversed(uow.consents.authorities(actor.person_id))
            if a.revoked_at is None and (a.until is None or a.until > at)
        }
        return tuple(
            Helper(charity, given.get(charity.id))
            for charity in uow.organisations.of_kind("charity")
            if jurisdiction_of(charity.country) == place or charity.id in given
        )


def shared_budget_viewed(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """Leave the audit row of looking at a shared budget: a sensitive read."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.READ_SHARED_BUDGET, case_id, at)
        audit(uow, scene, Action.READ_SHARED_BUDGET, at)


ON_PAPER = "on_paper"
"""The detail of a no that the lender read on paper."""
REVIEWED = "agreement-reviewed"
"""A counselor's signature, which is no promise."""
_PRIVATE = frozenset({kind_of(HelpAsked)})


def _moment(event: Event) -> Moment:
    kind = kind_of(type(event))
    match event:
        case OfferMade():
            return Moment(kind, event.by, event.at, event.explanation, offer=event)
        case OfferDeclined():
            return Moment(kind, event.by, event.at, event.explanation, detail=event.reason.value)
        case DisputeRaised():
            return Moment(
                kind, event.by, event.at, event.explanation, detail=event.kind.value, about=event
            )
        case HoldPlaced(erased_at=gone) | HelpAsked(erased_at=gone) if gone is not None:
            return Moment(kind, event.by, event.at, erased_at=gone)
        case HoldPlaced():
            return Moment(kind, event.by, event.at, event.explanation, detail=f"{event.until}")
        case SigningDeclined(on_paper=True):
            return Moment(kind, event.by, event.at, detail=ON_PAPER)
        case (
            DisputeSettled()
            | ProofAsked()
            | ProofGiven()
            | HelpAsked()
            | SigningDeclined()
            | RoundOpened()
            | MidpointRefused()
        ):
            return Moment(kind, event.by, event.at, event.explanation)
        case AgreementSigned():
            reviewed = event.acted_as is not None and event.acted_as.capacity == "reviewer"
            kind = REVIEWED if reviewed else kind
            return Moment(kind, event.by, event.at, detail=event.signer.value)
        case AgreementIssued():
            return Moment(kind, event.by, event.at, detail=str(event.version))
        case _:
            return Moment(kind, event.by, event.at)


def _organisation(uow: UnitOfWork, organisation_id: UUID) -> Organisation:
    found = uow.organisations.find(organisation_id)
    if found is None:
        raise LookupError(organisation_id)
    return found


def _name(uow: UnitOfWork, person_id: UUID) -> str:
    found = uow.people.find(person_id)
    return found.name if found else ""


def _counselors(uow: UnitOfWork, borrower_id: UUID, at: datetime) -> tuple[str, ...]:
    found = (
        uow.organisations.find(m.organisation_id) for m in uow.consents.mandates(borrower_id, at)
    )
    return tuple(o.name for o in found if o is not None)
