"""The signing part of ``decide``: one frozen file, signed in order, sealed once."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.negotiation.case import Agreement, Case, Stage
from app.core.negotiation.commands import (
    CancelAgreement,
    DeclineSigning,
    IssueAgreement,
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
)

SigningCommand = IssueAgreement | SignAgreement | DeclineSigning | SealAgreement | CancelAgreement


def decide_signing(
    case: Case, command: SigningCommand, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """What a signing command causes. Raises as ``decide`` does."""
    match command:
        case IssueAgreement():
            return _issue(case, command, by=by, at=at)
        case SignAgreement():
            return _sign(case, command, by=by, at=at)
        case DeclineSigning(agreement_id, version, explanation):
            _current(case, agreement_id, version, Stage.SIGNING)
            return (SigningDeclined(agreement_id, version, explanation, by, at),)
        case SealAgreement(agreement_id, version, final, cooling_off_until):
            _current(case, agreement_id, version, Stage.SIGNED)
            _by_system(by)
            return (AgreementSealed(agreement_id, version, final, cooling_off_until, by, at),)
        case CancelAgreement(agreement_id, version):
            agreement = _current(case, agreement_id, version, Stage.SEALED)
            if by not in (Role.BORROWER, Role.COUNSELOR):
                raise TransitionNotAllowed("the borrower leaves in the cooling-off time")
            if agreement.cooling_off_until is None or at.date() > agreement.cooling_off_until:
                raise TransitionNotAllowed("the cooling-off time is over")
            return (AgreementCancelled(agreement_id, version, by, at),)
        case _:
            assert_never(command)


def _issue(case: Case, command: IssueAgreement, *, by: Role, at: datetime) -> tuple[Event, ...]:
    _by_system(by)
    if case.stage is not Stage.AGREED:
        raise TransitionNotAllowed("there is no accepted offer to write down")
    if command.version != case.agreement_versions + 1:
        raise OfferChanged("another version was issued meanwhile")
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
        ),
    )


def _sign(case: Case, command: SignAgreement, *, by: Role, at: datetime) -> tuple[Event, ...]:
    agreement = _current(case, command.agreement_id, command.version, Stage.SIGNING)
    if command.seen != agreement.frozen_sha256:
        raise OfferChanged("the document is not the one that was shown")
    if agreement.next_signer is not by:
        raise TransitionNotAllowed("another party signs first")
    if at.date() > agreement.expires_on:
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
        ),
    )


def _current(case: Case, agreement_id: object, version: int, stage: Stage) -> Agreement:
    if case.stage is not stage or case.agreement is None:
        raise TransitionNotAllowed(f"not while the case is {case.stage}")
    if (case.agreement.id, case.agreement.version) != (agreement_id, version):
        raise OfferChanged("another version of the agreement stands")
    return case.agreement


def _by_system(by: Role) -> None:
    if by is not Role.SYSTEM:
        raise TransitionNotAllowed("the product does this by itself")
