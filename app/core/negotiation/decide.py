"""What a command causes in a case. Pure, so it may be tried freely."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation import offers, outdated, rounds
from app.core.negotiation.case import Case, Stage
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
from app.core.negotiation.disputes import decide_dispute
from app.core.negotiation.events import (
    BudgetShared,
    DebtConfirmed,
    Event,
)
from app.core.negotiation.guards import BORROWER_SIDE, at_stage, only, undisputed
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.middle import decide_middle
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    AskMidpoint,
    EndOverlap,
    ExtendOffer,
    OpenOverlap,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.paper import decide_paper
from app.core.negotiation.pauses import decide_pause
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.records import decide_records
from app.core.negotiation.review_commands import EndReview
from app.core.negotiation.signing import decide_signing
from app.core.policy import PolicyPack


def decide(  # noqa: PLR0911 - one answer for each group of commands
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
            return _tell(case, command, by=by, at=at, pack=pack)
        case MakeOffer() | CounterOffer() | OpenRound():
            return rounds.decide_rounds(
                case, command, by=by, at=at, pack=pack, most_offers=most_offers
            )
        case (
            ExtendOffer()
            | AskMidpoint()
            | RefuseMidpoint()
            | OpenOverlap()
            | AnswerOverlap()
            | EndOverlap()
            | VetoOverlap()
            | AllowOverlap()
        ):
            return decide_middle(case, command, by=by, at=at, pack=pack)
        case AcceptOffer():
            return offers.accept(case, command, by=by, at=at, pack=pack)
        case DeclineOffer():
            return offers.decline(case, command, by=by, at=at)
        case WithdrawOffer():
            return offers.withdraw(case, command, by=by, at=at)
        case RaiseDispute() | SettleDispute() | AskProof() | AnswerProof():
            return decide_dispute(case, command, by=by, at=at)
        case PlaceHold() | LiftHold() | AskHelp():
            return decide_pause(case, command, by=by, at=at, pack=pack)
        case AgreeToRecords() | WithdrawRecords():
            return decide_records(case, command, by=by, at=at)
        case AskPaper() | SendPaper() | ReturnPaper() | DeclineOnPaper():
            return decide_paper(case, command, by=by, at=at)
        case (
            ChooseBudgetInPaper()
            | ChooseLanguage()
            | EndReview()
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
    case: Case,
    command: ConfirmDebt | ShareBudget,
    *,
    by: Role,
    at: datetime,
    pack: PolicyPack | None = None,
) -> tuple[Event, ...]:
    only(by, *BORROWER_SIDE)
    if isinstance(command, ConfirmDebt):
        at_stage(case, Stage.NEW)
        undisputed(case)
        return (DebtConfirmed(by, at),)
    # Life may change while an offer stands; accepting judges the offer by the newest budget.
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    shared = BudgetShared(command.budget, by, at)
    return (shared, *outdated.by_budget(case, command.budget, at, pack))
