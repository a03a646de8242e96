"""Offers, answers, disputes and holds: one command, one transaction, all its consequences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, Role
from app.core.errors import OfferRefused
from app.core.intake import shared_budget
from app.core.lender_policy.limits import SecondPersonNeeded, needs_second
from app.core.lender_policy.resolve import limits_of, rounds_of
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Case
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
    LiftHold,
    MakeOffer,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    ReturnPaper,
    SendPaper,
    SettleDispute,
    WithdrawOffer,
    WithdrawRecords,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AskMidpoint,
    ExtendOffer,
    OpenOverlap,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.results import Assessment
from app.core.terms import Terms
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct, consequences, messages, notices, on_paper, staff_words
from app.usecases.both import hold_still
from app.usecases.budget import acceptance_of, assessment_of, share_now
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.scene import Scene, append, audit, enter
from app.usecases.who_sees import refuse_blind_offers

NEEDS: dict[type[Command], Action] = {
    ConfirmDebt: Action.CONFIRM_DEBT,
    MakeOffer: Action.MAKE_OFFER,
    CounterOffer: Action.MAKE_OFFER,
    AcceptOffer: Action.ANSWER_OFFER,
    DeclineOffer: Action.ANSWER_OFFER,
    WithdrawOffer: Action.WITHDRAW_OFFER,
    OpenRound: Action.OPEN_ROUND,
    ExtendOffer: Action.EXTEND_OFFER,
    AskMidpoint: Action.ASK_MIDPOINT,
    RefuseMidpoint: Action.REFUSE_MIDPOINT,
    OpenOverlap: Action.USE_OVERLAP,
    VetoOverlap: Action.VETO_OVERLAP,
    AllowOverlap: Action.VETO_OVERLAP,
    RaiseDispute: Action.RAISE_DISPUTE,
    SettleDispute: Action.SETTLE_DISPUTE,
    AskProof: Action.ASK_PROOF,
    AnswerProof: Action.ANSWER_PROOF,
    PlaceHold: Action.PLACE_HOLD,
    LiftHold: Action.LIFT_HOLD,
    AskHelp: Action.ASK_HELP,
    AgreeToRecords: Action.CHOOSE_RECORDS,
    WithdrawRecords: Action.CHOOSE_RECORDS,
    AskPaper: Action.CHOOSE_RECORDS,
    ChooseBudgetInPaper: Action.CHOOSE_BUDGET_IN_PAPER,
    ChooseLanguage: Action.CHOOSE_LANGUAGE,
    SendPaper: Action.SEND_PAPER,
    ReturnPaper: Action.RECORD_PAPER,
    DeclineOnPaper: Action.RECORD_PAPER,
    DeclineSigning: Action.DECLINE_SIGNING,
    CancelAgreement: Action.CANCEL_AGREEMENT,
}


def submit(deps: Deps, actor: Actor, case_id: UUID, command: Command) -> Case:
    """Apply ``command`` to a case and return the case it leaves.

    Raises:
        SecondPersonNeeded: one person of the lender may not grant this.
        DomainError: refused otherwise, and nothing was stored (see ``decide``).
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, NEEDS[type(command)], case_id, at)
        refused = staff_words.judged(uow, scene, command, at)
        if refused is None:
            return perform(uow, scene, command, at)
    raise refused


def perform(
    uow: UnitOfWork,
    scene: Scene,
    command: Command,
    at: datetime,
    *,
    seconded: bool = False,
    shared: bool = False,
) -> Case:
    """Inside a transaction that has checked the right: decide, store, follow, tell the others.

    ``seconded`` says that a second person of the lender agrees to what is granted; ``shared``
    that this transaction shared the budget already, before any of several offers was made.

    Raises:
        SecondPersonNeeded: it would go through, and one person may not grant it.
        DomainError: refused, and nothing was stored (see ``decide``).
    """
    staff_words.check(command, scene.role)
    conduct.check(uow, scene, command, at)
    # One household, one promise at a time: whoever comes second waits here.
    hold_still(uow, scene.header.borrower_id, scene.header.household_id, at)
    ours = isinstance(command, MakeOffer | CounterOffer) and scene.role is not Role.LENDER
    if ours and not shared:
        scene = share_now(uow, scene, at)
    if isinstance(command, MakeOffer | CounterOffer | AskMidpoint):
        refuse_blind_offers(uow, scene)
    rules = confirmed_rules(uow, scene.header.jurisdiction, at.date())
    if isinstance(command, SettleDispute):
        command = on_paper.settlement(uow, scene, command, rules.pack.zones, at)
    versions = uow.policies.published(scene.header.tenant_id)
    most = rounds_of(versions, at.date(), scene.case.debt.owed.currency)
    events = decide(scene.case, command, by=scene.role, at=at, pack=rules.pack, most_offers=most)
    _affordable_today(uow, scene, command, at)
    if not seconded:
        _alone_allowed(uow, scene, command, at)
    before = scene.case
    after = append(uow, scene, events, at)
    consequences.follow(uow, before, after, events, at)
    audit(uow, after, NEEDS[type(command)], at)
    notices.tell_the_others(uow, after, events, at)
    messages.notice_distress(uow, after, getattr(command, "explanation", ""), at)
    return after.case


def _alone_allowed(uow: UnitOfWork, scene: Scene, command: Command, at: datetime) -> None:
    """Whether one person of the lender may grant this.

    Raises:
        SecondPersonNeeded: it goes past limits of the policy in force.
    """
    if scene.role is not Role.LENDER:
        return
    terms = granted(scene.case, command)
    debt = scene.case.debt
    versions = uow.policies.published(scene.header.tenant_id)
    limits = limits_of(versions, at.date(), debt.owed.currency)
    if terms is not None and (reasons := needs_second(terms, debt, limits)):
        raise SecondPersonNeeded(reasons)


def granted(case: Case, command: Command) -> Terms | None:
    """The terms that the lender would bind itself to; None when it grants nothing."""
    if isinstance(command, MakeOffer | CounterOffer):
        return command.terms
    standing = case.offer
    return standing.terms if isinstance(command, AcceptOffer) and standing else None


def _affordable_today(uow: UnitOfWork, scene: Scene, command: Command, at: datetime) -> None:
    """What ``decide`` cannot see: a budget that fell, money that was promised elsewhere."""
    if isinstance(command, MakeOffer | CounterOffer) and scene.role is Role.LENDER:
        # A lender's ceilings are those that were last shared with it.
        first = command.terms.schedule.first_due
        _within(assessment_of(uow, scene, at, first), command.terms, scene, at)
    if isinstance(command, AcceptOffer) and scene.case.offer is not None:
        _within(acceptance_of(uow, scene, at), scene.case.offer.terms, scene, at)


def _within(assessment: Assessment, terms: Terms, scene: Scene, at: datetime) -> None:
    """Under the hard ceiling for both sides: a lender may accept what it may not propose."""
    budget = shared_budget(assessment, scene.header.id, uuid4())
    found = blocks(terms, scene.case.debt, budget, by=Role.BORROWER, today=at.date())
    if found:
        raise OfferRefused(found)
