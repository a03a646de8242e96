"""Papers for whom the borrower lets see them: a case's lender, or a charity that looks at one case.

Asked anew at each request. A paper about what happened needs a second consent, to hardship.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role, require
from app.core.disclosure import DataClass, Purpose
from app.core.errors import NotFound
from app.core.exhibits import Exhibit, Side, about_of
from app.store.cases import CaseHeader
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import home
from app.usecases.consenting import let_see as let
from app.usecases.consenting import seen_by, stop_all
from app.usecases.deps import Deps
from app.usecases.exhibits import note, one_page
from app.usecases.known_as import known_as
from app.usecases.scene import audit, enter


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody may see of one case's papers; ``shared`` is whether the borrower lets them.

    ``borrower`` is the name by which the reader knows them.

    Beside a paper stand the checks of the own house. A lender is told, too, that somebody who
    acts for the borrower has checked it, without their words.
    """

    case_id: UUID
    borrower_id: UUID
    borrower: str
    shared: bool
    exhibits: tuple[Exhibit, ...]


def seen(deps: Deps, actor: Actor, case_id: UUID) -> Seen:
    """The papers that the actor's organisation may see now. That they looked is written down.

    Raises:
        NotFound: there is no such case for this actor.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        let_in = _let(uow, actor, Action.READ_SHARED_EXHIBITS, case_id, at)
        found = _visible(uow, let_in)
        for exhibit in found:
            note(uow, actor, Action.READ_SHARED_EXHIBITS, exhibit, at)
        if not found:
            uow.system("nothing was seen")
        borrower = let_in.header.borrower_id
        shared = DataClass.EVIDENCE in let_in.classes
        return Seen(case_id, borrower, _name(uow, let_in), shared, found)


def shared_picture(
    deps: Deps, actor: Actor, case_id: UUID, exhibit_id: UUID, number: int, page: int
) -> bytes:
    """A JPEG of one page. That they looked is written down.

    Raises:
        NotFound: there is no such picture for this actor, or not any more.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        exhibit = visible(uow, actor, Action.READ_SHARED_EXHIBITS, case_id, exhibit_id, at)
        note(uow, actor, Action.READ_SHARED_EXHIBITS, exhibit, at)
        return one_page(deps, uow, exhibit, number, page)


def visible(
    uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, exhibit_id: UUID, at: datetime
) -> Exhibit:
    """Raises NotFound: the borrower does not let the actor's organisation see it."""
    them = _visible(uow, _let(uow, actor, action, case_id, at))
    found = next((one for one in them if one.id == exhibit_id), None)
    if found is None:
        raise NotFound("exhibit")
    return found


def let_see(deps: Deps, actor: Actor, case_id: UUID, *, sees: bool) -> UUID:
    """The borrower lets the lender of one case see papers, or ends that, from the next request on.

    Harmless when it is so already. Gives the household's id.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.CHOOSE_WHO_SEES, case_id, at)
        tenant = scene.header.tenant_id
        audit(uow, scene, Action.CHOOSE_WHO_SEES, at)
        if not sees:
            stop_all(uow, scene, tenant, (DataClass.EVIDENCE,), at)
        elif DataClass.EVIDENCE not in seen_by(uow, scene, tenant, at):
            let(uow, scene, tenant, DataClass.EVIDENCE, Purpose.CHOSEN, at)
        return scene.header.household_id


def lenders_see(deps: Deps, actor: Actor, household_id: UUID) -> dict[UUID, datetime | None]:
    """Since when each case's lender may see papers; nothing where it may not.

    Raises:
        NotFound: no such household for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_EXHIBITS, household_id, at)
        since: dict[UUID, datetime | None] = {}
        for header in uow.cases.of_household(place.owner_id, household_id):
            live = _live(uow, header, at)
            mine = (one.given_at for one in live if one.grantee_org_id == header.tenant_id)
            since[header.id] = min(mine, default=None)
        return since


def _live(uow: UnitOfWork, header: CaseHeader, at: datetime) -> tuple[Consent, ...]:
    live = uow.consents.live(header.tenant_id, header.id, at)
    return tuple(one for one in live if one.data_class == DataClass.EVIDENCE)


@dataclass(frozen=True, slots=True)
class _Let:
    """``classes`` are what the owner lets the actor's organisations see of the case.

    ``own`` are the houses for which the actor looks, ``acting`` those that are told beside them.
    """

    header: CaseHeader
    lends: bool
    classes: frozenset[str]
    own: frozenset[UUID]
    acting: frozenset[UUID]


def _let(uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, at: datetime) -> _Let:
    facts, header = uow.cases.facts(case_id, at), uow.cases.find(case_id)
    if facts is None or header is None:
        raise NotFound(action)
    lends = require(actor, action, facts).role is Role.LENDER
    mine = {member.organisation_id for member in actor.memberships}
    live = uow.consents.live(header.tenant_id, case_id, at)
    owners = (one for one in live if one.person_id == header.borrower_id)
    classes = frozenset(one.data_class for one in owners if one.grantee_org_id in mine)
    own = {header.tenant_id} if lends else actor.organisations("charity")
    acting = {mandate.organisation_id for mandate in facts.mandates} if lends else ()
    return _Let(header, lends, classes, frozenset(own), frozenset(acting))


def _name(uow: UnitOfWork, let_in: _Let) -> str:
    if let_in.lends:
        return known_as(uow, let_in.header)
    person = uow.people.find(let_in.header.borrower_id)
    return person.name if person else ""


def _visible(uow: UnitOfWork, let_in: _Let) -> tuple[Exhibit, ...]:
    if DataClass.EVIDENCE not in let_in.classes:
        return ()
    return tuple(
        _without_other_houses(exhibit, let_in)
        for exhibit in uow.exhibits.of(let_in.header.household_id)
        if DataClass.HARDSHIP in let_in.classes or not _tells_what_happened(exhibit)
    )


def _without_other_houses(exhibit: Exhibit, let_in: _Let) -> Exhibit:
    """Whom else the borrower owes or shows a paper is nobody's business, nor what those noted."""
    versions = (
        replace(
            version,
            looked=tuple(
                mark if mark.organisation_id in let_in.own else replace(mark, note="")
                for mark in version.looked
                if mark.organisation_id in let_in.own | let_in.acting
            ),
        )
        for version in exhibit.versions
    )
    return replace(exhibit, versions=tuple(versions))


def _tells_what_happened(exhibit: Exhibit) -> bool:
    about = about_of(exhibit.about)
    return about is None or about.side is Side.HARDSHIP
