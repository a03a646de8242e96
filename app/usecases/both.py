"""The other person of a joint budget, as an assessment needs them: their lines and promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.core.household_record import (
    CommitmentState,
    HouseholdRecord,
    Promise,
    Told,
    fold_household,
)
from app.core.negotiation.case import Stage, ended
from app.core.negotiation.folding import fold
from app.core.together import counted, nameless, of_other
from app.store.unit_of_work import UnitOfWork


def other_record(uow: UnitOfWork, household_id: UUID, at: datetime) -> HouseholdRecord | None:
    """What the other person had told and promised at ``at``; nobody, unless they share a budget."""
    shared = uow.partnerships.live(household_id, at)
    if shared is None:
        return None
    owner_id, other_id = shared.other(household_id)
    history = uow.households.history(owner_id, other_id)
    return fold_household(event for event in history if event.at <= at)


def joined(
    uow: UnitOfWork,
    household_id: UUID,
    record: HouseholdRecord,
    told: Told,
    at: datetime,
    *,
    firm: bool,
) -> tuple[HouseholdRecord, Told]:
    """One household with the lines and promises of both; unchanged for somebody who has no other.

    ``firm``: of the other's promises only what is agreed counts, as for this person's own when
    they accept.
    """
    other = other_record(uow, household_id, at)
    if other is None:
        return record, told
    theirs = tuple(p for p in other.promises if _stands(uow, p, at, firm=firm))
    both = replace(record, promises=(*record.promises, *nameless(theirs)))
    return both, counted(told, of_other(other))


def hold_still(uow: UnitOfWork, owner_id: UUID, household_id: UUID, at: datetime) -> None:
    """Hold the household, and the one it shares a budget with, until the transaction ends."""
    shared = uow.partnerships.live(household_id, at)
    sides = [(owner_id, household_id), *([shared.other(household_id)] if shared else [])]
    for owner, household in sorted(sides, key=lambda side: side[1]):
        uow.households.lock(owner, household)


def _stands(uow: UnitOfWork, promise: Promise, at: datetime, *, firm: bool) -> bool:
    """Whether somebody can still rely on it: an offer that ended takes nothing."""
    if promise.state is CommitmentState.AGREED:
        return True
    header = None if firm else uow.cases.find(promise.case_id)
    if header is None:
        return False
    case = fold(uow.cases.history(header.tenant_id, header.id))
    gone = case.stage is Stage.OFFERED and case.offer and ended(case.offer.expires_on, at)
    return not gone
