"""One sum, divided once, offered to every creditor at once: what would go, and sending it.

All offers go in one transaction or none does: each was worked out with the others, so that one
alone would not be what was shown. A creditor that can take no offer now keeps its part of the
sum, and is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from app.core.access import Action, Actor
from app.core.errors import DomainError, OfferChanged, TransitionNotAllowed
from app.core.evidence import canonical, sha256_hex
from app.core.intake import shared_budget
from app.core.money import Money
from app.core.negotiation.commands import MakeOffer
from app.core.negotiation.decide import decide
from app.core.negotiation.events import OfferMade
from app.core.policy import PolicyPack
from app.core.pro_rata import KeptBack, plan_for, stopped
from app.core.results import Assessment, DebtResult, Option
from app.core.terms import terms_digest
from app.store.unit_of_work import UnitOfWork
from app.usecases import negotiate, staff_words
from app.usecases.budget import Home, assessment_of, home, share_now
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.left_over import left_after_all
from app.usecases.scene import Scene, enter, is_over

TRIAL = "to try whether it may be made"


@dataclass(frozen=True, slots=True)
class Creditor:
    """One creditor's part a month, and its plan; without one, ``why`` says what keeps it back.

    ``case_id`` is nobody's for a debt off the product, which gets a letter. ``part`` is none
    where the division does not reach the debt.
    """

    name: str
    case_id: UUID | None
    debt_id: str
    owed: Money
    priority: bool
    part: Money | None = None
    plan: Option | None = None
    why: KeptBack | None = None


@dataclass(frozen=True, slots=True)
class ToAll:
    """What would go to whom. ``left`` stays with the household in the tightest month after all."""

    assessment: Assessment
    creditors: tuple[Creditor, ...]
    left: Money

    @property
    def offers(self) -> tuple[Creditor, ...]:
        return tuple(c for c in self.creditors if c.case_id is not None and c.plan is not None)

    @property
    def letters(self) -> tuple[Creditor, ...]:
        return tuple(c for c in self.creditors if c.case_id is None)

    @property
    def kept_back(self) -> tuple[Creditor, ...]:
        return tuple(c for c in self.creditors if c.case_id is not None and c.plan is None)

    @property
    def digest(self) -> str:
        """What a person agrees to send: every creditor with its terms, or with the reason."""
        said = [
            [c.debt_id, terms_digest(c.plan.terms) if c.plan else "", str(c.why or "")]
            for c in self.creditors
        ]
        return sha256_hex(canonical(said))


def to_all(deps: Deps, actor: Actor, household_id: UUID) -> ToAll:
    """What would be offered to every creditor of a household now; nothing is stored.

    Raises:
        NotFound: there is no such household for this actor.
        TransitionNotAllowed: nothing has been told, or no case is left to work it out for.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_CLIENT, household_id, at)
        return _worked_out(uow, place, _scenes(uow, actor, place, Action.READ_OPTIONS, at), at)


def send(
    deps: Deps,
    actor: Actor,
    household_id: UUID,
    *,
    key: UUID,
    shown: str,
    words: Mapping[UUID, str],
) -> None:
    """Make the offers that were shown under ``shown``, each with its ``words``, by case.

    ``key`` names this press: the same press again does nothing more.

    Raises:
        OfferChanged: what would go is not what was shown any more; nothing went.
        WordsRefused: a borrower may not be sent these words.
        DomainError: as ``negotiate.submit``; nothing went.
    """
    at = deps.now()
    refused = None
    with deps.unit_of_work() as uow:
        place = home(uow, actor, Action.OFFER_TO_ALL, household_id, at)
        uow.households.lock(place.owner_id, household_id)
        scenes = _scenes(uow, actor, place, Action.MAKE_OFFER, at)
        if _went_before(scenes, key):
            return
        found = _worked_out(uow, place, scenes, at)
        going = {c.case_id: c for c in found.offers if c.case_id is not None}
        if found.digest != shown or going.keys() != words.keys():
            raise OfferChanged("what goes to all is not what was shown")
        commands = [
            (scene, _command(going[scene.header.id], key, words[scene.header.id]))
            for scene in scenes
            if scene.header.id in going
        ]
        for scene, command in commands:
            refused = refused or staff_words.judged(uow, scene, command, at)
        if refused is None:
            # Every lender is shown the same sum: it is shared before the first offer takes of it.
            shared = [(share_now(uow, scene, at), command) for scene, command in commands]
            for scene, command in shared:
                negotiate.perform(uow, scene, command, at, shared=True)
            uow.audit.write(actor.person_id, Action.OFFER_TO_ALL, f"household:{household_id}", at)
    if refused is not None:
        raise refused


