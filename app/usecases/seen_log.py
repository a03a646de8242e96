"""The borrower's own log: who was let see what, when it ended, and who looked. Newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Relation
from app.core.disclosure import DataClass
from app.store.consents import Consent
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import Home, home
from app.usecases.deps import Deps
from app.usecases.recipients import name_of

OF_BORROWERS = ("case", "household")
_ASKED = Action.READ_REFERRALS
GIVEN, ENDED, RAN_OUT = "given", "ended", "ran_out"
LET_HELP, HELP_ENDED = "let_help", "help_ended"
VIEWS = frozenset(
    rule.audit
    for action, rule in RULES.items()
    if rule.audit and not rule.writes and (rule.on in OF_BORROWERS or action is _ASKED)
    if rule.who != {Relation.OWNER}
)
"""Rows of the audit log that say that somebody looked at what is sensitive."""
A_PAGE = 50
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """``what`` is one of the words above, or a row's own where somebody looked at something.

    ``who`` is an organisation's name, empty where we cannot tell it any more.
    """

    at: datetime
    what: str
    who: str
    data_class: DataClass | None = None
    wording_version: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    lines: tuple[Line, ...]
    page: int
    pages: int


def log(deps: Deps, actor: Actor, household_id: UUID, page: int = 1) -> Log:
    """Raises NotFound or NotAllowed: it is the borrower's alone."""
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_LEDGER, household_id, at)
        lines = sorted(_lines(uow, place, at), key=lambda line: line.at, reverse=True)
    pages = max(1, -(-len(lines) // A_PAGE))
    shown = min(max(page, 1), pages)
    return Log(tuple(lines[(shown - 1) * A_PAGE : shown * A_PAGE]), shown, pages)


def _lines(uow: UnitOfWork, place: Home, at: datetime) -> Iterator[Line]:
    things, people = [f"household:{place.household_id}"], set[UUID]()
    for header in uow.cases.of_household(place.owner_id, place.household_id):
        if header.restricted:
            continue
        things.append(f"case:{header.id}")
        people.add(header.tenant_id)
        for one in uow.consents.ever(header.tenant_id, header.id):
            people.add(one.grantee_org_id)
            yield from _of_consent(uow, one, at)
    for given in uow.consents.authorities(place.owner_id):
        people.add(given.counselor_org_id)
        who = name_of(uow, given.counselor_org_id)
        yield Line(given.given_at, LET_HELP, who)
        over = min((end for end in (given.revoked_at, given.until) if end), default=None)
        if over is not None and over <= at:
            yield Line(over, HELP_ENDED, who)
    things += [f"referral:{one.id}" for one in uow.referrals.of_borrower(place.owner_id)]
    things += [f"exhibit:{one.id}" for one in uow.exhibits.of(place.household_id)]
    yield from _views(uow, place.owner_id, things, people)


def _of_consent(uow: UnitOfWork, one: Consent, at: datetime) -> Iterator[Line]:
    who, part = name_of(uow, one.grantee_org_id), DataClass(one.data_class)
    yield Line(one.given_at, GIVEN, who, part, one.wording_version)
    if one.expires_at and one.expires_at <= at and (one.revoked_at or at) >= one.expires_at:
        yield Line(one.expires_at, RAN_OUT, who, part, one.wording_version)
    elif one.revoked_at is not None:
        yield Line(one.revoked_at, ENDED, who, part, one.wording_version)


def _views(
    uow: UnitOfWork, owner_id: UUID, things: list[str], organisations: set[UUID]
) -> Iterator[Line]:
    own = uow.audit.pseudonym(owner_id)
    names = {
        uow.audit.pseudonym(person): name_of(uow, organisation)
        for organisation in organisations
        for person in uow.organisations.everybody(organisation)
    }
    for thing in things:
        for row in uow.audit.of(thing, _MOST):
            if row.action in VIEWS and row.actor != own:
                yield Line(row.at, row.action, names.get(row.actor, ""))
