"""What goes past a lender's limits waits for a second person; nothing of it reaches the borrower.

The lender's clock goes on meanwhile, and a return is no refusal of the borrower: a person
still has to answer them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.core.access import RULES, Action, Actor, Role, require_place
from app.core.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    OfferChanged,
    OfferRefused,
    TransitionNotAllowed,
)
from app.core.lender_policy.limits import Past, SecondPersonNeeded, passed
from app.core.lender_policy.resolve import in_force, limits_of
from app.core.lender_policy.values import HOUSE_VERSION
from app.core.money import Currency
from app.core.negotiation.case import Case
from app.core.negotiation.commands import AcceptOffer, Command
from app.core.negotiation.guards import explained
from app.core.terms import Terms
from app.store.approvals import Approval, Asking, Deciding, Decision
from app.store.unit_of_work import UnitOfWork
from app.usecases import negotiate, second_look, staff_words
from app.usecases.deps import Deps
from app.usecases.lender_policy import name_of
from app.usecases.scene import Scene, admit, enter


class AlreadyDecided(TransitionNotAllowed):
    """Somebody decided this, or another decision of the case waits already."""

    code = "already_decided"


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    approval: Approval
    account: str
    asker: str
    reply_due: date | None


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """``terms`` is what would be granted; None when the case has moved on from it.

    ``past`` are the limits as they stood when it was asked, with how far it goes past them.
    """

    approval: Approval
    case: Case
    borrower: str
    asker: str
    decider: str
    reply_due: date | None
    terms: Terms | None
    past: tuple[Past, ...]
    may_decide: bool


def submit(deps: Deps, actor: Actor, case_id: UUID, command: Command) -> Asking | None:
    """Like ``negotiate.submit``; past a limit the command is kept and waits, and is returned.

    Raises:
        AlreadyDecided: a decision of this case waits already.
        DomainError: refused, and nothing was stored.
    """
    try:
        negotiate.submit(deps, actor, case_id, command)
    except SecondPersonNeeded as needed:
        if not isinstance(command, Deciding):
            raise
        return _ask(deps, actor, case_id, command, needed)
    return None


def history(deps: Deps, actor: Actor) -> tuple[ApprovalLine, ...]:
    """What waits at the actor's lender, then what was decided."""
    tenant = require_place(actor, Action.READ_APPROVALS).organisations[0]
    lines = []
    with deps.reading() as uow:
        for found in uow.approvals.history(tenant):
            header = uow.cases.find(found.asking.case_id)
            if header is None or header.restricted:
                continue
            account = uow.cases.account(tenant, header.id)
            asker = name_of(uow, found.asking.asked_by)
            lines.append(ApprovalLine(found, account, asker, header.reply_due))
    return tuple(lines)


def page(deps: Deps, actor: Actor, approval_id: UUID) -> ApprovalPage:
    """Raises NotFound: the actor's lender has no such decision."""
    with deps.reading() as uow:
        found = _found(uow, actor, Action.READ_APPROVALS, approval_id)
        scene = enter(uow, actor, Action.READ_CASE, found.asking.case_id, deps.now())
        decision = found.decision
        supervises = bool(actor.relations & RULES[Action.DECIDE_APPROVAL].who)
        return ApprovalPage(
            approval=found,
            case=scene.case,
            borrower=name_of(uow, scene.header.borrower_id),
            asker=name_of(uow, found.asking.asked_by),
            decider=name_of(uow, decision.by) if decision else "",
            reply_due=scene.header.reply_due,
            terms=_terms(scene, found.asking.command),
            past=second_look.limits_passed(uow, scene, found.asking),
            may_decide=(
                decision is None and supervises and found.asking.asked_by != actor.person_id
            ),
        )


def newest(deps: Deps, actor: Actor, case_id: UUID) -> Approval | None:
    """The last decision of this case that needed a second person, for its desk."""
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.READ_CASE, case_id, deps.now())
        return uow.approvals.newest(header.tenant_id, case_id)


def acceptance_passes(deps: Deps, actor: Actor, case_id: UUID) -> tuple[Past, ...]:
    """The limits that accepting the open offer would go past; empty when one person may."""
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_CASE, case_id, deps.now())
        offer, debt = scene.case.offer, scene.case.debt
        if offer is None or scene.role is not Role.LENDER:
            return ()
        versions = uow.policies.published(scene.header.tenant_id)
        limits = limits_of(versions, deps.now().date(), debt.owed.currency)
        return passed(offer.terms, debt, limits)


