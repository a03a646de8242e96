"""Tell it once: the household's budget, what it affords, and who is shown which part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, Permit, require
from app.core.assessment import assess
from app.core.caselines import Hold, LenderTerms
from app.core.errors import NotFound, TransitionNotAllowed
from app.core.household_record import (
    CommitmentState,
    HouseholdRecord,
    Told,
    fold_household,
    in_events,
    saved_by,
)
from app.core.intake import OpenCase, case_file, ceilings_for, lending_of, shared_budget
from app.core.negotiation.case import Case, Stage, ended
from app.core.negotiation.commands import ShareBudget
from app.core.negotiation.decide import decide
from app.core.negotiation.events import SharedBudget
from app.core.negotiation.folding import fold
from app.core.opened import as_opened
from app.core.results import Assessment
from app.gateways.calendars import calendar_for
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork
from app.usecases import both, notices, planned, who_sees
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.scene import Scene, append, audit, enter, is_over


@dataclass(frozen=True, slots=True)
class Home:
    """A household as its owner, or a counselor with authority, meets it."""

    owner_id: UUID
    household_id: UUID
    permit: Permit
    record: HouseholdRecord


def home(uow: UnitOfWork, actor: Actor, action: Action, household_id: UUID, at: datetime) -> Home:
    """Load a household for one action of one actor.

    Raises:
        NotFound: there is no such household for this actor.
        NotAllowed: the actor knows it, and may not do this.
    """
    facts = uow.households.facts(household_id, at)
    if facts is None:
        raise NotFound(action)
    permit = require(actor, action, facts)
    record = fold_household(uow.households.history(facts.owner_id, household_id))
    return Home(facts.owner_id, household_id, permit, record)


def read(deps: Deps, actor: Actor, household_id: UUID) -> Home:
    """What the household has told so far, as far as this right opens it."""
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_HOUSEHOLD, household_id, deps.now())
        return replace(place, record=as_opened(place.record, place.permit))


def save(deps: Deps, actor: Actor, household_id: UUID, told: Told) -> None:
    """Keep what the household told; it replaces what it told before."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        save_now(uow, actor, home(uow, actor, Action.EDIT_BUDGET, household_id, at), told, at)


def save_now(uow: UnitOfWork, actor: Actor, place: Home, told: Told, at: datetime) -> None:
    """Inside a transaction that has checked ``Action.EDIT_BUDGET``: the budget and its audit row."""
    role = place.permit.role
    uow.households.append(
        place.owner_id,
        place.household_id,
        place.record.version,
        in_events(saved_by(place.record.told, told, role), role, at),
        actor_id=actor.person_id,
        role=role.value,
        at=at,
    )
    uow.audit.write(actor.person_id, Action.EDIT_BUDGET, f"household:{place.household_id}", at)
    if told.needs != (place.record.told.needs if place.record.told else ()):
        planned.call_off(uow, place.owner_id, at)


def assessed(deps: Deps, actor: Actor, case_id: UUID) -> tuple[Scene, Assessment]:
    """What the household can afford for one case, worked out now; nothing is stored.

    Raises:
        TransitionNotAllowed: nothing has been told yet.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_OPTIONS, case_id, at)
        return scene, assessment_of(uow, scene, at)


def share(deps: Deps, actor: Actor, case_id: UUID) -> Case:
    """Let the lender of one case see the monthly totals, and fix the ceilings for offers."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.SHARE_BUDGET, case_id, at)
        return share_now(uow, scene, at).case


def share_now(uow: UnitOfWork, scene: Scene, at: datetime) -> Scene:
    """Inside a transaction: the ceilings of today's budget, unless the case has these already."""
    worked_out = shared_budget(assessment_of(uow, scene, at), scene.header.id, uuid4())
    budget = _with_months_of_offer(uow, scene, worked_out, at)
    who_sees.open_totals(uow, scene, at)
    if scene.case.budget and scene.case.budget.input_sha256 == budget.input_sha256:
        return scene
    events = decide(scene.case, ShareBudget(budget), by=scene.role, at=at)
    uow.offers.share_budget(scene.header.tenant_id, scene.header.id, budget, at)
    audit(uow, scene, Action.SHARE_BUDGET, at)
    after = append(uow, scene, events, at)
    if scene.case.middle.overlap is not None and after.case.middle.overlap is None:
        uow.overlaps.forget(scene.header.tenant_id, scene.header.id)
    notices.tell_the_others(uow, after, events, at)
    return after


def _with_months_of_offer(
    uow: UnitOfWork, scene: Scene, budget: SharedBudget, at: datetime
) -> SharedBudget:
    """An offer that still stands may begin before any plan that could be offered today."""
    case = scene.case
    if case.stage is not Stage.OFFERED or case.offer is None:
        return budget
    first = case.offer.terms.schedule.first_due
    begun = budget.months[0].month
    if f"{first:%Y-%m}" >= begun or first <= at.date():
        return budget
    sooner = ceilings_for(assessment_of(uow, scene, at, first), scene.header.id)
    months = (*(month for month in sooner if month.month < begun), *budget.months)
    return replace(budget, months=months)


def assessment_of(
    uow: UnitOfWork, scene: Scene, at: datetime, begins: date | None = None
) -> Assessment:
    """The household as this case sees it, assessed under the pack the case began with.

    Open offers of other cases count as promised, until they end. ``begins`` as in ``assess``.

    Raises:
        TransitionNotAllowed: nothing has been told yet.
    """
    record, told = _told(uow, scene)
    cases = _cases(uow, scene)
    lapsed = {header.id for header, case in cases if _lapsed(case, at)}
    kept = tuple(p for p in record.promises if p.case_id not in lapsed)
    open_cases = tuple(_open_case(uow, header, case, at) for header, case in cases)
    return _assess(uow, scene, replace(record, promises=kept), told, open_cases, at, begins)


