"""What stands in a case, read from its events alone and not with the product's folding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.core.access import Role
from app.core.negotiation.dispute_events import OfferSetAside
from app.core.negotiation.events import (
    DisputeRaised,
    DisputeSettled,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
    SharedBudget,
)
from app.core.negotiation.middle_events import OfferExtended
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.pause_events import HoldLifted, HoldPlaced
from app.core.negotiation.proof_events import ProofAsked, ProofEvent, ProofGiven, ProofMissed
from app.core.negotiation.round_events import RoundOpened
from app.core.negotiation.rounds import HOUSE_ROUNDS
from app.core.terms import Terms

WEEK, DAY = timedelta(days=7), timedelta(days=1)
_OVER = (OfferAccepted, OfferDeclined, OfferWithdrawn, OfferSetAside)


def ours(by: Role) -> bool:
    """The borrower's side: a counselor speaks on it."""
    return by is not Role.LENDER


def last_date(at: datetime) -> date:
    """The date where it is earliest: twelve hours behind Greenwich."""
    return (at.astimezone(UTC) - timedelta(hours=12)).date()


def standing(before: Sequence[Event]) -> OfferMade | None:
    """The offer that waits for an answer, with the last day that it has by now."""
    found: OfferMade | None = None
    proof = False
    for event in before:
        if isinstance(event, OfferMade):
            found = event
        elif isinstance(event, _OVER) or closes(event):
            found = None
        elif isinstance(event, ProofAsked | ProofMissed):
            proof = True
        elif found is not None:
            found = _longer(found, event, proof=proof)
        if isinstance(event, ProofGiven | HoldLifted):
            proof = False
    return found


def _longer(offer: OfferMade, event: Event, *, proof: bool) -> OfferMade:
    """After a pause there is a week to answer, before the first payment falls due."""
    if isinstance(event, OfferExtended):
        return replace(offer, expires_on=event.until) if event.digest == offer.digest else offer
    pause = event.until if isinstance(event, HoldPlaced) else None
    ended = isinstance(event, DisputeSettled | ProofGiven)
    if ended or (isinstance(event, HoldLifted) and proof):
        pause = event.at.date()
    if pause is None:
        return offer
    first = offer.terms.schedule.instalments[0].due_on
    return replace(offer, expires_on=max(offer.expires_on, min(pause + WEEK, first - DAY)))


def closes(event: Event) -> bool:
    """Whether nothing is owed any more."""
    return isinstance(event, DisputeSettled) and event.upheld and not event.goes_on


def disputed(before: Sequence[Event]) -> bool:
    raised = sum(isinstance(event, DisputeRaised) for event in before)
    return raised > sum(isinstance(event, DisputeSettled) for event in before)


def held_until(before: Sequence[Event]) -> date:
    holds = [event for event in before if isinstance(event, HoldPlaced | HoldLifted)]
    last = holds[-1] if holds else None
    return last.until if isinstance(last, HoldPlaced) else date.min


def awaits_proof(before: Sequence[Event]) -> bool:
    told = (ProofAsked, ProofMissed, ProofGiven, HoldLifted)
    asked = [event for event in before if isinstance(event, told)]
    return bool(asked) and isinstance(asked[-1], ProofAsked | ProofMissed)


def proof_due(before: Sequence[Event]) -> date:
    """The last day of a proof that is owed, unless the case says that it is over."""
    told = [e for e in before if isinstance(e, ProofEvent)]
    last = None if any(map(closes, before)) or not told else told[-1]
    return last.due_on if isinstance(last, ProofAsked) else date.max


def paused(before: Sequence[Event], at: datetime) -> bool:
    return disputed(before) or awaits_proof(before) or last_date(at) <= held_until(before)


def left_alone(before: Sequence[Event], at: datetime) -> bool:
    """Whether a lender may not begin a contact at ``at``: a dispute, a hold, its own turn."""
    offer = standing(before)
    asked = offer is not None and ours(offer.by)
    return disputed(before) or asked or at.date() <= held_until(before)


def rounds(before: Sequence[Event]) -> int:
    """Offers of either side since the last agreement; the midpoint is nobody's."""
    return sum(isinstance(e, OfferMade) and e.label != MIDPOINT for e in _negotiated(before))


def most_rounds(before: Sequence[Event]) -> int:
    """How many there may be, after what a person allowed."""
    most, now = HOUSE_ROUNDS, _negotiated(before)
    for place, event in enumerate(now):
        if isinstance(event, RoundOpened):
            most = max(most, rounds(now[:place]) + event.offers)
    return most


def _negotiated(before: Sequence[Event]) -> Sequence[Event]:
    agreed = [place for place, event in enumerate(before) if isinstance(event, OfferAccepted)]
    return before[agreed[-1] + 1 :] if agreed else before


def bears(budget: SharedBudget, terms: Terms) -> bool:
    """Whether no calendar month takes more than its hard ceiling."""
    ceilings, paid = budget.ceilings(), dict[str, int]()
    for row in terms.schedule.instalments:
        month = f"{row.due_on:%Y-%m}"
        paid[month] = paid.get(month, 0) + row.amount.minor
    return all(amount <= ceilings[month].hard.minor for month, amount in paid.items())
