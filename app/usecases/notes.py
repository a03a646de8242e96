"""What counselors note about a client, for their own charity alone.

No lender, no paper and no page of the borrower shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, ObjectFacts, require
from app.core.errors import NotFound
from app.store.notes import Note
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class Noted:
    """A note with the name of who wrote it and of the charity; ``words`` as in ``Note``."""

    words: str
    author: str
    charity: str
    at: datetime
    erased_at: datetime | None


def notes(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Noted, ...]:
    """Newest first; those of the actor's own charity alone.

    Raises:
        NotFound: there is no such household for this actor.
    """
    with deps.reading() as uow:
        facts = facts_of(uow, household_id, deps.now())
        require(actor, Action.READ_CLIENT, facts)
        found = uow.notes.of(charities_of(actor, facts), household_id)
        return tuple(_noted(uow, note) for note in found)


def write(deps: Deps, actor: Actor, household_id: UUID, words: str) -> None:
    """Add a note; nobody changes it afterwards.

    Raises:
        NotFound: there is no such household for this actor.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        facts = facts_of(uow, household_id, at)
        require(actor, Action.WRITE_NOTE, facts)
        (charity, *_) = charities_of(actor, facts)
        uow.notes.write(
            Note(charity, uuid4(), facts.owner_id, household_id, actor.person_id, at, words)
        )
        uow.audit.write(actor.person_id, Action.WRITE_NOTE, f"household:{household_id}", at)


def charities_of(actor: Actor, facts: ObjectFacts) -> tuple[UUID, ...]:
    """Through which charities the actor acts for this borrower now."""
    found = (m.organisation_id for m in facts.mandates if m.covers(actor))
    return tuple(dict.fromkeys(found))


def facts_of(uow: UnitOfWork, household_id: UUID, at: datetime) -> ObjectFacts:
    facts = uow.households.facts(household_id, at)
    if facts is None:
        raise NotFound("household")
    return facts


def _noted(uow: UnitOfWork, note: Note) -> Noted:
    author = uow.people.find(note.author_id)
    charity = uow.organisations.find(note.organisation_id)
    return Noted(
        note.words,
        author.name if author else "",
        charity.name if charity else "",
        note.at,
        note.erased_at,
    )
