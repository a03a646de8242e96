"""One client of a counselor: every creditor on one page, with what stands and whose move it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.caselines import DebtLine
from app.core.money import Money
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.events import OfferMade
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import home
from app.usecases.deps import Deps
from app.usecases.scene import Scene, enter


@dataclass(frozen=True, slots=True)
class CreditorLine:
    """How it stands with one creditor; one off the product has no case and no stage.

    ``offer`` is the last that was made, and ``open`` whether it still stands.
    """

    name: str
    owed: Money
    priority: bool
    disputed: bool
    case_id: UUID | None = None
    stage: Stage | None = None
    offer: OfferMade | None = None
    open: bool = False
    waiting_for: Role | None = None
    reply_due: date | None = None
    hold_until: date | None = None
    person_since: date | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """``household_id`` names the client everywhere; ``told`` says whether there is a budget."""

    household_id: UUID
    name: str
    told: bool
    creditors: tuple[CreditorLine, ...]


def viewed(deps: Deps, actor: Actor, household_id: UUID) -> None:
    """Leave the row of looking at all that a client owes, which the borrower reads."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        home(uow, actor, Action.READ_CLIENT, household_id, at)
        uow.audit.write(actor.person_id, Action.READ_CLIENT, f"household:{household_id}", at)


def client(deps: Deps, actor: Actor, household_id: UUID) -> Client:
    """Every creditor of a client: cases first, then debts that the budget names alone.

    Raises:
        NotFound: there is no such household for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_CLIENT, household_id, at)
        owner = uow.people.find(place.owner_id)
        told = place.record.told
        scenes = (
            enter(uow, actor, Action.READ_OPTIONS, header.id, at)
            for header in uow.cases.of_household(place.owner_id, household_id)
            if not header.restricted
        )
        lines = (
            *(_of_case(uow, scene, at) for scene in scenes),
            *(_of_debt(debt) for debt in (told.other_debts if told else ())),
        )
        return Client(
            household_id=household_id,
            name=owner.name if owner else "",
            told=told is not None,
            # Priority debts come first, as in every sum.
            creditors=tuple(sorted(lines, key=lambda line: not line.priority)),
        )


def _of_case(uow: UnitOfWork, scene: Scene, at: datetime) -> CreditorLine:
    header, case = scene.header, scene.case
    lender = uow.organisations.find(header.tenant_id)
    made = [event for event in scene.history if isinstance(event, OfferMade)]
    return CreditorLine(
        name=lender.name if lender else "",
        owed=case.debt.owed,
        priority=case.debt.priority,
        disputed=case.dispute is not None,
        case_id=header.id,
        stage=case.stage,
        offer=made[-1] if made else None,
        open=case.stage is Stage.OFFERED,
        waiting_for=case.waiting_for,
        reply_due=header.reply_due,
        hold_until=case.hold.until if case.hold and case.on_hold(latest_date(at)) else None,
        person_since=header.person_since,
    )


def _of_debt(debt: DebtLine) -> CreditorLine:
    return CreditorLine(debt.creditor, debt.owed, debt.priority, debt.disputed)
