"""Hardship that an older version kept between the figures of a budget, put under its own key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.household_record import BudgetSaved, apart, with_hardship
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

JOB = "hardship-apart"
_CLASS = "hardship"


def begin(deps: Deps) -> None:
    """Have it done once: nothing is written that way any more."""
    with deps.unit_of_work() as uow:
        uow.system("an older version asks for this")
        uow.outbox.put(JOB, JOB, {}, deps.now())


def run(deps: Deps, _payload: Mapping[str, Any]) -> None:
    """Every household, one transaction each. Killed at any point, it is done again.

    Raises:
        ChainBroken, DecryptionFailed: a household does not hold; those before it are done.
    """
    with deps.reading() as uow:
        found = [one for one in uow.households.all() if with_hardship(uow.households.history(*one))]
    for owner_id, household_id in found:
        with deps.unit_of_work() as uow:
            of_household(uow, owner_id, household_id, deps.now())


def of_person(uow: UnitOfWork, person_id: UUID, at: datetime) -> None:
    """All households of one person, in the caller's transaction. Raises as ``run``."""
    for owner_id, household_id in uow.households.all(person_id):
        of_household(uow, owner_id, household_id, at)


def of_household(uow: UnitOfWork, owner_id: UUID, household_id: UUID, at: datetime) -> None:
    """Whole older events go under the key of hardship; their figures are told anew beside them.

    The commitment of an event covers all of it, so it cannot be cut in two and still verify.
    """
    head = uow.households.lock(owner_id, household_id)
    history = uow.households.history(owner_id, household_id)
    mixed = with_hardship(history)
    moved = [
        seq for seq in mixed if uow.households.move_class(owner_id, household_id, seq, _CLASS, at)
    ]
    if head is None or not moved:
        return
    if again := apart(history):
        by = next(e.by.value for e in again if isinstance(e, BudgetSaved))
        uow.households.append(
            owner_id, household_id, head.version, again, actor_id=None, role=by, at=at
        )
    uow.audit.write(None, "hardship.kept_apart", f"household:{household_id}", at)
