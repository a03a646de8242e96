"""What has happened about complaints. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.core.access import Role


class ComplaintOutcome(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


@dataclass(frozen=True, slots=True)
class ComplaintMade:
    """``due_on`` is the lender's last day to answer."""

    complaint_id: UUID
    explanation: str
    due_on: date
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintAnswered:
    complaint_id: UUID
    outcome: ComplaintOutcome
    explanation: str
    by: Role
    at: datetime


ComplaintEvent = ComplaintMade | ComplaintAnswered
