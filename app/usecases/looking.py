"""What a charity reads by consent, without acting: each part by a consent of its own.

Every look is judged by the ledger of that moment, and leaves a row that the borrower reads.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any
from uuid import UUID

from app.core.access import RULES, Action, Actor, ObjectFacts, require_place
from app.core.disclosure import OFFERED, DataClass
from app.core.errors import NotFound
from app.core.fields import given
from app.core.household_record import Told, fold_household
from app.core.negotiation.case import Stage
from app.core.negotiation.events import Debt, OfferMade, SharedBudget
from app.core.schedule import Schedule
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.recipients import name_of
from app.usecases.scene import Scene, audit, enter

Given = dict[str, Any]
"""Fields by name: what a class opens of a view, and nothing else."""


@dataclass(frozen=True, slots=True)
class Let:
    """A case that a charity may look at; ``until`` is the first end of its parts."""

    case_id: UUID
    borrower: str
    lender: str
    parts: tuple[DataClass, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The part of a case that ``DataClass.DEBT`` opens; ``also`` are the others that are open."""

    case_id: UUID
    borrower: str
    lender: str
    debt: Debt
    stage: Stage
    offers: tuple[OfferMade, ...]
    also: tuple[DataClass, ...]


def let(deps: Deps, actor: Actor) -> tuple[Let, ...]:
    """Every case that the actor's charities may look at, by consent alone."""
    permit, at = require_place(actor, Action.READ_LOOKING), deps.now()
    with deps.reading() as uow:
        rows: dict[UUID, list[Consent]] = {}
        for one in uow.consents.let_look(permit.organisations, at):
            rows.setdefault(one.case_id, []).append(one)
        found = (_let(uow, case_id, those, at) for case_id, those in rows.items())
        return tuple(one for one in found if one is not None)


def debt(deps: Deps, actor: Actor, case_id: UUID) -> Given:
    """The fields of ``LookedAt``.

    Raises:
        NotFound: no consent of now opens it.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = _look(uow, actor, Action.LOOK_AT_DEBT, case_id, at)
        facts = uow.cases.facts(case_id, at)
        found = LookedAt(
            case_id=case_id,
            borrower=_borrower(uow, scene),
            lender=name_of(uow, scene.header.tenant_id),
            debt=scene.case.debt,
            stage=scene.case.stage,
            offers=tuple(event for event in scene.history if isinstance(event, OfferMade)),
            also=_others(facts, actor) if facts else (),
        )
        return _opened(Action.LOOK_AT_DEBT, found)


def totals(deps: Deps, actor: Actor, case_id: UUID) -> Given:
    """The fields of ``SharedBudget`` as they were shared last; empty while nothing was.

    Raises:
        NotFound: no consent of now opens them.
    """
    action = Action.LOOK_AT_TOTALS
    with deps.unit_of_work() as uow:
        return _opened(action, _look(uow, actor, action, case_id, deps.now()).case.budget)


def hardship(deps: Deps, actor: Actor, case_id: UUID) -> Given:
    """The fields of ``Told`` that say what happened and what is needed; empty while nothing does.

    Raises:
        NotFound: no consent of now opens it.
    """
    action = Action.LOOK_AT_HARDSHIP
    with deps.unit_of_work() as uow:
        header = _look(uow, actor, action, case_id, deps.now()).header
        history = uow.households.history(header.borrower_id, header.household_id)
        return _opened(action, fold_household(history).told)


def agreement(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str]:
    """The newest file and its verify code.

    Raises:
        NotFound: no consent of now opens it, or nothing has been drawn.
    """
    with deps.unit_of_work() as uow:
        scene = _look(uow, actor, Action.LOOK_AT_AGREEMENT, case_id, deps.now())
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        digest = record and (record.final_sha256 or record.frozen_sha256)
        if record is None or not digest:
            raise NotFound("agreement")
        return deps.files.get(digest), record.code


def payments(deps: Deps, actor: Actor, case_id: UUID) -> bytes:
    """Each payment of the newest offer as a table for a spreadsheet; empty where none was made.

    Raises:
        NotFound: no consent of now opens the debt.
    """
    with deps.unit_of_work() as uow:
        scene = _look(uow, actor, Action.LOOK_AT_DEBT, case_id, deps.now())
    made = [event for event in scene.history if isinstance(event, OfferMade)]
    return _table(made[-1].terms.schedule if made else None)


def _opened(action: Action, view: LookedAt | SharedBudget | Told | None) -> Given:
    """What ``action`` lets out of a view."""
    return {} if view is None else given(view, RULES[action].opens)


def _look(uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, at: datetime) -> Scene:
    scene = enter(uow, actor, action, case_id, at)
    audit(uow, scene, action, at)
    return scene


def _table(schedule: Schedule | None) -> bytes:
    """Days and plain amounts: no cell begins with a sign that a spreadsheet would work out."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("due", "amount", "currency"))
    for one in schedule.instalments if schedule else ():
        rows.writerow((_day(one.due_on), one.amount.plain, one.amount.currency.value))
    return text.getvalue().encode()


def _day(day: date) -> str:
    return day.isoformat()


def _let(uow: UnitOfWork, case_id: UUID, rows: list[Consent], at: datetime) -> Let | None:
    facts = uow.cases.facts(case_id, at)
    if facts is None or facts.restricted:
        return None
    person = uow.people.find(facts.owner_id)
    return Let(
        case_id=case_id,
        borrower=person.name if person else "",
        lender=name_of(uow, rows[0].tenant_id),
        parts=tuple(one for one in OFFERED if one in {row.data_class for row in rows}),
        until=min((one.expires_at for one in rows if one.expires_at), default=None),
    )


def _others(facts: ObjectFacts, actor: Actor) -> tuple[DataClass, ...]:
    seen = facts.looks_at(actor)
    return tuple(one for one in OFFERED if one in seen and one is not DataClass.DEBT)


def _borrower(uow: UnitOfWork, scene: Scene) -> str:
    person = uow.people.find(scene.header.borrower_id)
    return person.name if person else ""
