"""What a hold does to a case, and to an offer or a wait that it stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.core.negotiation.agreed import LEAST_SIGNING_DAYS
from app.core.negotiation.case import Case, Hold
from app.core.negotiation.pause_events import HoldPlaced


def held(case: Case, event: HoldPlaced) -> Case:
    """The case with the hold; one that goes on keeps its first day.

    What the law gave of interest that stands still is never taken back by a later hold.
    """
    day = event.at.date()
    since = case.hold.since if case.hold and case.on_hold(day) else None
    hold = Hold(
        event.rule,
        event.until,
        event.explanation,
        event.kind,
        since or day,
        event.reviews,
        event.by,
    )
    stops = event.until if event.interest_stops else date.min
    before = case.interest_stops_until or date.min
    latest = max(stops, before)
    return replace(case, hold=hold, interest_stops_until=None if latest == date.min else latest)


def offer_after(case: Case, pause_ends: date) -> Case:
    """A week or more to answer the standing offer after a pause (E11).

    Never past the day before its first payment: nobody could accept it then.
    """
    if case.offer is None:
        return case
    first = case.offer.terms.schedule.instalments[0].due_on
    later = min(pause_ends + LEAST_SIGNING_DAYS, first - timedelta(days=1))
    if later <= case.offer.expires_on:
        return case
    return replace(case, offer=replace(case.offer, expires_on=later))
