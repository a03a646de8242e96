"""What has happened between two offers: more time, the fair midpoint, the private test.

Stored for ever, as all events are. No event of the private test carries a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from app.core.access import Role
from app.core.money import Money
from app.core.negotiation.outdated_events import OutdatedEvent
from app.core.terms import Terms


@dataclass(frozen=True, slots=True)
class OfferExtended:
    """The open offer of ``digest`` can be accepted until ``until``; nothing else of it changed."""

    digest: str
    until: date
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MidpointAsked:
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class Fairness:
    """Why a plan is the fair midpoint: what it lies between, and how far each side comes.

    ``between`` are the digests of the borrower side's and the lender's last offer. Gains go
    from 0, the side's worst plan between the two offers, to 1, its best.
    """

    between: tuple[str, str]
    borrower_gain: Fraction
    lender_gain: Fraction
    input_sha256: str
    pack_version: str


@dataclass(frozen=True, slots=True)
class MidpointFound:
    """``digest`` names the terms and why they are fair, as both sides are shown them.

    Either side may offer them until ``until``. Nobody is bound by them before both agreed.
    """

    terms: Terms
    why: Fairness
    digest: str
    until: date
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class TooFar:
    """Why no plan between two offers is affordable: ``bears`` is what the tightest month can pay.

    ``least`` is the smallest payment in the borrower side's rhythm that repays the debt in
    time; None when none does. ``rules`` stop every plan that would fit.
    """

    between: tuple[str, str]
    bears: Money
    least: Money | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MidpointNotFound:
    why: TooFar
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class MidpointRefused:
    digest: str
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapOpened:
    """Each side may now say privately what it could live with, up to and with ``until``."""

    until: date
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapAnswered:
    """Both had stated a figure; whether they meet is all that is kept of them."""

    meets: bool
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapEnded:
    """The time was over without an answer; who had stated something is not kept."""

    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapVetoed:
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlapAllowed:
    """The veto was lifted."""

    by: Role
    at: datetime


MidpointEvent = MidpointAsked | MidpointFound | MidpointNotFound | MidpointRefused
OverlapEvent = OverlapOpened | OverlapAnswered | OverlapEnded | OverlapVetoed | OverlapAllowed
MiddleEvent = OfferExtended | MidpointEvent | OverlapEvent | OutdatedEvent