def acceptance_of(uow: UnitOfWork, scene: Scene, at: datetime) -> Assessment:
    """The household as an acceptance meets it: what is agreed elsewhere is promised.

    Other open offers are not: of two that do not fit together, the one that is accepted
    first stands. Debts without a plan claim nothing, unless they are priority debts.

    Raises:
        TransitionNotAllowed: nothing has been told yet.
    """
    record, told = _told(uow, scene)
    agreed = tuple(p for p in record.promises if p.state is CommitmentState.AGREED)
    claims = tuple(
        _open_case(uow, header, case, at)
        for header, case in _cases(uow, scene)
        if header.id == scene.header.id or case.debt.priority
    )
    begins = scene.case.offer.terms.schedule.first_due if scene.case.offer else None
    return _assess(
        uow, scene, replace(record, promises=agreed), told, claims, at, begins, firm=True
    )


def as_shared(uow: UnitOfWork, scene: Scene, terms: LenderTerms, at: datetime) -> Assessment:
    """The household as it stood when it was shared at ``at``, with the case under ``terms``.

    Nothing told later counts, and nothing that no lender is shown: what happened, savings,
    a lump sum, months to follow. So it tells the lender nothing that sharing did not.

    Raises:
        TransitionNotAllowed: nothing had been told yet.
    """
    header = scene.header
    events = uow.households.history(header.borrower_id, header.household_id)
    record = fold_household(event for event in events if event.at <= at)
    if record.told is None:
        raise TransitionNotAllowed("the budget comes first")
    then = replace(scene, case=fold(event for event in scene.history if event.at <= at))
    known = _cases(uow, then, at)
    lapsed = {other.id for other, case in known if _lapsed(case, at)}
    kept = tuple(p for p in record.promises if p.case_id not in lapsed)
    cases = tuple(_open_case(uow, other, case, at) for other, case in known)
    own = tuple(replace(c, terms=terms) if c.case_id == header.id else c for c in cases)
    shown = replace(
        record.told,
        household=replace(record.told.household, savings=None),
        hardship=(),
        wishes=replace(record.told.wishes, lump_sum=None, follow_months=False),
    )
    return _assess(uow, then, replace(record, promises=kept), shown, own, at)


def _told(uow: UnitOfWork, scene: Scene) -> tuple[HouseholdRecord, Told]:
    header = scene.header
    record = fold_household(uow.households.history(header.borrower_id, header.household_id))
    if record.told is None:
        raise TransitionNotAllowed("the budget comes first")
    return record, record.told


def _lapsed(case: Case, at: datetime) -> bool:
    """Whether the case's open offer has ended: nobody can accept it, so its share is free."""
    open_ = case.stage is Stage.OFFERED and case.offer is not None
    return open_ and case.offer is not None and ended(case.offer.expires_on, at)


def _assess(
    uow: UnitOfWork,
    scene: Scene,
    record: HouseholdRecord,
    told: Told,
    cases: tuple[OpenCase, ...],
    at: datetime,
    begins: date | None = None,
    *,
    firm: bool = False,
) -> Assessment:
    rules = confirmed_rules(uow, scene.header.jurisdiction, at.date())
    record, told = both.joined(uow, scene.header.household_id, record, told, at, firm=firm)
    file = case_file(
        record,
        told,
        cases,
        scene.header.id,
        as_of=at.date(),
        calendar=calendar_for(scene.header.jurisdiction, told.subdivision, at.year),
        floor=rules.floor(told.household, told.subdivision),
    )
    return assess(file, rules.pack, begins)


def _cases(
    uow: UnitOfWork, scene: Scene, until: datetime | None = None
) -> tuple[tuple[CaseHeader, Case], ...]:
    """Every case of the household that is not over, this one included; as it stood ``until``."""
    found = []
    for header in uow.cases.of_household(scene.header.borrower_id, scene.header.household_id):
        same = header.id == scene.header.id
        history = () if same else uow.cases.history(header.tenant_id, header.id)
        known = (event for event in history if until is None or event.at <= until)
        case = scene.case if same else fold(known)
        if not same and (case.opened is None or is_over(case) or case.stage is Stage.NEW):
            continue
        found.append((header, case))
    return tuple(found)


def _open_case(uow: UnitOfWork, header: CaseHeader, case: Case, at: datetime) -> OpenCase:
    lender = uow.organisations.find(header.tenant_id)
    hold = case.hold
    return OpenCase(
        case_id=header.id,
        creditor=lender.name if lender else "",
        debt=case.debt,
        disputed=case.dispute is not None,
        hold=Hold(hold.rule, case.start.at.date(), hold.until) if hold else None,
        terms=terms_today(uow, header, case, at),
    )


def terms_today(uow: UnitOfWork, header: CaseHeader, case: Case, at: datetime) -> LenderTerms:
    """The terms of the lender's policy in force; a standing offer keeps the length it has.

    Without that, a version that shortens plans would end an offer that was made before it.
    """
    versions = uow.policies.published(header.tenant_id)
    terms = lending_of(case.debt, versions, at.date())
    if terms.max_term_months is None or case.stage is not Stage.OFFERED or case.offer is None:
        return terms
    last = case.offer.terms.schedule.last_due
    months = (last.year - at.year) * 12 + last.month - at.month + 1
    return replace(terms, max_term_months=max(terms.max_term_months, months))
