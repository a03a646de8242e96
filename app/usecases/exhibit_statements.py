"""The least proof of all: a counselor says what they saw, and no file is kept."""

from __future__ import annotations

from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.evidence import sha256_hex
from app.core.exhibits import About, Brought, Exhibit, State, Version
from app.usecases.deps import Deps
from app.usecases.exhibits import note, place_for
from app.usecases.notes import charities_of, facts_of

KIND = "STATEMENT"


def state(deps: Deps, actor: Actor, household_id: UUID, about: About, words: str) -> UUID:
    """Keep ``words`` of a counselor with the borrower's authority, under their own name.

    Raises:
        NotFound: no such household for this actor, or it told no such thing.
        NotAllowed: somebody else says so.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        place = place_for(uow, actor, Action.CHECK_EXHIBIT, household_id, about, at)
        charity = uow.organisations.find(charities_of(actor, facts_of(uow, household_id, at))[0])
        body = words.encode()
        told = Brought(
            name=charity.name if charity else "",
            kind=KIND,
            sha256=sha256_hex(body),
            size=len(body),
            words=words,
        )
        exhibit = Exhibit(place.owner_id, uuid4(), household_id, about.text, at)
        uow.exhibits.add(exhibit)
        uow.exhibits.add_version(exhibit, Version(1, actor.person_id, at, State.STATED, told))
        note(uow, actor, Action.CHECK_EXHIBIT, exhibit, at)
        return exhibit.id
