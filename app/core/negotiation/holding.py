"""What a hold or awaited proof does to a case, and to an offer or a wait that it stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from app.core.negotiation.agreed import LEAST_SIGNING_DAYS
from app.core.negotiation.case import Case, Hold, Stage
from app.core.negotiation.clock_events import ClockMissed
from app.core.negotiation.pause_events import (
    HelpAsked,
    HoldLifted,
    HoldPlaced,
    Kept,
    PauseEvent,
)
from app.core.negotiation.proof_events import ProofAsked, ProofEvent, ProofGiven, ProofMissed


def evolve_pause(case: Case, event: PauseEvent) -> Case:
    match event:
        case HoldPlaced():
            return held(time_after(case, event.until), event)
        case ClockMissed():
            return replace(case, late_since=case.late_since or event.at)
        case HoldLifted():
            return _lifted(case, event)
        case HelpAsked():
            return case
        case _:
            assert_never(event)


def _lifted(case: Case, event: HoldLifted) -> Case:
    if event.kept is Kept.PROOF:
        return replace(case, hold=None)
    on = time_after(case, event.at.date()) if case.proof_stops else case
    return replace(on, hold=case.hold if event.kept is Kept.HOLD else None, proof_stops=False)


def evolve_proof(case: Case, event: ProofEvent) -> Case:
    match event:
        case ProofAsked():
            return replace(case, proof=event, proof_stops=True, proof_late_since=None)
        case ProofMissed():
            return replace(case, proof_stops=True, proof_late_since=event.at)
        case ProofGiven():
            # Days that passed while proof was awaited are nobody's loss.
            later = time_after(case, event.at.date())
            return replace(later, proof=None, proof_stops=False, proof_late_since=None)
        case _:
            assert_never(event)


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


def time_after(case: Case, pause_ends: date) -> Case:
    """A week or more to answer or to sign after a pause."""
    if case.stage is Stage.OFFERED:
        return offer_after(case, pause_ends)
    if case.stage is not Stage.SIGNING or case.agreement is None:
        return case
    return replace(case, agreement=case.agreement.with_time_after(pause_ends))


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
