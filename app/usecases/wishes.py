"""How a person may be reached: they say it, stop it at one press, and it holds from then on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, require
from app.core.contact import Channel
from app.core.errors import InvalidInput, NotFound, Problem
from app.core.packs import load
from app.core.reach import NEEDS_NUMBER, Said, stop
from app.gateways.zones import zones_in
from app.store.unit_of_work import UnitOfWork
from app.usecases import planned
from app.usecases.contacts import BASELINE
from app.usecases.deps import Deps
from app.usecases.invite import ALPHABET

STOP_CODE_LENGTH = 10
"""Of 31 signs: 49 bits, and whoever guesses one ends texts and learns nothing."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What holds for a person. ``is_said``: they chose it; otherwise it is what holds for everybody.

    ``zones`` are those they may choose from.
    """

    said: Said
    is_said: bool
    phone: str | None
    language: str
    zones: tuple[str, ...]
    has_texts: bool


def page(deps: Deps, actor: Actor, household_id: UUID) -> Wished:
    """Raises NotFound: there is no such household for this actor."""
    with deps.reading() as uow:
        person_id = owner(uow, actor, Action.READ_HOUSEHOLD, household_id, deps.now())
        person = uow.people.find(person_id)
        if person is None:
            raise NotFound("person")
        return Wished(
            said=uow.wishes.of(person_id),
            is_said=bool(uow.wishes.history(person_id)),
            phone=person.phone,
            language=person.language,
            zones=_zones(uow, person_id),
            has_texts=deps.settings.has_texts,
        )


def say(
    deps: Deps, actor: Actor, household_id: UUID, said: Said, phone: str | None, language: str
) -> None:
    """Keep what a person chose; whether details may be told stays as it was.

    ``phone`` is ``+`` and figures; without one the number that is known stays.

    Raises:
        InvalidInput: texts or calls without a number, or a zone that is none of theirs.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        person_id = owner(uow, actor, Action.SET_WISHES, household_id, at)
        person = uow.people.find(person_id)
        if person is None:
            raise NotFound("person")
        number = phone or person.phone
        if said.ways & NEEDS_NUMBER and number is None:
            raise InvalidInput((Problem("/phone", "missing", "give a number, or take mail"),))
        if said.zone is not None and said.zone not in _zones(uow, person_id):
            raise InvalidInput((Problem("/zone", "unknown", "choose from the list"),))
        if number is not None and (number != person.phone or person.stop_code is None):
            uow.people.change_phone(person_id, number, _stop_code())
        if language != person.language:
            uow.people.change_language(person_id, language)
        kept = replace(said, details=uow.wishes.of(person_id).details)
        _say(uow, actor, person_id, kept, at)


def stop_now(deps: Deps, actor: Actor, household_id: UUID, way: Channel | None) -> None:
    """No more contact by ``way``, or by none: from now on, and for what already waits."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        person_id = owner(uow, actor, Action.SET_WISHES, household_id, at)
        _say(uow, actor, person_id, stop(uow.wishes.of(person_id), way), at)


def tell_details(deps: Deps, actor: Actor, household_id: UUID, *, details: bool) -> None:
    """Whether messages may name the lender; they do not until the person says so."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        person_id = owner(uow, actor, Action.SET_WISHES, household_id, at)
        _say(uow, actor, person_id, replace(uow.wishes.of(person_id), details=details), at)


def stop_texts(deps: Deps, code: str) -> None:
    """From the address in a text, without signing in. A code that is none of ours does nothing."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        person = uow.people.by_stop_code(code)
        if person is not None:
            _say(uow, None, person.id, stop(uow.wishes.of(person.id), Channel.TEXT), at)


def owner(uow: UnitOfWork, actor: Actor, action: Action, household_id: UUID, at: datetime) -> UUID:
    """The person whose household it is.

    Raises:
        NotFound: there is no such household for this actor.
        NotAllowed: the actor knows it, and may not do this.
    """
    facts = uow.households.facts(household_id, at)
    if facts is None:
        raise NotFound(action)
    require(actor, action, facts)
    return facts.owner_id


def _say(uow: UnitOfWork, actor: Actor | None, person_id: UUID, said: Said, at: datetime) -> None:
    uow.contacts.lock(person_id)
    by = None if actor is None else actor.person_id
    uow.wishes.say(person_id, said, at, by)
    uow.audit.write(by, Action.SET_WISHES, f"contact:{person_id}", at)
    planned.call_off(uow, person_id, at)


def _stop_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(STOP_CODE_LENGTH))


def _zones(uow: UnitOfWork, person_id: UUID) -> tuple[str, ...]:
    """Where the person may live, of every jurisdiction in which they owe."""
    found = [
        zones_in(country) if jurisdiction == BASELINE else load(jurisdiction).zones
        for jurisdiction, country in uow.contacts.places(person_id)
    ]
    return tuple(dict.fromkeys(zone for zones in found for zone in zones))
