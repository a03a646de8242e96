"""A borrower lets a charity act, and takes it back: in force from the next request on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from app.core.access import RULES, Action, Actor, require
from app.core.errors import NotFound
from app.store.consents import Authority
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

LIFE = timedelta(days=365)


def give(deps: Deps, actor: Actor, household_id: UUID, charity_id: UUID) -> None:
    """Let the charity read and act for this borrower, for a year at most.

    Raises:
        NotFound: no such household for this actor, or no such charity.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, deps)
        charity = uow.organisations.find(charity_id)
        if charity is None or charity.kind != "charity":
            raise NotFound("charity")
        for given in uow.consents.authorities(actor.person_id):
            if given.counselor_org_id == charity_id:
                # One at a time: taking it back must not leave an older one in force.
                uow.consents.revoke_authority(actor.person_id, given.id, at)
        uow.consents.give_authority(
            Authority(
                id=uuid4(),
                borrower_id=actor.person_id,
                counselor_org_id=charity_id,
                counselor_id=None,
                scopes=("read", "act"),
                given_at=at,
                until=at + LIFE,
            )
        )
        _audit(uow, actor, household_id, deps)


def revoke(deps: Deps, actor: Actor, household_id: UUID, authority_id: UUID) -> None:
    """End an authority now.

    Raises:
        NotFound: this borrower gave no such authority, or ended it before.
    """
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, deps)
        if not uow.consents.revoke_authority(actor.person_id, authority_id, deps.now()):
            raise NotFound("authority")
        _audit(uow, actor, household_id, deps)


def _mine(uow: UnitOfWork, actor: Actor, household_id: UUID, deps: Deps) -> None:
    facts = uow.households.facts(household_id, deps.now())
    if facts is None:
        raise NotFound("household")
    require(actor, Action.GIVE_AUTHORITY, facts)


def _audit(uow: UnitOfWork, actor: Actor, household_id: UUID, deps: Deps) -> None:
    uow.audit.write(
        actor.person_id,
        RULES[Action.GIVE_AUTHORITY].audit or "",
        f"household:{household_id}",
        deps.now(),
    )
