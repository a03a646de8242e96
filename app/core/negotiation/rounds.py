"""The rounds of a negotiation: after so many offers a person goes on, and no machine says no."""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation import offers
from app.core.negotiation.case import Case
from app.core.negotiation.commands import CounterOffer, MakeOffer, OpenRound
from app.core.negotiation.events import Event
from app.core.negotiation.guards import explained, moving, only
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.round_events import RoundOpened, RoundsEnded
from app.core.policy import PolicyPack

HOUSE_ROUNDS = 6
"""Offers without agreement, of both sides together, where a lender's policy says nothing."""
LEAST_ROUNDS = 4
"""Fewer would leave a side with one offer and no second thought."""
MOST_ROUNDS = 12
"""More would only put off the person who can help."""
FURTHER = 2
"""A further round is one more offer for each side."""


class RoundsOver(TransitionNotAllowed):
    """One offer too many: a person looks at the case first."""

    code = "rounds_over"


def decide_rounds(
    case: Case,
    command: MakeOffer | CounterOffer | OpenRound,
    *,
    by: Role,
    at: datetime,
    pack: PolicyPack | None,
    most_offers: int,
) -> tuple[Event, ...]:
    """An offer with what it does to the rounds, or a further round. Raises as ``decide`` does."""
    if isinstance(command, OpenRound):
        return _open(case, command, by=by, at=at)
    is_midpoint = command.label == MIDPOINT
    if case.rounds_over is not None and not is_midpoint:
        raise RoundsOver("a person looks at the case before another offer is made")
    made = offers.make(case, command, by=by, at=at, pack=pack)
    if is_midpoint:
        return made
    count = case.rounds + 1
    # A round that a person opened counts whole, whatever the policy has become meanwhile.
    if count < max(most_offers, case.rounds_until):
        return made
    return (*made, RoundsEnded(count, Role.SYSTEM, at))


def _open(case: Case, command: OpenRound, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, Role.LENDER, Role.COUNSELOR)
    moving(case, at)
    if case.rounds_over is None:
        raise TransitionNotAllowed("offers can still be made")
    explained(command.explanation)
    return (RoundOpened(command.explanation, FURTHER, by, at),)
