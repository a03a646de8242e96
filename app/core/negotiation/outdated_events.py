"""What other figures made out of date between two offers. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.access import Role


class Because(StrEnum):
    """Which figures are others now."""

    DEBT = "debt"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class MidpointOutdated:
    """The midpoint, or that there is none, was worked out on other figures: ask anew."""

    because: Because
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapOutdated:
    """The private test, or its answer, is about other figures. What was stated is deleted.

    A test without an answer counts among nobody's.
    """

    because: Because
    by: Role
    at: datetime


OutdatedEvent = MidpointOutdated | OverlapOutdated
