"""Meetings: only where a borrower asks for one, and only with somebody whose name they know before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.contact import Because, Channel, Direction, Leave, Purpose
from app.core.errors import InvalidInput, NotFound, Problem, TransitionNotAllowed
from app.store.contacts import Entry, withheld
from app.store.meetings import Meeting
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct
from app.usecases.calls import NotNow
from app.usecases.contacts import answer_for
from app.usecases.deps import Deps
from app.usecases.notices import people_of
from app.usecases.scene import Scene, audit, enter

TAKEN_BACK = Because("wish:taken-back")


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """``visitor`` is the name of who comes, of ``lender``; empty until they say it.

    Whoever does not work there any more comes to nobody: then it is empty again.
    """

    meeting: Meeting | None
    visitor: str
    lender: Organisation
    is_own: bool


def page(deps: Deps, actor: Actor, case_id: UUID) -> MeetingPage:
    """The meeting that the borrower asked for, for the borrower's side.

    Raises:
        NotFound: there is no such case for this actor.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_OPTIONS, case_id, deps.now())
        header = scene.header
        found = uow.meetings.open(header.tenant_id, header.id)
        working = people_of(uow, scene, Role.LENDER, deps.now())
        named = found.visitor_id if found and found.visitor_id in working else None
        visitor = uow.people.find(named) if named else None
        lender = uow.organisations.find(header.tenant_id)
        if lender is None:
            raise NotFound("organisation")
        own = actor.person_id == header.borrower_id
        return MeetingPage(found, visitor.name if visitor else "", lender, own)


def ask(deps: Deps, actor: Actor, case_id: UUID, meeting_id: UUID, words: str) -> None:
    """Ask the lender for a meeting, in the borrower's own words: where, and when it suits.

    Raises:
        InvalidInput: nothing is said.
        TransitionNotAllowed: another one is open.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.ASK_MEETING, case_id, at)
        header = scene.header
        if not words.strip():
            raise InvalidInput((Problem("/words", "missing", "say where and when"),))
        open_one = uow.meetings.open(header.tenant_id, header.id)
        if open_one is not None and open_one.id != meeting_id:
            raise TransitionNotAllowed("a meeting is asked for already")
        if open_one is None:
            uow.meetings.ask(
                Meeting(meeting_id, header.tenant_id, header.id, header.borrower_id, at, words)
            )
            _tell(uow, scene, Role.LENDER, f"asked:{meeting_id}", at)
        audit(uow, scene, Action.ASK_MEETING, at)


def take_back(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """No meeting, without a reason; nobody comes. Pressed twice it happened once."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.ASK_MEETING, case_id, at)
        audit(uow, scene, Action.ASK_MEETING, at)
        found = uow.meetings.open(scene.header.tenant_id, scene.header.id)
        if found is None:
            return
        uow.meetings.end(found.id, at)
        entry = uow.contacts.find(found.person_id, _key(found))
        if entry is not None and entry.planned:
            uow.contacts.note(withheld(replace(entry, planned=False), TAKEN_BACK))
        _tell(uow, scene, Role.LENDER, f"ended:{found.id}", at)


def name_visitor(deps: Deps, actor: Actor, case_id: UUID, visitor_id: UUID, when: datetime) -> None:
    """Say who of the lender comes and when; the borrower reads it in the case before.

    Raises:
        NotFound: the borrower has asked for no meeting, or the visitor does not work there.
        NotNow: a rule forbids that time.
        NoPass: whoever says it has not passed the conduct test of the place.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.RECORD_CONTACT, case_id, at)
        conduct.require_pass(uow, scene, at)
        header = scene.header
        found = _open(uow, scene)
        if visitor_id not in people_of(uow, scene, Role.LENDER, at):
            raise NotFound("visitor")
        uow.contacts.lock(header.borrower_id)
        entry = Entry(
            person_id=header.borrower_id,
            key=_key(found),
            tenant_id=header.tenant_id,
            by_person_id=visitor_id,
            channel=Channel.MEETING,
            direction=Direction.OUT,
            purpose=Purpose.ASKED,
            at=max(when, at),
            case_id=header.id,
            planned=True,
        )
        # A person who wants no messages may still ask for a meeting.
        answer = answer_for(uow, entry, required=True)
        if not isinstance(answer, Leave):
            raise NotNow(answer)
        uow.contacts.note(entry)
        uow.meetings.name(found.id, visitor_id, actor.person_id, entry.at)
        _tell(uow, scene, Role.BORROWER, f"named:{found.id}:{entry.at.isoformat()}", at)
        audit(uow, scene, Action.RECORD_CONTACT, at)


def _open(uow: UnitOfWork, scene: Scene) -> Meeting:
    found = uow.meetings.open(scene.header.tenant_id, scene.header.id)
    if found is None:
        raise NotFound("meeting")
    return found


def _key(meeting: Meeting) -> str:
    return f"meeting:{meeting.id}"


def _tell(uow: UnitOfWork, scene: Scene, role: Role, about: str, at: datetime) -> None:
    for person in people_of(uow, scene, role, at):
        uow.outbox.put(
            "mail",
            f"news:meeting:{about}:{person}",
            {
                "letter": "news",
                "person_id": str(person),
                "head": "",
                "tenant_id": str(scene.header.tenant_id),
                "case_id": str(scene.header.id),
                "path": "/sign-in",
                "about": about,
            },
            at,
            tenant_id=scene.header.tenant_id,
        )
