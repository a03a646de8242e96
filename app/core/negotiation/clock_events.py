"""What has happened about the lender's time to answer. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.access import Role


class Clock(StrEnum):
    """``REPLY`` is the first word of the lender, ``DECISION`` its yes, no or other offer."""

    REPLY = "reply"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class ClockMissed:
    """``due_on`` went by without an answer. ``asked`` is the version that began the wait."""

    clock: Clock
    due_on: date
    asked: int
    by: Role
    at: datetime
