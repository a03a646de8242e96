"""The signing part of ``decide``: one frozen file, signed in order, sealed once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import assert_never

from app.core.access import Role
from app.core.agreement import LEAST_COOLING_OFF_DAYS
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.negotiation import budget_in_paper, language, review
from app.core.negotiation.agreed import LEAST_SIGNING_DAYS, Agreement
from app.core.negotiation.case import Case, Stage, ended, latest_date
from app.core.negotiation.commands import (
    CancelAgreement,
    ChooseBudgetInPaper,
    DeclineSigning,
    IssueAgreement,
    LapseSigning,
    SealAgreement,
    SignAgreement,
)
from app.core.negotiation.events import (
    AgreementCancelled,
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    Event,
    SigningDeclined,
    SigningLapsed,
)
from app.core.negotiation.guards import (
    BORROWER_SIDE,
    PARTIES,
    at_stage,
    current,
    explained,
    free_to_refuse,
    moving,
    only,
    undisputed,
)
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.paper import holds_seal
from app.core.negotiation.review_commands import EndReview

MUST_SIGN = frozenset({Role.LENDER, Role.BORROWER})

SigningCommand = (
    ChooseBudgetInPaper
    | ChooseLanguage
    | EndReview
    | IssueAgreement
    | SignAgreement
    | DeclineSigning
    | LapseSigning
    | SealAgreement
    | CancelAgreement
)


def decide_signing(
    case: Case, command: SigningCommand, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """What a signing command causes. Raises as ``decide`` does."""
    match command:
        case ChooseBudgetInPaper():
            return budget_in_paper.choose(case, command, by=by, at=at)
        case ChooseLanguage():
            return language.choose(case, command, by=by, at=at)
        case EndReview():
            return review.end(case, command, by=by, at=at)
        case IssueAgreement():
            return _issue(case, command, by=by, at=at)
        case SignAgreement():
            return _sign(case, command, by=by, at=at)
        case DeclineSigning():
            return _decline(case, command, by=by, at=at)
        case LapseSigning():
            return _lapse(case, command, by=by, at=at)
        case SealAgreement():
            return _seal(case, command, by=by, at=at)
        case CancelAgreement(agreement_id, version):
            only(by, *BORROWER_SIDE)
            agreement = current(case, agreement_id, version, Stage.SEALED)
            if not may_be_left(agreement, at):
                raise TransitionNotAllowed("the cooling-off time is over")
            return (AgreementCancelled(agreement_id, version, by, at),)
        case _:
            assert_never(command)


def may_be_left(agreement: Agreement, at: datetime) -> bool:
    """Whether the cooling-off time of a sealed agreement still runs."""
    if agreement.cooling_off_until is None:
        return False
    if agreement.cooling_off_ends is None:
        # Sealed when only the day was kept: it counts until it is over everywhere.
        return not ended(agreement.cooling_off_until, at)
    return at < agreement.cooling_off_ends


def is_time_to_leave(last_day: date, ends: datetime, at: datetime) -> bool:
    """Whether cooling off from ``at`` lasts as long as it has to, at the least."""
    least = timedelta(days=LEAST_COOLING_OFF_DAYS)
    # Where clocks go forward on the way, fourteen days are an hour shorter.
    return last_day >= latest_date(at) + least and ends >= at + least - timedelta(hours=1)


def _issue(case: Case, command: IssueAgreement, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, Role.SYSTEM)
    undisputed(case)
    at_stage(case, Stage.AGREED)
    if command.version != case.agreement_versions + 1:
        raise OfferChanged("another version was issued meanwhile")
    signers = set(command.signers)
    if len(signers) != len(command.signers) or not MUST_SIGN <= signers <= set(PARTIES):
        raise TransitionNotAllowed("lender and borrower sign, and a counselor may, once each")
    if command.expires_on < at.date() + LEAST_SIGNING_DAYS:
        raise TransitionNotAllowed("people get a week or more to sign")
    return (
        AgreementIssued(
            command.agreement_id,
            command.version,
            command.facts_sha256,
            command.frozen_sha256,
            command.signers,
            command.expires_on,
            by,
            at,
            command.template,
        ),
    )


def _sign(case: Case, command: SignAgreement, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, *PARTIES)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    moving(case, at)
    if command.seen != agreement.frozen_sha256:
        raise OfferChanged("the document is not the one that was shown")
    if agreement.next_signer is not by:
        raise TransitionNotAllowed("another party signs first")
    # Paper has no last day, so neither have those who sign the file beside it.
    if ended(agreement.expires_on, at) and not case.paper_asked:
        raise TransitionNotAllowed("the time to sign is over: ask for a new version")
    return (
        AgreementSigned(
            command.agreement_id,
            command.version,
            by,
            command.person_id,
            command.seen,
            command.intent_sha256,
            by,
            at,
            command.records_sha256,
            command.reading_sha256,
            command.drawing_sha256,
            command.acted_as,
        ),
    )


def _decline(case: Case, command: DeclineSigning, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, *PARTIES)
    current(case, command.agreement_id, command.version, Stage.SIGNING)
    free_to_refuse(case, by, at)
    if by is Role.LENDER:
        explained(command.explanation)
    return (
        SigningDeclined(
            command.agreement_id, command.version, command.explanation, by, at, command.change
        ),
    )


def _lapse(case: Case, command: LapseSigning, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """Signatures that were given lapse with the time; a pause stops this clock too."""
    only(by, Role.SYSTEM)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    moving(case, at)
    if case.paper_asked or not ended(agreement.expires_on, at):
        raise TransitionNotAllowed("people still have time to sign")
    return (SigningLapsed(command.agreement_id, command.version, by, at),)


def _seal(case: Case, command: SealAgreement, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, Role.SYSTEM)
    current(case, command.agreement_id, command.version, Stage.SIGNED)
    if holds_seal(case):
        raise TransitionNotAllowed("a dispute is open, and the borrower signed on paper alone")
    last_day, ends = command.cooling_off_until, command.cooling_off_ends
    if not is_time_to_leave(last_day, ends, at):
        raise TransitionNotAllowed("cooling off takes 14 days or more")
    return (
        AgreementSealed(
            command.agreement_id,
            command.version,
            command.final_sha256,
            last_day,
            by,
            at,
            ends,
        ),
    )
