"""What people ask between two offers. ``seen`` is the digest of what they saw when they asked."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.midpoint import Midpoint
from app.core.negotiation.middle_events import TooFar


@dataclass(frozen=True, slots=True)
class ExtendOffer:
    """More time for the open offer; no reason is asked for."""

    seen: str


@dataclass(frozen=True, slots=True)
class AskMidpoint:
    """``found`` is what the product worked out; whoever asks states nothing."""

    found: Midpoint | TooFar


@dataclass(frozen=True, slots=True)
class RefuseMidpoint:
    seen: str
    explanation: str


@dataclass(frozen=True, slots=True)
class OpenOverlap:
    """The two sides may state privately what they could live with."""


@dataclass(frozen=True, slots=True)
class AnswerOverlap:
    """The product's own: both figures are there."""

    meets: bool


@dataclass(frozen=True, slots=True)
class EndOverlap:
    """The product's own: the time is over."""


@dataclass(frozen=True, slots=True)
class VetoOverlap:
    """A counselor has the private test not used in this case."""


@dataclass(frozen=True, slots=True)
class AllowOverlap:
    """A counselor lifts the veto."""


MiddleCommand = (
    ExtendOffer
    | AskMidpoint
    | RefuseMidpoint
    | OpenOverlap
    | AnswerOverlap
    | EndOverlap
    | VetoOverlap
    | AllowOverlap
)
