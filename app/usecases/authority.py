"""A borrower lets a charity act, signs what it may do, and takes it back: in force at once."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from app.core.access import Action, Actor, require
from app.core.errors import InvalidInput, NotFound, OfferChanged, Problem
from app.core.languages import WRITTEN
from app.core.mandate_text import Mandated, mandate_text, text_sha256
from app.core.scopes import EVERYTHING, Scope
from app.store.consents import Authority
from app.store.statements import Statement
from app.store.unit_of_work import UnitOfWork
from app.usecases import authority_ends, review_ends
from app.usecases.deps import Deps

LIFE = timedelta(days=365)
_ANYWHERE = timedelta(hours=12)
"""A last day is over when it is over everywhere."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a borrower lets act: the charity, or one counselor there; until which last day."""

    charity_id: UUID
    scopes: AbstractSet[Scope]
    until: date
    counselor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Charity:
    """A charity that could act, and who works there, by id and name."""

    id: UUID
    name: str
    people: tuple[tuple[UUID, str], ...]


def charity(deps: Deps, actor: Actor, household_id: UUID, charity_id: UUID) -> Charity:
    """Raises NotFound: no such household for this actor, or no such charity."""
    with deps.reading() as uow:
        _mine(uow, actor, household_id, deps)
        found = uow.organisations.find(charity_id)
        if found is None or found.kind != "charity":
            raise NotFound("charity")
        people = (uow.people.find(one) for one, _ in uow.organisations.members(charity_id))
        return Charity(found.id, found.name, tuple((p.id, p.name) for p in people if p))


def statement(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Statement, ...]:
    """What the borrower signed for the authorities that ``actor`` acts by now, newest first.

    Raises:
        NotFound: there is no such household for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        facts = uow.households.facts(household_id, at)
        if facts is None:
            raise NotFound("household")
        require(actor, Action.READ_CLIENT, facts)
        charities = actor.organisations("charity")
        given = (
            uow.statements.of(one.id)
            for one in uow.consents.authorities(facts.owner_id)
            if one.counselor_org_id in charities
            and one.counselor_id in (None, actor.person_id)
            and one.revoked_at is None
            and (one.until is None or one.until > at)
        )
        return tuple(one for one in given if one is not None)


def statement_file(deps: Deps, actor: Actor, household_id: UUID) -> bytes:
    """Plain text for a lender: the words, the name typed, when, and the digest of the words."""
    parts = (
        (one.words, one.name, one.at.isoformat(timespec="seconds"), one.sha256)
        for one in statement(deps, actor, household_id)
    )
    return "\n\n".join("\n".join(part) for part in parts).encode()


def words(
    deps: Deps, actor: Actor, household_id: UUID, asked: Asked, reader: str
) -> tuple[str, ...]:
    """The exact words that would be signed today; ``reader`` is ``en`` or ``zh``.

    Raises:
        NotFound: no such household for this actor, no such charity, or nobody of that id there.
        InvalidInput: the last day is over, or more than a year away.
    """
    with deps.reading() as uow:
        _mine(uow, actor, household_id, deps)
        return _words(uow, actor, asked, reader, deps.now())


def sign(
    deps: Deps,
    actor: Actor,
    household_id: UUID,
    asked: Asked,
    *,
    name: str,
    shown: str,
    reader: str,
) -> None:
    """Let them act from now on. ``shown`` is the digest of the words that were read.

    Raises:
        OfferChanged: the words of today are others: read them again.
        NotFound, InvalidInput: as ``words``.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, deps)
        lines = _words(uow, actor, asked, reader, at)
        if text_sha256(lines) != shown:
            raise OfferChanged("other words would be signed now")
        for old in uow.consents.authorities(actor.person_id):
            if old.counselor_org_id == asked.charity_id:
                # One at a time: taking it back must not leave an older one in force.
                authority_ends.end(uow, actor.person_id, actor.person_id, old.id, at)
        authority_id = uuid4()
        given = Authority(
            id=authority_id,
            borrower_id=actor.person_id,
            counselor_org_id=asked.charity_id,
            counselor_id=asked.counselor_id,
            scopes=tuple(one for one in Scope if one in asked.scopes | {Scope.READ}),
            given_at=at,
            until=over_everywhere(asked.until),
        )
        uow.consents.give_authority(given)
        authority_ends.note(uow, actor.person_id, authority_id, "given", at)
        authority_ends.watch(uow, given, at)
        uow.statements.keep(
            Statement(authority_id, name, "\n".join(lines), shown, WRITTEN[reader], at)
        )
        review_ends.in_all_cases(uow, actor.person_id, at)
        _audit(uow, actor, household_id, deps)


def give(deps: Deps, actor: Actor, household_id: UUID, charity_id: UUID) -> None:
    """Sign for everything and a year, with one's own name: what the demonstration does.

    Raises:
        NotFound: no such household for this actor, or no such charity.
    """
    asked = Asked(charity_id, EVERYTHING, deps.now().date() + LIFE)
    shown = text_sha256(words(deps, actor, household_id, asked, "en"))
    with deps.reading() as uow:
        person = uow.people.find(actor.person_id)
    name = person.name if person else ""
    sign(deps, actor, household_id, asked, name=name, shown=shown, reader="en")


def revoke(deps: Deps, actor: Actor, household_id: UUID, authority_id: UUID) -> None:
    """End an authority now. What waits for that charity's signature is written anew without it.

    Raises:
        NotFound: this borrower gave no such authority, or ended it before.
    """
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, deps)
        me = actor.person_id
        if not authority_ends.end(uow, me, me, authority_id, deps.now()):
            raise NotFound("authority")
        review_ends.in_all_cases(uow, actor.person_id, deps.now())
        _audit(uow, actor, household_id, deps)


def over_everywhere(last: date) -> datetime:
    """The end of what holds on its last day wherever somebody is."""
    return datetime.combine(last + timedelta(days=1), time(tzinfo=UTC)) + _ANYWHERE


def _words(
    uow: UnitOfWork, actor: Actor, asked: Asked, reader: str, at: datetime
) -> tuple[str, ...]:
    charity = uow.organisations.find(asked.charity_id)
    person = uow.people.find(actor.person_id)
    if charity is None or charity.kind != "charity" or person is None:
        raise NotFound("charity")
    counselor = ""
    if asked.counselor_id is not None:
        found = uow.people.find(asked.counselor_id)
        members = {one for one, _ in uow.organisations.members(charity.id)}
        if found is None or found.id not in members:
            raise NotFound("counselor")
        counselor = found.name
    if not at.date() <= asked.until <= at.date() + LIFE:
        raise InvalidInput((Problem("/until", "date", "a day within a year"),))
    said = Mandated(person.name, charity.name, counselor, asked.scopes, asked.until, at.date())
    return mandate_text(said, WRITTEN[reader])


def _mine(uow: UnitOfWork, actor: Actor, household_id: UUID, deps: Deps) -> None:
    facts = uow.households.facts(household_id, deps.now())
    if facts is None:
        raise NotFound("household")
    require(actor, Action.GIVE_AUTHORITY, facts)


def _audit(uow: UnitOfWork, actor: Actor, household_id: UUID, deps: Deps) -> None:
    uow.audit.write(
        actor.person_id,
        Action.GIVE_AUTHORITY,
        f"household:{household_id}",
        deps.now(),
    )
