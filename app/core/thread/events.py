"""What has happened in the thread of a case. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Role


@dataclass(frozen=True, slots=True)
class MessageWritten:
    """``answers``: the borrower's side had written and waited for this.

    ``review`` are the categories of the guard for which somebody else reads it first.
    ``case_head`` is the end of the case's own chain at that moment.
    """

    message_id: UUID
    words: str
    person_id: UUID
    answers: bool
    review: tuple[str, ...]
    case_head: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageApproved:
    """Somebody else has read it, and it may leave."""

    message_id: UUID
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageReturned:
    """Somebody else has read it, and says why it does not leave."""

    message_id: UUID
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageDelivered:
    """From now on the other side sees it."""

    message_id: UUID
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageWithheld:
    """A rule keeps it from the borrower for good."""

    message_id: UUID
    rule: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageReported:
    """``explanation`` may be empty: one press is enough."""

    message_id: UUID
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class CareNeeded:
    """Somebody's words speak of ending their life: the product stops, a person goes on."""

    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class CareTaken:
    """A person has gone on."""

    by: Role
    at: datetime


ThreadEvent = (
    MessageWritten
    | MessageApproved
    | MessageReturned
    | MessageDelivered
    | MessageWithheld
    | MessageReported
    | CareNeeded
    | CareTaken
)
