"""Calls and letters of a lender's staff: planned when they may be, and written down as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor
from app.core.contact import (
    LOOK_AHEAD,
    Answer,
    Because,
    Channel,
    Direction,
    Leave,
    Never,
    Purpose,
    Wait,
)
from app.core.errors import DomainError, NotFound
from app.core.negotiation.case import Stage
from app.core.reach import WAYS
from app.store.contacts import LEFT, Entry, withheld
from app.store.meetings import Meeting
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct, staff_words
from app.usecases.contacts import answer_for, said_by
from app.usecases.deps import Deps
from app.usecases.scene import Scene, audit, enter

BY_STAFF = (Channel.TELEPHONE, Channel.LETTER)
"""What a person of the lender does by hand; mails and texts leave from here alone."""
CALLED_OFF = Because("house:called-off")


class NotNow(DomainError):
    """The contact may not happen at that time; ``answer`` says when it may, or that it never may."""

    code = "not_now"

    def __init__(self, answer: Wait | Never) -> None:
        super().__init__(answer.because.code)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a lender's staff learn of a person: how, and when. ``phone`` only where calls are wanted."""

    ways: tuple[tuple[Channel, Answer], ...]
    phone: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """``ledger`` is what was done in this lender's name; what others did stays theirs."""

    reach: Reach
    ledger: tuple[Entry, ...]
    meeting: Meeting | None
    visitors: tuple[tuple[UUID, str], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A contact as staff write it down. ``id`` is the form's, so that sending twice makes one."""

    id: UUID
    channel: Channel
    direction: Direction
    at: datetime
    talked: bool
    words: str


def desk(deps: Deps, actor: Actor, case_id: UUID) -> Desk:
    """How and when the borrower may be reached. That it was looked at leaves its row.

    Raises:
        NotFound: there is no such case for this actor.
        NotAllowed: the actor is not of its lender.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.READ_REACH, case_id, at)
        audit(uow, scene, Action.READ_REACH, at)
        borrower, tenant = scene.header.borrower_id, scene.header.tenant_id
        person = uow.people.find(borrower)
        members = [uow.people.find(member) for member, _ in uow.organisations.members(tenant)]
        # Whoever knows a mail address may state a debt for it: that alone tells no number.
        confirmed = scene.case.stage is not Stage.NEW
        calls = confirmed and Channel.TELEPHONE in said_by(uow, borrower).ways
        return Desk(
            reach=Reach(
                tuple((way, answer_for(uow, _entry(scene, way, at, ""))) for way in WAYS),
                person.phone if person and calls else None,
            ),
            ledger=tuple(one for one in uow.contacts.of(borrower) if one.tenant_id == tenant),
            meeting=uow.meetings.open(tenant, case_id),
            visitors=tuple((one.id, one.name) for one in members if one is not None),
            at=at,
        )


def plan(
    deps: Deps, actor: Actor, case_id: UUID, contact_id: UUID, channel: Channel, at: datetime
) -> None:
    """Say that a call or a letter is to happen at ``at``; it uses up its part from now on.

    Raises:
        NotNow: a rule or a wish forbids it then.
        NoPass: whoever plans it has not passed the conduct test of the place.
    """
    now = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.RECORD_CONTACT, case_id, now)
        conduct.require_pass(uow, scene, now)
        uow.contacts.lock(scene.header.borrower_id)
        entry = _entry(scene, channel, max(at, now), f"{channel}:{contact_id}")
        answer = answer_for(uow, entry)
        if at > now + LOOK_AHEAD or channel not in BY_STAFF:
            answer = Never(Because("house:not-planned-so"))
        if not isinstance(answer, Leave):
            raise NotNow(answer)
        uow.contacts.note(replace(entry, planned=True))
        audit(uow, scene, Action.RECORD_CONTACT, now)


def call_off(deps: Deps, actor: Actor, case_id: UUID, key: str) -> None:
    """What was planned does not happen.

    Raises:
        NotFound: nothing of that name is planned in this case.
    """
    now = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.RECORD_CONTACT, case_id, now)
        entry = _planned(uow, scene, key)
        uow.contacts.note(withheld(replace(entry, planned=False), CALLED_OFF))
        audit(uow, scene, Action.RECORD_CONTACT, now)


def write_down(
    deps: Deps, actor: Actor, case_id: UUID, made: Made, key: str = ""
) -> Because | None:
    """Write down what happened; ``key`` names what was planned, if it was.

    An incoming call is never capped. What went out against a rule is written down too, with the
    rule, for both sides to see: hiding it would help nobody.

    Returns:
        The rule that it broke.

    Raises:
        WordsRefused: the guard stops the words, which the borrower reads; a row says so.
        NotFound: nothing of that name is planned in this case.
    """
    now = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.RECORD_CONTACT, case_id, now)
        uow.contacts.lock(scene.header.borrower_id)
        if key:
            made = replace(made, channel=_planned(uow, scene, key).channel, direction=Direction.OUT)
        entry = replace(
            _entry(scene, made.channel, min(made.at, now), key or f"{made.channel}:{made.id}"),
            direction=made.direction,
            talked=made.talked,
            said=made.words or None,
        )
        broken = None
        if made.direction is Direction.OUT:
            answer = answer_for(uow, entry)
            broken = None if isinstance(answer, Leave) else answer.because
        refused = staff_words.judged_words(uow, scene, made.words, now) if made.words else None
        if refused is None:
            code, pack = (broken.code, broken.pack) if broken else (None, None)
            uow.contacts.note(replace(entry, rule=code, pack=pack))
            audit(uow, scene, Action.RECORD_CONTACT, now)
            if broken is not None:
                uow.audit.write(
                    actor.person_id, "contact.against-a-rule", f"case:{case_id}", now, broken.code
                )
            return broken
    raise refused  # after the block, so that its audit row stays


def _entry(scene: Scene, channel: Channel, at: datetime, key: str) -> Entry:
    """Whatever staff begin by hand is held to the strictest reading: it counts as collection."""
    return Entry(
        person_id=scene.header.borrower_id,
        key=key,
        tenant_id=scene.header.tenant_id,
        by_person_id=scene.actor_id,
        channel=channel,
        direction=Direction.OUT,
        purpose=Purpose.COLLECTION if channel in BY_STAFF else Purpose.NEGOTIATION,
        at=at,
        outcome=LEFT,
        case_id=scene.header.id,
    )


def _planned(uow: UnitOfWork, scene: Scene, key: str) -> Entry:
    entry = uow.contacts.find(scene.header.borrower_id, key)
    if entry is None or not entry.planned or entry.case_id != scene.header.id:
        raise NotFound("contact")
    return entry