def _command(creditor: Creditor, key: UUID, words: str) -> MakeOffer:
    if creditor.plan is None or creditor.case_id is None:
        raise LookupError(creditor.debt_id)
    offer_id = uuid5(key, creditor.case_id.hex)
    return MakeOffer(offer_id, creditor.plan.terms, words, creditor.plan.label.value)


def _went_before(scenes: tuple[Scene, ...], key: UUID) -> bool:
    return any(
        isinstance(event, OfferMade) and event.offer_id == uuid5(key, scene.header.id.hex)
        for scene in scenes
        for event in scene.history
    )


def _scenes(
    uow: UnitOfWork, actor: Actor, place: Home, action: Action, at: datetime
) -> tuple[Scene, ...]:
    """Every case of the household that this actor may take ``action`` on, oldest first."""
    return tuple(
        enter(uow, actor, action, header.id, at)
        for header in uow.cases.of_household(place.owner_id, place.household_id)
        if not header.restricted
    )


def _worked_out(uow: UnitOfWork, place: Home, scenes: tuple[Scene, ...], at: datetime) -> ToAll:
    """One assessment of the household divides the sum; it looks the same from every open case."""
    free = [scene for scene in scenes if stopped(scene.case, at) is None]
    base = next(iter(free), None) or next((s for s in scenes if not is_over(s.case)), None)
    if base is None:
        raise TransitionNotAllowed("there is no open case")
    assessment = assessment_of(uow, base, at)
    pack = confirmed_rules(uow, base.header.jurisdiction, at.date()).pack
    known = {debt.id: debt for debt in assessment.debts}
    told = place.record.told
    creditors = (
        *(
            _of_case(uow, scene, known.get(scene.header.id.hex), assessment, pack, at)
            for scene in scenes
        ),
        *(
            _planned(
                Creditor(debt.creditor, None, debt.id, known[debt.id].owed, debt.priority),
                known[debt.id],
            )
            for debt in (told.other_debts if told else ())
        ),
    )
    plans = [c.plan.terms for c in creditors if c.plan is not None]
    # Priority debts come first, as in the division; otherwise the order of the household.
    in_order = tuple(sorted(creditors, key=lambda c: not c.priority))
    return ToAll(assessment, in_order, left_after_all(plans, assessment))


def _of_case(
    uow: UnitOfWork,
    scene: Scene,
    result: DebtResult | None,
    assessment: Assessment,
    pack: PolicyPack,
    at: datetime,
) -> Creditor:
    header, case = scene.header, scene.case
    lender = uow.organisations.find(header.tenant_id)
    found = Creditor(
        lender.name if lender else "", header.id, header.id.hex, case.debt.owed, case.debt.priority
    )
    if why := stopped(case, at):
        return replace(found, part=result.share if result else None, why=why)
    if result is None:
        return replace(found, why=KeptBack.NOTHING)
    planned = _planned(found, result)
    if planned.plan is None:
        return planned
    tried = replace(case, budget=shared_budget(assessment, header.id, uuid4()))
    try:
        decide(tried, _command(planned, uuid4(), TRIAL), by=scene.role, at=at, pack=pack)
    except DomainError:
        return replace(planned, plan=None, why=KeptBack.RULE)
    return planned


def _planned(creditor: Creditor, result: DebtResult) -> Creditor:
    plan = plan_for(result)
    if isinstance(plan, KeptBack):
        return replace(creditor, part=result.share, why=plan)
    return replace(creditor, part=result.share, plan=plan)
