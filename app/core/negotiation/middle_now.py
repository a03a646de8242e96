"""What stands between two offers now: for whoever decides, and for pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.core.negotiation.case import Case, ended
from app.core.negotiation.events import OfferMade
from app.core.negotiation.middle_events import MidpointFound, MidpointNotFound

MORE_TIME = timedelta(days=30)
WORTH_A_MAIL = timedelta(days=7)
"""A lender that gives a day more each day would only remind the borrower each day (E16)."""


def could_last_until(offer: OfferMade, at: datetime, *, lends: bool = False) -> date | None:
    """Until when an offer would stand if it were extended now; None when that gives no time.

    Nobody can accept a plan whose first date has come. ``lends``: the lender asks.
    """
    day_before = offer.terms.schedule.instalments[0].due_on - timedelta(days=1)
    until = min((at + MORE_TIME).date(), day_before)
    more = until - offer.expires_on
    if lends and more < WORTH_A_MAIL and until != day_before:
        return None
    return until if until > offer.expires_on and not ended(until, at) else None


def may_ask_midpoint(case: Case, at: datetime) -> bool:
    """Whether there are two offers to meet between, and no midpoint of them stands."""
    found = case.middle.midpoint
    stands = isinstance(found, MidpointNotFound) or (
        found is not None and not ended(found.until, at)
    )
    return case.middle.between is not None and not stands


def open_midpoint(case: Case, at: datetime) -> MidpointFound | None:
    """The midpoint that either side may offer or refuse now."""
    found = case.middle.midpoint
    if not isinstance(found, MidpointFound) or case.middle.settled or ended(found.until, at):
        return None
    return found
