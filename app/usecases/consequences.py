"""What happens outside a case because of what happened in it: offers, papers, promises."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.core.household_record import (
    CommitmentState,
    HouseholdEvent,
    Promise,
    PromiseEnded,
    PromiseMade,
    fold_household,
)
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.dispute_events import OfferSetAside
from app.core.negotiation.events import (
    AgreementCancelled,
    DisputeKind,
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
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.record_events import BudgetInPaperChosen, PaperAsked, PaperReturned
from app.core.negotiation.review_events import ReviewEnded
from app.core.periods import TIMES_A_YEAR
from app.core.terms import Terms
from app.store.households import Commitment
from app.store.unit_of_work import UnitOfWork
from app.usecases import answer_time, hold_reviews, on_paper, planned, proof_time
from app.usecases.draw_up import to_write_down
from app.usecases.scene import Scene

_LAID_ASIDE: dict[type[Event], tuple[str, str]] = {
    SigningDeclined: ("open", "declined"),
    SigningLapsed: ("open", "expired"),
    AgreementCancelled: ("sealed", "cancelled"),
}


def follow(
    uow: UnitOfWork, before: Case, after: Scene, events: tuple[Event, ...], at: datetime
) -> None:
    """What events change outside the case: offers, agreements, what the household has promised."""
    tenant, case_id = after.header.tenant_id, after.header.id
    if before.middle.overlap is not None and after.case.middle.overlap is None:
        uow.overlaps.forget(tenant, case_id)
    for event in events:
        match event:
            case OfferMade():
                if before.offer is not None and not _taken_back(events):
                    uow.offers.settle(tenant, case_id, before.offer.digest, "replaced")
                if after.case.budget is not None:
                    uow.offers.record(tenant, case_id, event, after.case.budget)
                _promise(uow, after, event.terms, CommitmentState.OFFERED, at)
            case OfferAccepted(digest):
                uow.offers.settle(tenant, case_id, digest, "accepted")
                if after.case.offer is not None:
                    terms = after.case.offer.terms
                    _promise(uow, after, terms, CommitmentState.AGREED, at)
                to_write_down(uow, after, at)
            case OfferDeclined(digest):
                uow.offers.settle(tenant, case_id, digest, "declined")
                _release(uow, after, at)
            case OfferWithdrawn(digest):
                uow.offers.settle(tenant, case_id, digest, "withdrawn")
                _release(uow, after, at)
            case SigningDeclined() | SigningLapsed() | AgreementCancelled():
                was, now = _LAID_ASIDE[type(event)]
                if isinstance(event, SigningDeclined) and event.change:
                    now = "superseded"
                uow.agreements.move(tenant, event.agreement_id, was=was, now=now)
                uow.signatures.void_nonces(tenant, event.agreement_id, at)
                _release(uow, after, at)
            case DisputeSettled() | OfferSetAside():
                _settle(uow, before, after, event, at)
            case (
                PaperAsked()
                | PaperReturned()
                | BudgetInPaperChosen()
                | LanguageChosen()
                | ReviewEnded()
                | DisputeRaised()
            ):
                on_paper.follow(uow, after, event, at)
            case _:
                continue
    hold_reviews.watch(uow, after, events, at)
    answer_time.watch(uow, after, at)
    proof_time.watch(uow, after, at)
    planned.call_off(uow, after.header.borrower_id, at)


def _taken_back(events: tuple[Event, ...]) -> bool:
    """Whether the offer that stood was withdrawn in the same move."""
    return any(isinstance(event, OfferWithdrawn) for event in events)


def _settle(
    uow: UnitOfWork, before: Case, after: Scene, event: DisputeSettled | OfferSetAside, at: datetime
) -> None:
    if isinstance(event, OfferSetAside):
        if before.stage is Stage.OFFERED:
            uow.offers.settle(after.header.tenant_id, after.header.id, event.digest, "withdrawn")
        on_paper.supersede(uow, after, at)
        _release(uow, after, at)
        return
    if event.upheld and not event.goes_on:
        not_signed = before.dispute is DisputeKind.NOT_SIGNED
        (on_paper.void if not_signed else on_paper.supersede)(uow, after, at)
        _release(uow, after, at)
    elif event.cooling_off_until is not None:
        on_paper.leave_anew(uow, after)


def _promise(
    uow: UnitOfWork, scene: Scene, terms: Terms, state: CommitmentState, at: datetime
) -> None:
    header, schedule = scene.header, terms.schedule
    lender = uow.organisations.find(header.tenant_id)
    promise = Promise(
        case_id=header.id,
        creditor=lender.name if lender else "",
        amount=schedule.highest,
        frequency=terms.frequency,
        since=schedule.first_due,
        until=schedule.last_due,
        state=state,
    )
    _remember(uow, scene, (PromiseMade(promise, at),), at)
    uow.households.commit(
        Commitment(
            owner_id=header.borrower_id,
            household_id=header.household_id,
            id=uuid4(),
            tenant_id=header.tenant_id,
            case_id=header.id,
            # Spending rounds up: what is promised is never understated.
            monthly_minor=-(-schedule.highest.minor * TIMES_A_YEAR[terms.frequency] // 12),
            currency=header.currency,
            starts_on=schedule.first_due,
            ends_on=schedule.last_due,
            state=state.value,
        )
    )


def _release(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    _remember(uow, scene, (PromiseEnded(scene.header.id, at),), at)
    uow.households.release(scene.header.tenant_id, scene.header.id)


def _remember(
    uow: UnitOfWork, scene: Scene, events: tuple[HouseholdEvent, ...], at: datetime
) -> None:
    header = scene.header
    history = uow.households.history(header.borrower_id, header.household_id)
    uow.households.append(
        header.borrower_id,
        header.household_id,
        fold_household(history).version,
        events,
        actor_id=scene.actor_id,
        role=scene.role.value,
        at=at,
    )
