"""What has happened about pauses and help. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.access import Role
from app.core.negotiation.clock_events import ClockMissed


class Kept(StrEnum):
    """What goes on standing still where the borrower's side goes on with the rest."""

    NOTHING = ""
    HOLD = "hold"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """On the days of ``reviews`` the borrower is asked whether the hold should go on.

    ``interest_stops`` is that no interest may be asked for its days, by the rule named.
    Content that was erased left its ``at`` and its ``by``; it counts until the day it was erased.
    """

    rule: str
    until: date
    explanation: str
    by: Role
    at: datetime
    kind: str = ""
    reviews: tuple[date, ...] = ()
    interest_stops: bool = False
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoldLifted:
    """``kept`` goes on standing still; older events ended a hold and a wait for proof together."""

    by: Role
    at: datetime
    kept: Kept = Kept.NOTHING


@dataclass(frozen=True, slots=True)
class HelpAsked:
    explanation: str
    by: Role
    at: datetime
    erased_at: datetime | None = None


PauseEvent = HoldPlaced | HoldLifted | HelpAsked | ClockMissed
