"""The part of ``decide`` between two offers: more time, the fair midpoint, the private test."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.midpoint import LIFE, Midpoint, stops
from app.core.negotiation import overlap
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.events import Event
from app.core.negotiation.guards import (
    BORROWER_SIDE,
    PARTIES,
    at_stage,
    explained,
    free_to_refuse,
    moving,
    only,
)
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    AskMidpoint,
    EndOverlap,
    ExtendOffer,
    MiddleCommand,
    OpenOverlap,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.middle_events import (
    MidpointAsked,
    MidpointFound,
    MidpointNotFound,
    MidpointRefused,
    OfferExtended,
)
from app.core.negotiation.middle_now import could_last_until, may_ask_midpoint, open_midpoint
from app.core.packs import load
from app.core.policy import PolicyPack


def decide_middle(
    case: Case, command: MiddleCommand, *, by: Role, at: datetime, pack: PolicyPack | None
) -> tuple[Event, ...]:
    """What a command between two offers causes. Raises as ``decide`` does."""
    match command:
        case ExtendOffer(seen):
            return _extend(case, seen, by=by, at=at)
        case AskMidpoint():
            return _ask(case, command, by=by, at=at, pack=pack)
        case RefuseMidpoint():
            return _refuse(case, command, by=by, at=at)
        case OpenOverlap() | AnswerOverlap() | EndOverlap() | VetoOverlap() | AllowOverlap():
            return overlap.decide_overlap(case, command, by=by, at=at)
        case _:
            assert_never(command)


def _extend(case: Case, seen: str, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, *PARTIES)
    if by not in BORROWER_SIDE:
        moving(case, at)
    at_stage(case, Stage.OFFERED)
    if case.offer is None or seen != case.offer.digest:
        raise OfferChanged("the offer is not the one that was shown")
    until = could_last_until(case.offer, at, lends=by is Role.LENDER)
    if until is None:
        raise TransitionNotAllowed(
            "it cannot stand longer: the same can be offered from a later day"
        )
    return (OfferExtended(case.offer.digest, until, by, at),)


def _ask(
    case: Case, command: AskMidpoint, *, by: Role, at: datetime, pack: PolicyPack | None
) -> tuple[Event, ...]:
    only(by, *PARTIES)
    moving(case, at)
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    between = case.middle.between
    if between is None or case.budget is None:
        raise TransitionNotAllowed("each side makes an offer first")
    if not may_ask_midpoint(case, at):
        raise TransitionNotAllowed("the midpoint of these two offers was found already")
    asked, found = MidpointAsked(by, at), command.found
    why = found.why if isinstance(found, Midpoint) else found
    if why.between != tuple(offer.digest for offer in between):
        raise OfferChanged("another offer was made meanwhile")
    if not isinstance(found, Midpoint):
        return (asked, MidpointNotFound(found, Role.SYSTEM, at))
    rules = pack or load(case.start.jurisdiction)
    if broken := stops(found.terms, case.debt, case.budget, rules, at.date()):
        raise OfferRefused(broken)
    until = (at + LIFE).date()
    proposed = MidpointFound(found.terms, found.why, found.digest, until, Role.SYSTEM, at)
    return (asked, proposed)


def _refuse(case: Case, command: RefuseMidpoint, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """The borrower's side needs no reason; a lender says why."""
    only(by, *PARTIES)
    free_to_refuse(case, by, at)
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    found = open_midpoint(case, at)
    if found is None:
        raise TransitionNotAllowed("there is no midpoint to refuse")
    if command.seen != found.digest:
        raise OfferChanged("the midpoint is not the one that was shown")
    if by is Role.LENDER:
        explained(command.explanation)
    return (MidpointRefused(found.digest, command.explanation, by, at),)
