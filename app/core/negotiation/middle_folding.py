"""How each event changes what a case knows between two offers: total, and refusing nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from app.core.access import Role
from app.core.negotiation.case import Case, side
from app.core.negotiation.events import OfferMade
from app.core.negotiation.middle_events import (
    MiddleEvent,
    MidpointAsked,
    MidpointFound,
    MidpointNotFound,
    MidpointRefused,
    OfferExtended,
    OverlapAllowed,
    OverlapAnswered,
    OverlapEnded,
    OverlapOpened,
    OverlapVetoed,
)
from app.core.negotiation.middle_state import MIDPOINT, Middle
from app.core.negotiation.outdated_events import MidpointOutdated, OverlapOutdated


def offered(middle: Middle, made: OfferMade) -> Middle:
    """An offer ends a private test, and the midpoint of earlier ones; taking that settles it."""
    ended = replace(middle, overlap=None, meets=None, midpoint_because=None, test_because=None)
    if made.label == MIDPOINT:
        return replace(ended, settled=True)
    fresh = replace(ended, midpoint=None, settled=False)
    if side(made.by) is Role.LENDER:
        return replace(fresh, lenders=made)
    return replace(fresh, theirs=made)


def agreed(middle: Middle) -> Middle:
    """What follows an agreement begins anew; how often the private test was used stays."""
    return Middle(opened_by=middle.opened_by, vetoed=middle.vetoed, given_back=middle.given_back)


def budget_changed(middle: Middle) -> Middle:
    """Where no plan was affordable, another budget may have one."""
    missed = isinstance(middle.midpoint, MidpointNotFound)
    return replace(middle, midpoint=None) if missed else middle


def evolve_middle(case: Case, event: MiddleEvent) -> Case:
    if isinstance(event, OfferExtended):
        same = case.offer is not None and case.offer.digest == event.digest
        longer = replace(case.offer, expires_on=event.until) if case.offer and same else case.offer
        return replace(case, offer=longer)
    return replace(case, middle=_changed(case.middle, event))


def _changed(middle: Middle, event: MiddleEvent) -> Middle:
    match event:
        case OfferExtended() | MidpointAsked():
            return middle
        case MidpointFound() | MidpointNotFound():
            return replace(middle, midpoint=event, settled=False, midpoint_because=None)
        case MidpointRefused():
            return replace(middle, settled=True)
        case MidpointOutdated(because):
            return replace(middle, midpoint=None, settled=False, midpoint_because=because)
        case OverlapOutdated(because):
            unanswered = middle.opened_by[-1:] if middle.overlap else ()
            given_back = (*middle.given_back, *unanswered)
            ended = replace(middle, overlap=None, meets=None, test_because=because)
            return replace(ended, given_back=given_back)
        case OverlapOpened(by=by):
            opened = replace(middle, overlap=event, meets=None, test_because=None)
            return replace(opened, opened_by=(*middle.opened_by, side(by)))
        case OverlapAnswered(meets):
            return replace(middle, overlap=None, meets=meets)
        case OverlapEnded():
            return replace(middle, overlap=None)
        case OverlapVetoed():
            return replace(middle, overlap=None, meets=None, vetoed=True)
        case OverlapAllowed():
            return replace(middle, vetoed=False)
        case _:
            assert_never(event)
