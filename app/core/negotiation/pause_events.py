"""What has happened about pauses and help. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.access import Role


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    rule: str
    until: date
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldLifted:
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class HelpAsked:
    explanation: str
    by: Role
    at: datetime


PauseEvent = HoldPlaced | HoldLifted | HelpAsked
