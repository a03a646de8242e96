"""The terms of an offer: what is paid when, and what the lender grants for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.core.accommodation import Accommodation
from app.core.evidence import canonical, sha256_hex
from app.core.money import Money
from app.core.periods import Every
from app.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides would sign.

    ``rate`` is a fraction a year. ``owed`` = total of the schedule - new interest
    + waived + written_off, exactly (``check`` proves it).
    """

    schedule: Schedule
    frequency: Every
    rate: Fraction
    owed: Money
    waived: Money
    written_off: Money
    accommodations: tuple[Accommodation, ...] = ()
