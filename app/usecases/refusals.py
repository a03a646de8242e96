"""A lender's own refusals of the last year, with and without a support need (ethics E20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.access import Action, Actor, require_place
from app.core.household_record import fold_household
from app.core.refusals import Answered, Report, answered, side_by_side
from app.core.support import instructions
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class House:
    name: str
    report: Report


def report(deps: Deps, actor: Actor) -> tuple[House, ...]:
    """Each lender where the actor supervises, and no other.

    Raises:
        NotAllowed: the actor supervises at no lender.
    """
    permit, since = require_place(actor, Action.READ_REFUSALS), deps.now() - BACK
    with deps.reading() as uow:
        return tuple(
            House(house.name, side_by_side(_cases(uow, house.id, since)))
            for home in permit.organisations
            if (house := uow.organisations.find(home)) is not None
        )


def _cases(uow: UnitOfWork, lender: UUID, since: datetime) -> list[tuple[Answered, bool]]:
    found = []
    for header in uow.reading.answered(lender, since):
        case = answered(uow.cases.history(lender, header.id), since)
        if case is not None:
            found.append((case, _need_was_told(uow, header, case.at)))
    return found


def _need_was_told(uow: UnitOfWork, header: CaseHeader, at: datetime) -> bool:
    """Whether the lender could read of a need on the case when it answered."""
    history = uow.households.history(header.borrower_id, header.household_id)
    told = fold_household(event for event in history if event.at <= at).told
    return bool(told and instructions(told.needs))
