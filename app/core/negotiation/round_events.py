"""What has happened about the rounds of a negotiation. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.access import Role


@dataclass(frozen=True, slots=True)
class RoundsEnded:
    """``offers`` were made without agreement, as many as the policy of that day allows.

    A person goes on from here. What stands can still be accepted, refused or taken back.
    """

    offers: int
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A person looked, and the two sides may make ``offers`` more."""

    explanation: str
    offers: int
    by: Role
    at: datetime


RoundsEvent = RoundsEnded | RoundOpened
