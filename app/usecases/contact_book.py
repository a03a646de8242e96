"""Who reached a person, when and how: the whole ledger for the one it is about, who can object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from app.core.access import Action, Actor
from app.core.errors import InvalidInput, NotFound, Problem
from app.store.contacts import JOINED, WITHHELD, Entry
from app.store.unit_of_work import UnitOfWork
from app.usecases import complaints
from app.usecases.deps import Deps
from app.usecases.wishes import owner

Noted = Entry
KEPT_AWAY, TOLD_LATER = WITHHELD, JOINED


@dataclass(frozen=True, slots=True)
class Line:
    """``lender`` in whose name, ``by`` who did it; empty when it was the product itself."""

    entry: Entry
    lender: str
    by: str


def lines(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Line, ...]:
    """Everything, newest first: also what was kept from the person, and why.

    Raises:
        NotFound: there is no such household for this actor.
    """
    with deps.reading() as uow:
        person_id = owner(uow, actor, Action.READ_HOUSEHOLD, household_id, deps.now())
        return tuple(_line(uow, entry) for entry in uow.contacts.of(person_id))


def line(deps: Deps, actor: Actor, household_id: UUID, key: str) -> Line:
    """One line that can be objected to.

    Raises:
        NotFound: there is none of that name, or it belongs to no case.
    """
    with deps.reading() as uow:
        person_id = owner(uow, actor, Action.READ_HOUSEHOLD, household_id, deps.now())
        entry = uow.contacts.find(person_id, key)
        if entry is None or entry.case_id is None:
            raise NotFound("contact")
        return _line(uow, entry)


def report(deps: Deps, actor: Actor, household_id: UUID, key: str, words: str) -> None:
    """Object to one contact: it becomes a complaint, with its clock, and the line says so.

    Sent twice it happened once.

    Raises:
        InvalidInput: nothing is said.
        NotFound: there is no such line.
    """
    at = deps.now()
    found = line(deps, actor, household_id, key).entry
    if found.case_id is None or not words.strip():
        raise InvalidInput((Problem("/words", "missing", "say what was wrong"),))
    said = f"[{found.channel} {found.at:%Y-%m-%d %H:%M} UTC] {words}"
    number = uuid5(NAMESPACE_URL, f"contact:{found.person_id}:{key}")
    complaints.complain(deps, actor, found.case_id, number, said)
    with deps.unit_of_work() as uow:
        person_id = owner(uow, actor, Action.REPORT_CONTACT, household_id, at)
        entry = uow.contacts.find(person_id, key)
        if entry is not None:
            uow.contacts.note(replace(entry, reported_at=entry.reported_at or at))
        uow.audit.write(actor.person_id, Action.REPORT_CONTACT, f"contact:{person_id}", at)


def _line(uow: UnitOfWork, entry: Entry) -> Line:
    lender = uow.organisations.find(entry.tenant_id) if entry.tenant_id else None
    person = uow.people.find(entry.by_person_id) if entry.by_person_id else None
    return Line(entry, lender.name if lender else "", person.name if person else "")
