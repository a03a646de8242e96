"""Everybody who sees something of one borrower: lenders and charities, what, why and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor
from app.core.disclosure import BUDGET, OFFERED, DataClass, Purpose, Wording
from app.core.errors import NotFound
from app.core.negotiation.folding import fold
from app.core.packs import jurisdiction_of
from app.store.cases import CaseHeader
from app.store.consents import Authority, Consent
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork
from app.usecases import consenting, referrals
from app.usecases.budget import home
from app.usecases.deps import Deps
from app.usecases.scene import admit, audit, enter
from app.usecases.who_sees import View, view_of


@dataclass(frozen=True, slots=True)
class LenderSees:
    """One lender of one case, and what it sees of the budget; ``consent`` is the ledger's row."""

    case_id: UUID
    lender: str
    view: View
    consent: Consent | None
    words: Wording | None


@dataclass(frozen=True, slots=True)
class Helping:
    """A charity that acts for the borrower: it sees all that was told."""

    charity: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class Looking:
    """One part of one case that somebody may see, and no more: a charity, or its lender."""

    name: str
    lender: str
    consent: Consent
    words: Wording | None


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
            name = name_of(uow, header.tenant_id)
            live = uow.consents.live(header.tenant_id, header.id, at)
            lenders.append(_lender(uow, header, name, live))
            looking += [
                Looking(name_of(uow, one.grantee_org_id), name, one, _words(uow, one))
                for one in live
                if not _is_budget_of_lender(one)
            ]
        return Recipients(tuple(lenders), _helping(uow, place.owner_id, at), tuple(looking))


def stop(deps: Deps, actor: Actor, case_id: UUID, consent_id: UUID) -> None:
    """A recipient stops seeing this part of the case now; what waits for them is dropped.

    Raises:
        NotFound: the borrower gave no such consent here, or ended it before.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.CHOOSE_WHO_SEES, case_id, at)
        ended = consenting.stop(uow, scene, consent_id, at)
        if ended.data_class == DataClass.CONTACT:
            referrals.end_with(uow, scene, ended.grantee_org_id, at)
        else:
            part = DataClass(ended.data_class)
            referrals.show_less(uow, scene, ended.grantee_org_id, part, at)
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)


def charities(deps: Deps, actor: Actor, case_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Every charity of the case's place, which could be let look, by id and name."""
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.READ_OPTIONS, case_id, deps.now())
        return tuple((one.id, one.name) for one in _charities(uow, header))


def let_look(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    charity_id: UUID,
    parts: tuple[DataClass, ...],
    until: datetime,
) -> None:
    """Let a charity look at ``parts`` of one case until then, and at nothing else.

    Raises:
        NotFound: no such charity here, or a part that nobody can be let look at.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.CHOOSE_WHO_SEES, case_id, at)
        known = {one.id for one in _charities(uow, scene.header)}
        if charity_id not in known or not set(parts) <= set(OFFERED):
            raise NotFound("charity")
        for part in parts:
            consenting.let_see(uow, scene, charity_id, part, Purpose.ADVICE, at, until)
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)


def name_of(uow: UnitOfWork, organisation_id: UUID) -> str:
    found = uow.organisations.find(organisation_id)
    return found.name if found else ""


def _lender(
    uow: UnitOfWork, header: CaseHeader, name: str, live: tuple[Consent, ...]
) -> LenderSees:
    history = uow.cases.history(header.tenant_id, header.id)
    held = next((one for one in live if _is_budget_of_lender(one)), None)
    view = view_of(uow, header, fold(history), history)
    return LenderSees(header.id, name, view, held, _words(uow, held) if held else None)


def _is_budget_of_lender(one: Consent) -> bool:
    return one.grantee_org_id == one.tenant_id and one.data_class in BUDGET


def _charities(uow: UnitOfWork, header: CaseHeader) -> tuple[Organisation, ...]:
    return tuple(
        charity
        for charity in uow.organisations.of_kind("charity")
        if jurisdiction_of(charity.country) == header.jurisdiction
    )


def _words(uow: UnitOfWork, one: Consent) -> Wording | None:
    return uow.consents.words(one.wording_version)


def _helping(uow: UnitOfWork, owner_id: UUID, at: datetime) -> tuple[Helping, ...]:
    return tuple(
        Helping(name_of(uow, given.counselor_org_id), given)
        for given in uow.consents.authorities(owner_id)
        if given.revoked_at is None and (given.until is None or given.until > at)
    )
