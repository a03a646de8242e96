"""Why a debt's part of the ceiling may be too small for any plan, as the steps of the sum show it."""

from __future__ import annotations

from app.core.desk import Desk
from app.core.desks import Base
from app.core.household import MONTHS_SHOWN, worst


def why_short(base: Base, desk: Desk) -> str:
    """The first thing that takes the part away, or what it falls short of."""
    pool = base.ceilings.recommended
    if not pool:
        month = worst(base.known[:MONTHS_SHOWN])
        if month.recommended:
            month = worst(base.known)
        return "promised_elsewhere" if month.surplus // 2 > 0 else "nothing_affordable"
    if desk.recommended.monthly:
        least = desk.lending.least(desk.problem.every)
        short = desk.recommended.level < least
        return "below_lender_minimum" if short else "share_too_small"
    needs = sum(claim.need for claim in base.shares.claims)
    return "priority_first" if needs >= pool else "below_lender_minimum"
