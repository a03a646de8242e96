"""A case, folded from its events: total, and never refusing history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import assert_never

from app.core.access import Role
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Hold, Stage
from app.core.negotiation.complaint_events import ComplaintAnswered, ComplaintEvent, ComplaintMade
from app.core.negotiation.events import (
    AgreementCancelled,
    AgreementEvent,
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    BudgetShared,
    CaseOpened,
    DebtConfirmed,
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
from app.core.negotiation.pause_events import HelpAsked, HoldLifted, HoldPlaced
from app.core.negotiation.record_events import (
    BudgetInPaperChosen,
    FileOrPaperEvent,
    PaperAsked,
    PaperReturned,
    PaperSent,
    RecordsAgreed,
    RecordsWithdrawn,
)
from app.core.negotiation.round_events import RoundOpened, RoundsEnded


def fold(history: Iterable[Event], case: Case | None = None) -> Case:
    """The case after ``history``."""
    state = case or Case()
    for event in history:
        state = evolve(state, event)
    return state


def evolve(case: Case, event: Event) -> Case:
    """The case after one more event; total, and never refuses history."""
    return replace(_evolve(case, event), version=case.version + 1)


def _evolve(case: Case, event: Event) -> Case:  # noqa: PLR0911 - one branch a kind
    match event:
        case CaseOpened():
            return replace(case, opened=event)
        case DebtConfirmed():
            return replace(case, stage=Stage.OPEN)
        case BudgetShared(budget):
            return replace(case, budget=budget)
        case OfferMade():
            return replace(case, stage=Stage.OFFERED, offer=event, rounds=case.rounds + 1)
        case OfferAccepted():
            agreed = replace(case, stage=Stage.AGREED, accepted=event)
            return replace(agreed, rounds=0, rounds_until=0, rounds_over=None)
        case RoundsEnded():
            return replace(case, rounds_over=event.at)
        case RoundOpened(offers=more):
            return replace(case, rounds_until=case.rounds + more, rounds_over=None)
        case OfferDeclined() | OfferWithdrawn():
            return _reopened(case)
        case DisputeRaised(kind):
            return replace(case, dispute=kind, other_dispute=case.dispute)
        case DisputeSettled():
            beneath = replace(case, dispute=case.other_dispute, other_dispute=None)
            return _settled(beneath, event, case.dispute)
        case HoldPlaced() | HoldLifted() | HelpAsked() | ComplaintMade() | ComplaintAnswered():
            return _evolve_pause(case, event)
        case RecordsAgreed() | RecordsWithdrawn() | PaperAsked() | PaperSent() | PaperReturned():
            return _evolve_records(case, event)
        case BudgetInPaperChosen(included=included):
            return replace(case, stage=Stage.AGREED, agreement=None, budget_in_paper=included)
        case _:
            return _evolve_agreement(case, event)


def _evolve_pause(case: Case, event: HoldPlaced | HoldLifted | HelpAsked | ComplaintEvent) -> Case:
    match event:
        case HoldPlaced(rule, until, explanation):
            return replace(_time_after(case, until), hold=Hold(rule, until, explanation))
        case HoldLifted():
            return replace(case, hold=None)
        case HelpAsked() | ComplaintMade() | ComplaintAnswered():
            return case
        case _:
            assert_never(event)


def _settled(case: Case, event: DisputeSettled, kind: DisputeKind | None) -> Case:
    """``case`` is without the dispute of ``kind`` that ended; one beneath it is open again."""
    if event.upheld:
        not_signed = kind is DisputeKind.NOT_SIGNED
        return _reopened(case) if not_signed else replace(case, stage=Stage.CLOSED)
    later = _time_after(case, event.at.date())
    until, ends = event.cooling_off_until, event.cooling_off_ends
    if later.agreement is None or until is None or ends is None:
        return later
    return replace(later, agreement=later.agreement.with_time_to_leave(until, ends))


def _evolve_records(case: Case, event: FileOrPaperEvent) -> Case:
    match event:
        case RecordsAgreed():
            others = tuple(r for r in case.records if r.person_id != event.person_id)
            resumed = _time_after(case, event.at.date()) if case.paper_asked else case
            # What was posted stays in the post, and may still come back signed.
            return replace(resumed, records=(*others, event), paper_asked=False)
        case RecordsWithdrawn(person_id):
            return replace(case, records=tuple(r for r in case.records if r.person_id != person_id))
        case PaperAsked():
            return replace(case, paper_asked=True, paper_sent=False)
        case PaperSent():
            return replace(case, paper_sent=True)
        case PaperReturned(_, _, signers):
            resumed = replace(_time_after(case, event.at.date()), paper_asked=False)
            return _with_signatures(resumed, signers, signers)
        case _:
            assert_never(event)


def _evolve_agreement(case: Case, event: AgreementEvent) -> Case:
    match event:
        case AgreementIssued(agreement_id, version, facts, frozen, signers, expires_on):
            agreement = Agreement(
                agreement_id, version, facts, frozen, signers, expires_on, issued_at=event.at
            )
            return replace(
                case, stage=Stage.SIGNING, agreement=agreement, agreement_versions=version
            )
        case AgreementSigned(signer=signer):
            if case.paper_asked and signer is Role.BORROWER:
                # Whoever asked for paper and signs here after all waits for no post.
                case = replace(_time_after(case, event.at.date()), paper_asked=False)
            return _with_signatures(case, (signer,))
        case SigningDeclined() | SigningLapsed():
            return _reopened(case)
        case AgreementSealed(_, _, final, until, cooling_off_ends=ends):
            sealed = case.agreement and replace(
                case.agreement, final_sha256=final, cooling_off_until=until, cooling_off_ends=ends
            )
            return replace(case, stage=Stage.SEALED, agreement=sealed)
        case AgreementCancelled():
            return _reopened(case)
        case _:
            assert_never(event)


def _with_signatures(
    case: Case, signers: tuple[Role, ...], on_paper: tuple[Role, ...] = ()
) -> Case:
    if case.agreement is None:
        return case
    agreement = case.agreement.with_signatures(signers, on_paper)
    stage = Stage.SIGNING if agreement.next_signer else Stage.SIGNED
    return replace(case, agreement=agreement, stage=stage)


def _time_after(case: Case, pause_ends: date) -> Case:
    if case.stage is not Stage.SIGNING or case.agreement is None:
        return case
    return replace(case, agreement=case.agreement.with_time_after(pause_ends))


def _reopened(case: Case) -> Case:
    """Back to where either side may offer; versions of agreements are never counted anew."""
    return replace(
        case,
        stage=Stage.OPEN,
        offer=None,
        accepted=None,
        agreement=None,
        paper_asked=False,
        paper_sent=False,
    )
