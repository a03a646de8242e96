"""The pause part of ``decide``: time for the borrower, and a person to ask."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.hold_kinds import HoldKind
from app.core.holds import effect
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.negotiation.commands import AskHelp, LiftHold, PlaceHold
from app.core.negotiation.events import Event
from app.core.negotiation.guards import BORROWER_SIDE, only
from app.core.negotiation.pause_events import HelpAsked, HoldLifted, HoldPlaced, Kept
from app.core.packs import load
from app.core.policy import PolicyPack


def decide_pause(
    case: Case,
    command: PlaceHold | LiftHold | AskHelp,
    *,
    by: Role,
    at: datetime,
    pack: PolicyPack | None = None,
) -> tuple[Event, ...]:
    """Raises as ``decide`` does."""
    if isinstance(command, AskHelp):
        # A person can always be reached, after the end too (ethics E27).
        only(by, *BORROWER_SIDE)
        return (HelpAsked(command.explanation, by, at),)
    if case.stage is Stage.CLOSED:
        raise TransitionNotAllowed("the case is closed")
    match command:
        case PlaceHold():
            return (_hold(case, command, by, at, pack or load(case.start.jurisdiction)),)
        case LiftHold(kept):
            only(by, *BORROWER_SIDE)
            held = case.hold is not None and kept is not Kept.HOLD
            if not held and (kept is Kept.PROOF or not case.proof_stops):
                raise TransitionNotAllowed("there is no hold")
            return (HoldLifted(by, at, kept),)
        case _:
            assert_never(command)


def _hold(case: Case, command: PlaceHold, by: Role, at: datetime, pack: PolicyPack) -> HoldPlaced:
    """The hold with what its rule does; of a lender's own it is the lender who says why."""
    until = command.until
    if until < latest_date(at):
        raise TransitionNotAllowed("a hold ends today or later")
    if case.hold is not None and until < case.hold.until and by not in BORROWER_SIDE:
        raise TransitionNotAllowed("only the borrower's side shortens a hold")
    does = effect(pack, command.rule, at.date(), until)
    return HoldPlaced(
        command.rule,
        until,
        command.explanation,
        by,
        at,
        HoldKind.LENDER.value if by is Role.LENDER else does.kind,
        does.reviews,
        does.interest_stops,
    )
