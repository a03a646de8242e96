"""What the borrower's own pages show: the household with its cases, and what to know first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.debt import Age, age
from app.core.disclosure import DataClass
from app.core.household import benefit_only
from app.core.household_record import HouseholdRecord, Told, fold_household
from app.core.intake import OpenCase, debt_line
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.folding import fold
from app.core.opened import as_opened, opened
from app.core.packs import categories, load
from app.store.cases import CaseHeader
from app.usecases.budget import home
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class CaseAt:
    """One case of a household, with the name of its lender."""

    header: CaseHeader
    case: Case
    lender: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What is said before anything is paid or acknowledged (ethics E29)."""

    age: Age
    protected_income: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A household as its owner or a counselor sees it. ``owner`` is the borrower's name.

    ``opened`` are the classes of data that the page may show; others were not told, for all that
    ``record`` says.
    """

    id: UUID
    role: Role
    owner: str
    is_owner: bool
    record: HouseholdRecord
    cases: tuple[CaseAt, ...]
    opened: frozenset[DataClass] = frozenset()

    @property
    def told(self) -> bool:
        return self.record.told is not None


def household_page(
    deps: Deps, actor: Actor, household_id: UUID, action: Action = Action.READ_HOUSEHOLD
) -> HouseholdPage:
    """What has been told, as far as ``action`` opens it, and every case, oldest first.

    Raises:
        NotFound: there is no such household for this actor.
    """
    with deps.reading() as uow:
        place = home(uow, actor, action, household_id, deps.now())
        owner = uow.people.find(place.owner_id)
        cases = []
        for header in uow.cases.of_household(place.owner_id, household_id):
            if header.restricted:
                continue
            lender = uow.organisations.find(header.tenant_id)
            case = fold(uow.cases.history(header.tenant_id, header.id))
            cases.append(CaseAt(header, case, lender.name if lender else ""))
        return HouseholdPage(
            id=household_id,
            role=place.permit.role,
            owner=owner.name if owner else "",
            is_owner=place.owner_id == actor.person_id,
            record=as_opened(place.record, place.permit),
            cases=tuple(cases),
            opened=opened(place.permit),
        )


def hardship_page(deps: Deps, actor: Actor, household_id: UUID) -> HouseholdPage:
    """The same, for a page that shows what happened. That anybody but its owner looked is kept."""
    at, action = deps.now(), Action.READ_HARDSHIP
    with deps.reading() as uow:
        is_owner = home(uow, actor, action, household_id, at).owner_id == actor.person_id
    if not is_owner:
        with deps.unit_of_work() as uow:
            home(uow, actor, action, household_id, at)
            uow.audit.write(actor.person_id, action, f"household:{household_id}", at)
    return household_page(deps, actor, household_id, action)


def to_change(deps: Deps, actor: Actor, household_id: UUID) -> Told | None:
    """All that was told, to be saved again with a change. No page shows it."""
    with deps.reading() as uow:
        return home(uow, actor, Action.EDIT_BUDGET, household_id, deps.now()).record.told


def debt_age(header: CaseHeader, case: Case, record: HouseholdRecord, day: date) -> Age:
    """Whether the debt may be too old to enforce: asked before anything is acknowledged (E29)."""
    told = record.told
    line = debt_line(OpenCase(header.id, "", case.debt))
    limits = load(header.jurisdiction).limitation
    return age(line, limits, told.subdivision if told else None, day)


def warnings_of(header: CaseHeader, case: Case, record: HouseholdRecord, day: date) -> Warned:
    """Whether the debt may be too old to enforce, and all income protected.

    A case that is closed asks for nothing, so there is nothing to warn of.
    """
    if case.stage is Stage.CLOSED:
        return Warned(Age(known=True, expired=False, extinguished=False))
    found, told = debt_age(header, case, record, day), record.told
    return Warned(found, told is not None and benefit_only(told.income, categories().protected_ids))


def warnings_for(deps: Deps, actor: Actor, case_id: UUID) -> Warned | None:
    """The same for the parties of an agreement; a lender is not told."""
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        if scene.role is Role.LENDER:
            return None
        header = scene.header
        history = uow.households.history(header.borrower_id, header.household_id)
        return warnings_of(header, scene.case, fold_household(history), at.date())
