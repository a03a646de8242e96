"""A case, folded from its events: total, and never refusing history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from app.core.access import Role
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.clock_events import ClockMissed
from app.core.negotiation.complaint_events import ComplaintAnswered, ComplaintMade
from app.core.negotiation.dispute_events import DebtCorrected, Figures, OfferSetAside
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
from app.core.negotiation.holding import evolve_pause, evolve_proof, time_after
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.middle_events import (
    MidpointAsked,
    MidpointFound,
    MidpointNotFound,
    MidpointRefused,
    OfferExtended,
    OverlapAllowed,
    OverlapAnswered,
    OverlapEnded,
    OverlapOpened,
    OverlapVetoed,
)
from app.core.negotiation.middle_folding import agreed, budget_changed, evolve_middle, offered
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.outdated_events import MidpointOutdated, OverlapOutdated
from app.core.negotiation.pause_events import HelpAsked, HoldLifted, HoldPlaced
from app.core.negotiation.proof_events import ProofAsked, ProofGiven, ProofMissed
from app.core.negotiation.record_events import (
    BudgetInPaperChosen,
    FileOrPaperEvent,
    PaperAsked,
    PaperReturned,
    PaperSent,
    RecordsAgreed,
    RecordsWithdrawn,
)
from app.core.negotiation.review_events import ReviewEnded
from app.core.negotiation.round_events import RoundOpened, RoundsEnded


def fold(history: Iterable[Event], case: Case | None = None) -> Case:
    """The case after ``history``."""
    state = case or Case()
    for event in history:
        state = evolve(state, event)
    return state


def evolve(case: Case, event: Event) -> Case:
    """The case after one more event; total, and never refuses history."""
    after = replace(_evolve(case, event), version=case.version + 1)
    if after.late_since is None or after.waiting_for is Role.LENDER:
        return after
    return replace(after, late_since=None)


def _evolve(case: Case, event: Event) -> Case:  # noqa: C901, PLR0911, PLR0912 - one branch a kind
    match event:
        case CaseOpened():
            return replace(case, opened=event)
        case DebtConfirmed():
            return replace(case, stage=Stage.OPEN)
        case BudgetShared(budget):
            return replace(case, budget=budget, middle=budget_changed(case.middle))
        case OfferMade():
            rounds = case.rounds + (event.label != MIDPOINT)
            middle = offered(case.middle, event)
            return replace(case, stage=Stage.OFFERED, offer=event, rounds=rounds, middle=middle)
        case (
            OfferExtended()
            | MidpointAsked()
            | MidpointFound()
            | MidpointNotFound()
            | MidpointRefused()
            | OverlapOpened()
            | OverlapAnswered()
            | OverlapEnded()
            | OverlapVetoed()
            | OverlapAllowed()
            | MidpointOutdated()
            | OverlapOutdated()
        ):
            return evolve_middle(case, event)
        case OfferAccepted():
            ended = replace(case, stage=Stage.AGREED, accepted=event, middle=agreed(case.middle))
            return replace(ended, rounds=0, rounds_until=0, rounds_over=None)
        case RoundsEnded():
            return replace(case, rounds_over=event.at)
        case RoundOpened(offers=more):
            return replace(case, rounds_until=case.rounds + more, rounds_over=None)
        case OfferDeclined() | OfferWithdrawn() | OfferSetAside():
            return _reopened(case)
        case DisputeRaised() | DisputeSettled() | DebtCorrected():
            return _evolve_dispute(case, event)
        case ProofAsked() | ProofGiven() | ProofMissed():
            return evolve_proof(case, event)
        case HoldPlaced() | HoldLifted() | HelpAsked() | ClockMissed():
            return evolve_pause(case, event)
        case ComplaintMade() | ComplaintAnswered():
            return case
        case RecordsAgreed() | RecordsWithdrawn() | PaperAsked() | PaperSent() | PaperReturned():
            return _evolve_records(case, event)
        case BudgetInPaperChosen(included=included):
            return replace(case, stage=Stage.AGREED, agreement=None, budget_in_paper=included)
        case LanguageChosen(language=language, agreement_id=None):
            return replace(case, language=language)
        case ReviewEnded():
            # A paper in the post names the counselor too; the new one can be had on paper again.
            return replace(
                case, stage=Stage.AGREED, agreement=None, paper_asked=False, paper_sent=False
            )
        case LanguageChosen(language=language):
            return replace(case, stage=Stage.AGREED, agreement=None, language=language)
        case _:
            return _evolve_agreement(case, event)


def _evolve_dispute(
    case: Case,
    event: DisputeRaised | DisputeSettled | DebtCorrected,
) -> Case:
    match event:
        case DisputeRaised(kind, claim=claim):
            # What was said of the dispute that waits is needed when that one is settled.
            kept = case.claim if claim is None else claim
            return replace(case, dispute=kind, other_dispute=case.dispute, claim=kept)
        case DisputeSettled():
            beneath = replace(case, dispute=case.other_dispute, other_dispute=None)
            open_ = beneath if beneath.dispute else replace(beneath, claim=None)
            return _settled(open_, event, case.dispute)
        case DebtCorrected(figures):
            return _corrected(case, figures)
        case _:
            assert_never(event)


def _corrected(case: Case, now: Figures) -> Case:
    if case.opened is None:
        return case
    was, budget = case.debt, case.budget
    debt = replace(
        was,
        principal=now.principal,
        interest=now.interest,
        fees=now.fees,
        arrears=now.arrears,
    )
    if budget is not None and budget.baseline_total is not None:
        # What the contract would have cost falls by as much as the debt, and by more: its
        # interest falls too. Until the budget is shared again this bound holds plans to it.
        total = max(budget.baseline_total - (was.owed - now.owed), now.owed)
        budget = replace(budget, baseline_total=total)
    return replace(case, corrected=debt, budget=budget)


def _settled(case: Case, event: DisputeSettled, kind: DisputeKind | None) -> Case:
    """``case`` is without the dispute of ``kind`` that ended; one beneath it is open again."""
    if event.upheld and not event.goes_on:
        not_signed = kind is DisputeKind.NOT_SIGNED
        return _reopened(case) if not_signed else replace(case, stage=Stage.CLOSED)
    later = time_after(case, event.at.date())
    until, ends = event.cooling_off_until, event.cooling_off_ends
    if later.agreement is None or until is None or ends is None:
        return later
    return replace(later, agreement=later.agreement.with_time_to_leave(until, ends))


def _evolve_records(case: Case, event: FileOrPaperEvent) -> Case:
    match event:
        case RecordsAgreed():
            others = tuple(r for r in case.records if r.person_id != event.person_id)
            resumed = time_after(case, event.at.date()) if case.paper_asked else case
            # What was posted stays in the post, and may still come back signed.
            return replace(resumed, records=(*others, event), paper_asked=False)
        case RecordsWithdrawn(person_id):
            return replace(case, records=tuple(r for r in case.records if r.person_id != person_id))
        case PaperAsked():
            return replace(case, paper_asked=True, paper_sent=False)
        case PaperSent():
            return replace(case, paper_sent=True)
        case PaperReturned(_, _, signers):
            resumed = replace(time_after(case, event.at.date()), paper_asked=False)
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
                case = replace(time_after(case, event.at.date()), paper_asked=False)
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