def approve(deps: Deps, actor: Actor, approval_id: UUID) -> Case:
    """Do exactly what was asked, now.

    When the case has moved on, the decision is closed as stale, which the asker sees, and
    the refusal is raised.

    Raises:
        NotAllowed: the actor asked for it.
        AlreadyDecided: somebody was first.
        OfferChanged, OfferRefused, TransitionNotAllowed: it does not fit any more.
    """
    at = deps.now()
    try:
        with deps.unit_of_work() as uow:
            found = _waiting(uow, actor, approval_id)
            asking = found.asking
            action = negotiate.NEEDS[type(asking.command)]
            scene = enter(uow, actor, action, asking.case_id, at)
            refused = staff_words.judged(uow, scene, asking.command, at)
            if refused is None:
                _close(uow, actor, asking, Decision("approved", actor.person_id, at))
                return negotiate.perform(uow, scene, asking.command, at, seconded=True)
        raise refused  # after the block, so that its audit row stays
    except AlreadyDecided:
        raise
    except (OfferChanged, OfferRefused, TransitionNotAllowed) as refusal:
        with deps.unit_of_work() as uow:
            asking = _waiting(uow, actor, approval_id).asking
            decision = Decision("stale", actor.person_id, at, outcome=_outcome(refusal))
            _close(uow, actor, asking, decision)
        raise


def give_back(deps: Deps, actor: Actor, approval_id: UUID, words: str) -> None:
    """Say no to the colleague, with the reason; the borrower is told nothing and refused nothing.

    Raises:
        NotAllowed: the actor asked for it.
        AlreadyDecided: somebody was first.
        InvalidInput: there are no words.
    """
    explained(words)
    at = deps.now()
    with deps.unit_of_work() as uow:
        asking = _waiting(uow, actor, approval_id).asking
        _close(uow, actor, asking, Decision("returned", actor.person_id, at, words))


def _ask(
    deps: Deps, actor: Actor, case_id: UUID, command: Deciding, needed: SecondPersonNeeded
) -> Asking:
    at = deps.now()
    action = negotiate.NEEDS[type(command)]
    with deps.unit_of_work() as uow:
        header, _ = admit(uow, actor, action, case_id, at)
        known = uow.approvals.newest(header.tenant_id, case_id)
        if known is not None and known.decision is None:
            raise AlreadyDecided("a decision of this case waits already")
        policy = in_force(
            uow.policies.published(header.tenant_id), at.date(), Currency(header.currency)
        )
        version = policy.version if policy else HOUSE_VERSION
        asking = Asking(
            tenant_id=header.tenant_id,
            id=uuid4(),
            case_id=case_id,
            command=command,
            reasons=tuple(needed.reasons),
            policy_version=version,
            asked_by=actor.person_id,
            asked_at=at,
        )
        uow.approvals.ask(asking)
        second_look.tell(uow, asking, at)
        uow.audit.write(actor.person_id, "approval.asked", f"case:{case_id}", at, version)
    return asking


def _found(uow: UnitOfWork, actor: Actor, action: Action, approval_id: UUID) -> Approval:
    tenant = require_place(actor, action).organisations[0]
    found = uow.approvals.find(tenant, approval_id)
    if found is None:
        raise NotFound("approval")
    return found


def _waiting(uow: UnitOfWork, actor: Actor, approval_id: UUID) -> Approval:
    """What the actor may decide: of the own lender, still open, asked for by somebody else."""
    found = _found(uow, actor, Action.DECIDE_APPROVAL, approval_id)
    if found.asking.asked_by == actor.person_id:
        raise NotAllowed(Action.DECIDE_APPROVAL)
    if found.decision is not None:
        raise AlreadyDecided("somebody has decided this")
    return found


def _close(uow: UnitOfWork, actor: Actor, asking: Asking, decision: Decision) -> None:
    uow.approvals.decide(asking.tenant_id, asking.id, decision)
    name = Action.DECIDE_APPROVAL
    place = f"case:{asking.case_id}"
    uow.audit.write(actor.person_id, name, place, decision.at, asking.policy_version)


def _terms(scene: Scene, command: Deciding) -> Terms | None:
    standing = scene.case.offer
    if isinstance(command, AcceptOffer) and (standing is None or standing.digest != command.seen):
        return None
    return negotiate.granted(scene.case, command)


def _outcome(refusal: DomainError) -> str:
    codes = refusal.codes if isinstance(refusal, OfferRefused) else ()
    return " ".join((refusal.code, *codes))
