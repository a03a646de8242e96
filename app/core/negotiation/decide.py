"""What a command causes in a case. Pure, so it may be tried freely."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation import offers, rounds
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.negotiation.commands import (
    AcceptOffer,
    AgreeToRecords,
    AskHelp,
    AskPaper,
    CancelAgreement,
    ChooseBudgetInPaper,
    Command,
    ConfirmDebt,
    CounterOffer,
    DeclineOffer,
    DeclineOnPaper,
    DeclineSigning,
    IssueAgreement,
    LapseSigning,
    LiftHold,
    MakeOffer,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    ReturnPaper,
    SealAgreement,
    SendPaper,
    SettleDispute,
    ShareBudget,
    SignAgreement,
    WithdrawOffer,
    WithdrawRecords,
)
from app.core.negotiation.events import (
    BudgetShared,
    DebtConfirmed,
    DisputeKind,
    DisputeRaised,
    DisputeSettled,
    Event,
)
from app.core.negotiation.guards import BORROWER_SIDE, at_stage, explained, only, undisputed
from app.core.negotiation.paper import decide_paper, may_object
from app.core.negotiation.pause_events import HelpAsked, HoldLifted, HoldPlaced
from app.core.negotiation.records import decide_records
from app.core.negotiation.signing import decide_signing, is_time_to_leave
from app.core.policy import PolicyPack


def decide(
    case: Case,
    command: Command,
    *,
    by: Role,
    at: datetime,
    pack: PolicyPack | None = None,
    most_offers: int = rounds.HOUSE_ROUNDS,
) -> tuple[Event, ...]:
    """What ``command`` by ``by`` causes in ``case`` at ``at`` (aware, UTC).

    Terms are held to ``pack``, the rules as they are confirmed today; without one, to
    the jurisdiction's rules as they were published. ``most_offers`` may be made without
    agreement before a person goes on.

    Raises:
        TransitionNotAllowed: the command does not fit the case as it stands.
        RoundsOver: it is one offer too many.
        OfferChanged: what the person saw is not what stands now.
        OfferRefused: the offer breaks a rule; its codes say which.
        InvalidInput: an explanation is missing.
    """
    if case.opened is None:
        raise TransitionNotAllowed("the case is not opened")
    match command:
        case ConfirmDebt() | ShareBudget():
            return _tell(case, command, by=by, at=at)
        case MakeOffer() | CounterOffer() | OpenRound():
            return rounds.decide_rounds(
                case, command, by=by, at=at, pack=pack, most_offers=most_offers
            )
        case AcceptOffer():
            return offers.accept(case, command, by=by, at=at, pack=pack)
        case DeclineOffer():
            return offers.decline(case, command, by=by, at=at)
        case WithdrawOffer():
            return offers.withdraw(case, command, by=by, at=at)
        case RaiseDispute() | SettleDispute():
            return _dispute(case, command, by=by, at=at)
        case PlaceHold() | LiftHold() | AskHelp():
            return _pause(case, command, by=by, at=at)
        case AgreeToRecords() | WithdrawRecords():
            return decide_records(case, command, by=by, at=at)
        case AskPaper() | SendPaper() | ReturnPaper() | DeclineOnPaper():
            return decide_paper(case, command, by=by, at=at)
        case (
            ChooseBudgetInPaper()
            | IssueAgreement()
            | SignAgreement()
            | DeclineSigning()
            | LapseSigning()
            | SealAgreement()
            | CancelAgreement()
        ):
            return decide_signing(case, command, by=by, at=at)
        case _:
            assert_never(command)


def _tell(
    case: Case, command: ConfirmDebt | ShareBudget, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    only(by, *BORROWER_SIDE)
    if isinstance(command, ConfirmDebt):
        at_stage(case, Stage.NEW)
        undisputed(case)
        return (DebtConfirmed(by, at),)
    # Life may change while an offer stands; accepting judges the offer by the newest budget.
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    return (BudgetShared(command.budget, by, at),)


def _dispute(
    case: Case, command: RaiseDispute | SettleDispute, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    if isinstance(command, RaiseDispute):
        only(by, *BORROWER_SIDE)
        # A sealed plan can be disputed too, and stays in force meanwhile (ethics E10, E11).
        if command.kind is DisputeKind.NOT_SIGNED:
            # Another dispute takes this away from nobody: it waits, and goes on afterwards.
            if case.stage is Stage.CLOSED or not may_object(case):
                raise TransitionNotAllowed("nobody says that the borrower signed on paper")
        elif case.stage is Stage.CLOSED or case.dispute is not None:
            raise TransitionNotAllowed("there is nothing open to dispute")
        return (DisputeRaised(command.kind, command.explanation, by, at),)
    only(by, Role.LENDER)
    if case.dispute is None:
        raise TransitionNotAllowed("there is no dispute")
    explained(command.explanation)
    until, ends = command.cooling_off_until, command.cooling_off_ends
    bound = case.dispute is DisputeKind.NOT_SIGNED and case.stage is Stage.SEALED
    if not bound or command.upheld:
        until = ends = None
    elif until is None or ends is None or not is_time_to_leave(until, ends, at):
        raise TransitionNotAllowed("whoever is held to a paper has the whole time to leave")
    return (DisputeSettled(command.upheld, command.explanation, by, at, until, ends),)


def _pause(
    case: Case, command: PlaceHold | LiftHold | AskHelp, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    if isinstance(command, AskHelp):
        # A person can always be reached, after the end too (ethics E27).
        only(by, *BORROWER_SIDE)
        return (HelpAsked(command.explanation, by, at),)
    if case.stage is Stage.CLOSED:
        raise TransitionNotAllowed("the case is closed")
    match command:
        case PlaceHold(rule, until, explanation):
            if until < latest_date(at):
                raise TransitionNotAllowed("a hold ends today or later")
            if case.hold is not None and until < case.hold.until and by not in BORROWER_SIDE:
                raise TransitionNotAllowed("only the borrower's side shortens a hold")
            return (HoldPlaced(rule, until, explanation, by, at),)
        case LiftHold():
            only(by, *BORROWER_SIDE)
            if case.hold is None:
                raise TransitionNotAllowed("there is no hold")
            return (HoldLifted(by, at),)
        case _:
            assert_never(command)
