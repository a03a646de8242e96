"""What somebody needs to take part: for their own pages, and as instructions for a lender."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Action, Actor
from app.core.household_record import fold_household
from app.core.support import Said, instructions
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.scene import admit


def needs_of(deps: Deps, actor: Actor) -> tuple[str, ...]:
    """The codes of what the person who asks has told; nobody else's pages change by them."""
    with deps.reading() as uow:
        household_id = uow.households.of_owner(actor.person_id)
        return told(uow, actor.person_id, household_id) if household_id else ()


def instructions_for(deps: Deps, actor: Actor, case_id: UUID) -> tuple[Said, ...]:
    """What the lender of a case is asked to do, never why.

    Raises:
        NotFound: there is no such case for this actor.
    """
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.READ_CASE, case_id, deps.now())
        return instructions(told(uow, header.borrower_id, header.household_id))


def told(uow: UnitOfWork, owner_id: UUID, household_id: UUID) -> tuple[str, ...]:
    """The codes that a household has told."""
    found = fold_household(uow.households.history(owner_id, household_id)).told
    return found.needs if found else ()
