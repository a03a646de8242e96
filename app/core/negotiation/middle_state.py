"""What a case knows between two offers: last offers, the midpoint, the private test."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.access import Role
from app.core.negotiation.events import OfferMade
from app.core.negotiation.middle_events import (
    MidpointFound,
    MidpointNotFound,
    OverlapOpened,
)
from app.core.negotiation.outdated_events import Because

MIDPOINT = "midpoint"
"""The label of an offer that is the fair midpoint. It is no side's own, and no round."""


@dataclass(frozen=True, slots=True)
class Middle:
    """``theirs`` is the last own offer of the borrower's side, ``lenders`` that of the lender.

    ``settled``: the midpoint was offered or refused. ``opened_by`` are the sides that opened
    a private test, each time; ``overlap`` is the one that is open, ``meets`` the last answer.
    ``given_back`` are the sides whose test other figures ended before it was answered.
    ``midpoint_because`` and ``test_because`` say which, until there is something newer.
    """

    theirs: OfferMade | None = None
    lenders: OfferMade | None = None
    midpoint: MidpointFound | MidpointNotFound | None = None
    settled: bool = False
    opened_by: tuple[Role, ...] = ()
    overlap: OverlapOpened | None = None
    meets: bool | None = None
    vetoed: bool = False
    given_back: tuple[Role, ...] = ()
    midpoint_because: Because | None = None
    test_because: Because | None = None

    @property
    def between(self) -> tuple[OfferMade, OfferMade] | None:
        """The last offers of both sides, the borrower side's first; nothing before there are two."""
        return (self.theirs, self.lenders) if self.theirs and self.lenders else None
