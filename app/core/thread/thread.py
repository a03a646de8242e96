"""A thread, folded from its events: total, and never refusing history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from app.core.access import Role
from app.core.thread.events import (
    CareNeeded,
    CareTaken,
    MessageApproved,
    MessageDelivered,
    MessageReported,
    MessageReturned,
    MessageWithheld,
    MessageWritten,
    ThreadEvent,
)

_BORROWER_SIDE = (Role.BORROWER, Role.COUNSELOR)


class State(StrEnum):
    """Where a message is. Only what is delivered is seen by the other side."""

    REVIEW = "review"
    WAITING = "waiting"
    DELIVERED = "delivered"
    RETURNED = "returned"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Message:
    """``since`` is when it came to its state, ``place`` its number in the order of delivery.

    ``because`` is why it came back, or the rule that withheld it.
    """

    written: MessageWritten
    state: State
    since: datetime
    place: int = 0
    because: str = ""
    reports: tuple[MessageReported, ...] = ()

    @property
    def id(self) -> UUID:
        return self.written.message_id

    @property
    def is_lenders(self) -> bool:
        return self.written.by is Role.LENDER


@dataclass(frozen=True, slots=True)
class Thread:
    """``messages`` stand as they were written. ``care_since``: a person is needed since then.

    ``events`` counts what happened, ``delivered`` what everybody can see.
    """

    messages: tuple[Message, ...] = ()
    care_since: datetime | None = None
    events: int = 0
    delivered: int = 0

    def find(self, message_id: UUID) -> Message | None:
        return next((one for one in self.messages if one.id == message_id), None)

    def in_state(self, state: State) -> tuple[Message, ...]:
        return tuple(one for one in self.messages if one.state is state)

    @property
    def is_asked(self) -> bool:
        """Whether the borrower's side has written and the lender has not answered yet."""
        kept = (State.RETURNED, State.WITHHELD)
        spoken = [one for one in self.messages if one.state not in kept]
        return bool(spoken) and not spoken[-1].is_lenders

    def seen_by(self, role: Role) -> tuple[Message, ...]:
        """What ``role`` may read, in the order in which it arrived; then what is on its way.

        A counselor reads what waits to be read first, and nobody of the borrower's side
        what came back or was withheld.
        """
        arrived = sorted(self.in_state(State.DELIVERED), key=lambda one: one.place)
        others = [one for one in self.messages if one.state is not State.DELIVERED]
        if role is Role.COUNSELOR:
            others = [one for one in others if one.state is State.REVIEW]
        elif role is not Role.LENDER:
            others = []
        return (*arrived, *others)


def fold(history: Iterable[ThreadEvent], thread: Thread | None = None) -> Thread:
    """The thread after ``history``."""
    state = thread or Thread()
    for event in history:
        state = replace(_evolve(state, event), events=state.events + 1)
    return state


def _evolve(thread: Thread, event: ThreadEvent) -> Thread:
    match event:
        case MessageWritten():
            state = State.REVIEW if event.review else State.WAITING
            return replace(thread, messages=(*thread.messages, Message(event, state, event.at)))
        case MessageApproved(message_id):
            return _changed(thread, message_id, state=State.WAITING, since=event.at)
        case MessageReturned(message_id, explanation):
            return _changed(
                thread, message_id, state=State.RETURNED, since=event.at, because=explanation
            )
        case MessageDelivered(message_id):
            place = thread.delivered + 1
            moved = _changed(thread, message_id, state=State.DELIVERED, since=event.at, place=place)
            return replace(moved, delivered=place)
        case MessageWithheld(message_id, rule):
            return _changed(thread, message_id, state=State.WITHHELD, since=event.at, because=rule)
        case MessageReported(message_id):
            found = thread.find(message_id)
            told = (*found.reports, event) if found else ()
            return _changed(thread, message_id, reports=told)
        case CareNeeded():
            return replace(thread, care_since=thread.care_since or event.at)
        case CareTaken():
            return replace(thread, care_since=None)
        case _:
            assert_never(event)


def _changed(thread: Thread, message_id: UUID, **values: object) -> Thread:
    messages = tuple(
        replace(one, **values) if one.id == message_id else one  # type: ignore[arg-type]  # fields of Message
        for one in thread.messages
    )
    return replace(thread, messages=messages)


def is_borrower_side(role: Role) -> bool:
    return role in _BORROWER_SIDE
