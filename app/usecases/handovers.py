"""Handing a client over to a colleague of the same charity; the notes stay where they are.

To another charity nothing is handed over: the borrower lets that one act, and ends this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, ObjectFacts, require
from app.core.errors import NotFound
from app.store.handovers import Handover
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.notes import charities_of, facts_of


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-over with the names of both."""

    by: str
    to: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks after a client; ``colleagues`` are those who could, by id and name.

    ``looked_after_by`` is empty while the whole charity does. Without colleagues nobody can
    take over: the borrower let one counselor act alone, or nobody else works there.
    """

    looked_after_by: str
    colleagues: tuple[tuple[UUID, str], ...]
    handed: tuple[Handed, ...]


def desk(deps: Deps, actor: Actor, household_id: UUID) -> Desk:
    """Raises NotFound: there is no such household for this actor."""
    with deps.reading() as uow:
        facts = facts_of(uow, household_id, deps.now())
        require(actor, Action.READ_CLIENT, facts)
        past = uow.handovers.of(charities_of(actor, facts), household_id)
        return Desk(
            looked_after_by=_looked_after_by(uow, past),
            colleagues=_colleagues(uow, actor, facts, past),
            handed=tuple(
                Handed(_name(uow, one.by_id), _name(uow, one.to_id), one.at, one.words)
                for one in past
            ),
        )


def hand_over(deps: Deps, actor: Actor, household_id: UUID, to_id: UUID, words: str) -> None:
    """From now on a colleague looks after the client; both the colleague and the client are told.

    Raises:
        NotFound: no such household, or nobody of that id there.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        facts = facts_of(uow, household_id, at)
        require(actor, Action.HAND_OVER, facts)
        past = uow.handovers.of(charities_of(actor, facts), household_id)
        if to_id not in {person_id for person_id, _ in _colleagues(uow, actor, facts, past)}:
            raise NotFound("colleague")
        (charity, *_) = [one for one in _whole(actor, facts) if to_id in _members(uow, one)]
        done = Handover(
            charity, uuid4(), facts.owner_id, household_id, actor.person_id, to_id, at, words
        )
        uow.handovers.write(done)
        for person_id in (to_id, facts.owner_id):
            _tell(uow, done, person_id, at)
        uow.audit.write(actor.person_id, Action.HAND_OVER, f"household:{household_id}", at)


def looked_after(deps: Deps, actor: Actor, household_id: UUID) -> dict[UUID, str]:
    """For the borrower: who of each charity looks after them now, where it is one person."""
    with deps.reading() as uow:
        facts = facts_of(uow, household_id, deps.now())
        require(actor, Action.READ_HOUSEHOLD, facts)
        found = {}
        for charity in {m.organisation_id for m in facts.mandates}:
            if name := _looked_after_by(uow, uow.handovers.of((charity,), household_id)):
                found[charity] = name
        return found


def _whole(actor: Actor, facts: ObjectFacts) -> tuple[UUID, ...]:
    """The charities that act as a whole: an authority for one counselor is that person's alone."""
    return tuple(
        m.organisation_id for m in facts.mandates if m.covers(actor) and m.counselor_id is None
    )


def _colleagues(
    uow: UnitOfWork, actor: Actor, facts: ObjectFacts, past: tuple[Handover, ...]
) -> tuple[tuple[UUID, str], ...]:
    """Everybody there but who looks after the client now."""
    now = past[0].to_id if past else None
    people = (person for one in _whole(actor, facts) for person in _members(uow, one))
    return tuple((one, _name(uow, one)) for one in dict.fromkeys(people) if one != now)


def _members(uow: UnitOfWork, charity: UUID) -> tuple[UUID, ...]:
    return tuple(person for person, _ in uow.organisations.members(charity))


def _looked_after_by(uow: UnitOfWork, past: tuple[Handover, ...]) -> str:
    """Nobody in particular once that person has left the charity."""
    if not past or past[0].to_id not in _members(uow, past[0].organisation_id):
        return ""
    return _name(uow, past[0].to_id)


def _name(uow: UnitOfWork, person_id: UUID) -> str:
    found = uow.people.find(person_id)
    return found.name if found else ""


def _tell(uow: UnitOfWork, done: Handover, person_id: UUID, at: datetime) -> None:
    about = f"handover:{done.id}:{person_id}"
    uow.outbox.put(
        "mail",
        about,
        {
            "letter": "news",
            "person_id": str(person_id),
            "household_id": str(done.household_id),
            "head": "",
            "path": "/sign-in",
            "about": about,
        },
        at,
    )
