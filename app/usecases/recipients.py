"""Everybody who sees something of one household's budget: lenders and charities, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.negotiation.folding import fold
from app.store.consents import Authority, Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import home
from app.usecases.deps import Deps
from app.usecases.scene import audit, enter
from app.usecases.who_sees import View, view_of


@dataclass(frozen=True, slots=True)
class LenderSees:
    """One lender of one case, and what it sees."""

    case_id: UUID
    lender: str
    view: View


@dataclass(frozen=True, slots=True)
class Helping:
    """A charity that acts for the borrower: it sees all that was told."""

    charity: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class Looking:
    """A charity that may look at one case, and no more."""

    charity: str
    lender: str
    consent: Consent


@dataclass(frozen=True, slots=True)
class Recipients:
    lenders: tuple[LenderSees, ...]
    helping: tuple[Helping, ...]
    looking: tuple[Looking, ...]


def recipients(deps: Deps, actor: Actor, household_id: UUID) -> Recipients:
    """Who sees what now.

    Raises:
        NotFound: no such household for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_HOUSEHOLD, household_id, at)
        lenders, looking = [], []
        for header in uow.cases.of_household(place.owner_id, household_id):
            if header.restricted:
                continue
            history = uow.cases.history(header.tenant_id, header.id)
            name = _name(uow, header.tenant_id)
            found = view_of(uow, header, fold(history), history)
            lenders.append(LenderSees(header.id, name, found))
            looking += [
                Looking(_name(uow, consent.grantee_org_id), name, consent)
                for consent in uow.consents.live(header.tenant_id, header.id, at)
            ]
        return Recipients(tuple(lenders), _helping(uow, place.owner_id, at), tuple(looking))


def end_looking(deps: Deps, actor: Actor, case_id: UUID, consent_id: UUID) -> None:
    """A charity stops seeing this case now.

    Raises:
        NotFound: the borrower gave no such consent here, or ended it before.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.CHOOSE_WHO_SEES, case_id, at)
        if not uow.consents.revoke(scene.header.tenant_id, actor.person_id, consent_id, at):
            raise NotFound("consent")
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)


def _helping(uow: UnitOfWork, owner_id: UUID, at: datetime) -> tuple[Helping, ...]:
    return tuple(
        Helping(_name(uow, given.counselor_org_id), given)
        for given in uow.consents.authorities(owner_id)
        if given.revoked_at is None and (given.until is None or given.until > at)
    )


def _name(uow: UnitOfWork, organisation_id: UUID) -> str:
    found = uow.organisations.find(organisation_id)
    return found.name if found else ""
