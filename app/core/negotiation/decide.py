"""What a command causes in a case. Pure, so it may be tried freely."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from app.core.access import Role
from app.core.errors import OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Case, Stage, side
from app.core.negotiation.commands import (
    AcceptOffer,
    AskHelp,
    CancelAgreement,
    Command,
    ConfirmDebt,
    CounterOffer,
    DeclineOffer,
    DeclineSigning,
    IssueAgreement,
    LiftHold,
    MakeOffer,
    PlaceHold,
    RaiseDispute,
    SealAgreement,
    SettleDispute,
    ShareBudget,
    SignAgreement,
    WithdrawOffer,
)
from app.core.negotiation.events import (
    BudgetShared,
    DebtConfirmed,
    DisputeRaised,
    DisputeSettled,
    Event,
    HelpAsked,
    HoldLifted,
    HoldPlaced,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
)
from app.core.negotiation.signing import decide_signing
from app.core.terms import Terms, terms_digest

OFFER_LIFE = timedelta(days=30)


def decide(case: Case, command: Command, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """What ``command`` by ``by`` causes in ``case`` at ``at`` (aware, UTC).

    Raises:
        TransitionNotAllowed: the command does not fit the case as it stands.
        OfferChanged: what the person saw is not what stands now.
        OfferRefused: the offer breaks a rule; its codes say which.
    """
    match command:
        case ConfirmDebt():
            _only(by, Role.BORROWER, Role.COUNSELOR)
            _at_stage(case, Stage.NEW)
            _no_dispute(case)
            return (DebtConfirmed(by, at),)
        case ShareBudget(budget):
            _only(by, Role.BORROWER, Role.COUNSELOR)
            _at_stage(case, Stage.OPEN)
            return (BudgetShared(budget, by, at),)
        case MakeOffer() | CounterOffer():
            return _offer(case, command, by=by, at=at)
        case AcceptOffer() | DeclineOffer() | WithdrawOffer():
            return _answer(case, command, by=by, at=at)
        case RaiseDispute() | SettleDispute():
            return _dispute(case, command, by=by, at=at)
        case PlaceHold() | LiftHold() | AskHelp():
            return _pause(case, command, by=by, at=at)
        case IssueAgreement() | SignAgreement() | DeclineSigning() | SealAgreement():
            return decide_signing(case, command, by=by, at=at)
        case CancelAgreement():
            return decide_signing(case, command, by=by, at=at)
        case _:
            assert_never(command)


def _offer(
    case: Case, command: MakeOffer | CounterOffer, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    _only(by, Role.BORROWER, Role.COUNSELOR, Role.LENDER)
    _no_dispute(case)
    if case.on_hold(at.date()):
        raise TransitionNotAllowed("a hold is running: no offers until it ends")
    answers = None
    if isinstance(command, CounterOffer):
        standing = _standing(case, command.seen)
        if side(standing.by) is side(by):
            raise TransitionNotAllowed("the other side counters an offer")
        answers = standing.digest
    else:
        _at_stage(case, Stage.OPEN)
        if case.last_offer_by is side(by):
            raise TransitionNotAllowed("one offer at a time: withdraw the first")
    _check_terms(case, command.terms, by=by, at=at)
    return (
        OfferMade(
            offer_id=command.offer_id,
            terms=command.terms,
            digest=terms_digest(command.terms),
            explanation=command.explanation,
            by=by,
            at=at,
            expires_on=(at + OFFER_LIFE).date(),
            answers=answers,
            label=command.label,
        ),
    )


def _check_terms(case: Case, terms: Terms, *, by: Role, at: datetime) -> None:
    if case.budget is None:
        raise TransitionNotAllowed("an offer needs a shared budget")
    found = blocks(terms, case.debt, case.budget, by=by, today=at.date())
    if found:
        raise OfferRefused(found)


def _answer(
    case: Case, command: AcceptOffer | DeclineOffer | WithdrawOffer, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    _only(by, Role.BORROWER, Role.COUNSELOR, Role.LENDER)
    if isinstance(command, WithdrawOffer):
        _at_stage(case, Stage.OFFERED)
        if case.offer is None or side(case.offer.by) is not side(by):
            raise TransitionNotAllowed("only the side that made an offer takes it back")
        return (OfferWithdrawn(case.offer.digest, by, at),)
    standing = _standing(case, command.seen)
    if side(standing.by) is side(by):
        raise TransitionNotAllowed("the other side answers an offer")
    if isinstance(command, DeclineOffer):
        return (OfferDeclined(standing.digest, command.reason, command.explanation, by, at),)
    _no_dispute(case)
    if at.date() > standing.expires_on:
        raise TransitionNotAllowed("the offer has ended: ask for it again")
    # The one who accepts is judged too: circumstances or the budget may have moved since.
    _check_terms(case, standing.terms, by=standing.by, at=at)
    return (OfferAccepted(standing.digest, by, at),)


def _dispute(
    case: Case, command: RaiseDispute | SettleDispute, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    if isinstance(command, RaiseDispute):
        _only(by, Role.BORROWER, Role.COUNSELOR)
        if case.stage in (Stage.SEALED, Stage.CLOSED) or case.dispute is not None:
            raise TransitionNotAllowed("there is nothing open to dispute")
        return (DisputeRaised(command.kind, command.explanation, by, at),)
    _only(by, Role.LENDER)
    if case.dispute is None:
        raise TransitionNotAllowed("there is no dispute")
    return (DisputeSettled(command.upheld, command.explanation, by, at),)


def _pause(
    case: Case, command: PlaceHold | LiftHold | AskHelp, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    if case.stage is Stage.CLOSED:
        raise TransitionNotAllowed("the case is closed")
    match command:
        case PlaceHold(rule, until, explanation):
            if until < at.date():
                raise TransitionNotAllowed("a hold ends today or later")
            if case.hold is not None and until < case.hold.until and by is Role.LENDER:
                raise TransitionNotAllowed("a lender never shortens a hold")
            return (HoldPlaced(rule, until, explanation, by, at),)
        case LiftHold():
            _only(by, Role.BORROWER, Role.COUNSELOR)
            if case.hold is None:
                raise TransitionNotAllowed("there is no hold")
            return (HoldLifted(by, at),)
        case AskHelp(explanation):
            return (HelpAsked(explanation, by, at),)
        case _:
            assert_never(command)


def _standing(case: Case, seen: str) -> OfferMade:
    if case.stage is not Stage.OFFERED or case.offer is None:
        raise TransitionNotAllowed("there is no open offer")
    if seen != case.offer.digest:
        raise OfferChanged("the offer is not the one that was shown")
    return case.offer


def _only(by: Role, *roles: Role) -> None:
    if by not in roles:
        raise TransitionNotAllowed(f"not for the {by}")


def _at_stage(case: Case, *stages: Stage) -> None:
    if case.stage not in stages:
        raise TransitionNotAllowed(f"not while the case is {case.stage}")


def _no_dispute(case: Case) -> None:
    if case.dispute is not None:
        raise TransitionNotAllowed("a dispute is open: nothing moves until it is settled")
