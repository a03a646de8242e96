"""Who sees how much of one budget: read anew at each request, changed by the borrower alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.budget_view import Level, Lines, Shown, shown
from app.core.disclosure import BUDGET, DataClass, Purpose
from app.core.errors import BudgetStopped, TransitionNotAllowed
from app.core.household_record import fold_household
from app.core.negotiation.case import Case
from app.core.negotiation.events import BudgetShared, Event
from app.core.together import Both, counted, of_other
from app.store.cases import CaseHeader
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases import consenting
from app.usecases.both import other_record
from app.usecases.deps import Deps
from app.usecases.scene import Scene, audit, enter

LEVELS = dict(zip(BUDGET, (Level.SUMMARY, Level.CATEGORIES, Level.LINES), strict=True))
_CLASSES: dict[Level, DataClass] = {level: part for part, level in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class View:
    """What a lender sees of the budget, since when, and why: a word of ``Purpose``."""

    level: Level
    since: datetime | None = None
    reason: str = ""

    @property
    def opens(self) -> tuple[DataClass, ...]:
        """The classes of the budget that the level lets out: its own, and those below it."""
        part = _CLASSES.get(self.level)
        return BUDGET[: BUDGET.index(part) + 1] if part else ()


def view_of(uow: UnitOfWork, header: CaseHeader, case: Case, history: tuple[Event, ...]) -> View:
    """What holds now, by the ledger."""
    if case.budget is None or last_shared(history) is None:
        return View(Level.NOTHING)
    held = _held(uow, header)
    if held is None:
        return View(Level.NOTHING, _ended(uow, header))
    return View(LEVELS[DataClass(held.data_class)], held.given_at, held.purpose)


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
        lender = scene.header.tenant_id
        held = _held(uow, scene.header)
        if held is None or LEVELS[DataClass(held.data_class)] is not level:
            consenting.stop_all(uow, scene, lender, BUDGET, at)
            if level is not Level.NOTHING:
                consenting.let_see(uow, scene, lender, _CLASSES[level], Purpose.CHOSEN, at)
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)


def open_totals(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Inside a transaction: an offer, or sharing anew, shows the totals where nothing is seen.

    Raises:
        BudgetStopped: the borrower stopped it, and somebody else acts for them.
    """
    header = scene.header
    if _held(uow, header) is not None:
        return
    stopped = _ended(uow, header) is not None
    if scene.role is not Role.BORROWER:
        if stopped:
            raise BudgetStopped(str(header.id))
        purpose = Purpose.FOR_ME
    else:
        purpose = Purpose.OFFER if stopped else Purpose.SHARED
    consenting.let_see(uow, scene, header.tenant_id, DataClass.TOTALS, purpose, at)


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


def _held(uow: UnitOfWork, header: CaseHeader) -> Consent | None:
    """What the lender may see of the budget; it has no end but the borrower's."""
    rows = uow.consents.ever(header.tenant_id, header.id)
    live = (one for one in rows if one.revoked_at is None)
    return next((one for one in live if _is_of_lender(one)), None)


def _ended(uow: UnitOfWork, header: CaseHeader) -> datetime | None:
    """When the borrower stopped it last; nothing where nothing was ever shown."""
    rows = uow.consents.ever(header.tenant_id, header.id)
    return max(
        (one.revoked_at for one in rows if _is_of_lender(one) and one.revoked_at), default=None
    )


def _is_of_lender(one: Consent) -> bool:
    return one.grantee_org_id == one.tenant_id and one.data_class in BUDGET
