"""Who sees how much of one budget: read anew at each request, changed by the borrower alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.budget_view import Level, Lines, Shown, shown
from app.core.errors import TransitionNotAllowed
from app.core.household_record import fold_household
from app.core.negotiation.case import Case
from app.core.negotiation.events import BudgetShared, Event
from app.core.together import Both, counted, of_other
from app.store.budget_views import BudgetView
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork
from app.usecases.both import other_record
from app.usecases.deps import Deps
from app.usecases.scene import Scene, audit, enter

CHOSEN, OFFER = "chosen", "offer"


@dataclass(frozen=True, slots=True)
class View:
    """What a lender sees of the budget, since when, and why: ``shared``, ``chosen``, ``offer``."""

    level: Level
    since: datetime | None = None
    reason: str = ""


def view_of(uow: UnitOfWork, header: CaseHeader, case: Case, history: tuple[Event, ...]) -> View:
    """What holds now. Until the borrower chooses, it is the totals that an offer needs."""
    shared_at = last_shared(history)
    if case.budget is None or shared_at is None:
        return View(Level.NOTHING)
    chosen = uow.budget_views.newest(header.tenant_id, header.id)
    if chosen is None:
        first = next(event.at for event in history if isinstance(event, BudgetShared))
        return View(Level.SUMMARY, first, "shared")
    return View(Level(chosen.level), chosen.at, chosen.reason)


def last_shared(history: tuple[Event, ...]) -> datetime | None:
    """When the totals were brought up to date last."""
    return next((e.at for e in reversed(history) if isinstance(e, BudgetShared)), None)


def level_of(uow: UnitOfWork, scene: Scene) -> Level:
    return view_of(uow, scene.header, scene.case, scene.history).level


def as_seen(uow: UnitOfWork, scene: Scene) -> Scene:
    """The case as if no budget had been shared, for a lender that may not see it any more."""
    if scene.role is not Role.LENDER or level_of(uow, scene) is not Level.NOTHING:
        return scene
    left = tuple(event for event in scene.history if not isinstance(event, BudgetShared))
    return replace(scene, case=replace(scene.case, budget=None), history=left)


def choose(deps: Deps, actor: Actor, case_id: UUID, level: Level) -> None:
    """Let the lender of one case see so much, from the next request on.

    Raises:
        TransitionNotAllowed: it was never shown anything, so there is nothing to change.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.CHOOSE_WHO_SEES, case_id, at)
        if scene.case.budget is None:
            raise TransitionNotAllowed("no budget was shared with this lender")
        _keep(uow, scene, BudgetView(level.value, CHOSEN, at, actor.person_id))
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)


def open_totals(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Inside a transaction: an offer, or sharing anew, shows the totals where nothing was seen."""
    chosen = uow.budget_views.newest(scene.header.tenant_id, scene.header.id)
    if chosen is not None and chosen.level == Level.NOTHING and scene.actor_id is not None:
        _keep(uow, scene, BudgetView(Level.SUMMARY.value, OFFER, at, scene.actor_id))
        audit(uow, scene, Action.SHARE_BUDGET, at)


def refuse_blind_offers(uow: UnitOfWork, scene: Scene) -> None:
    """A lender that may not see the budget may not probe it with offers or a midpoint either.

    Raises:
        TransitionNotAllowed: the borrower took the budget back.
    """
    shared = scene.case.budget is not None
    if scene.role is Role.LENDER and shared and level_of(uow, scene) is Level.NOTHING:
        raise TransitionNotAllowed("the budget is not shared any more")


def for_lender(deps: Deps, actor: Actor, case_id: UUID) -> tuple[View, Shown | None]:
    """What the lender sees, and the headings or lines where those are open to it.

    They are those of the day the totals were shared, so that the two go together.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_SHARED_BUDGET, case_id, deps.now())
        found = view_of(uow, scene.header, scene.case, scene.history)
        return found, _detail(uow, scene, found.level)


def _detail(uow: UnitOfWork, scene: Scene, level: Level) -> Shown | None:
    when, header = last_shared(scene.history), scene.header
    if when is None:
        return None
    events = uow.households.history(header.borrower_id, header.household_id)
    record = fold_household(event for event in events if event.at <= when)
    if record.told is None:
        return None
    other = other_record(uow, header.household_id, when)
    both = of_other(other) if other else Both(record.currency)
    told = counted(record.told, Both(record.currency) if other else None)
    income, spending = Lines(told.income, both.income), Lines(told.spending, both.spending)
    return shown(level, income, spending, record.currency, when.date())


def _keep(uow: UnitOfWork, scene: Scene, view: BudgetView) -> None:
    uow.budget_views.choose(scene.header.tenant_id, scene.header.id, view)
