"""The private test: each side states what it could live with, and both hear only yes or no.

Nobody may find the other side's figure by asking often: a side opens two tests in a case at
the most, and each answer tells one bit. Figures never come here (see ``usecases.overlap``).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage, ended, side
from app.core.negotiation.events import Event
from app.core.negotiation.guards import PARTIES, at_stage, moving, only
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    EndOverlap,
    OpenOverlap,
    VetoOverlap,
)
from app.core.negotiation.middle_events import (
    OverlapAllowed,
    OverlapAnswered,
    OverlapEnded,
    OverlapOpened,
    OverlapVetoed,
)

TESTS_A_SIDE = 2
LIFE = timedelta(days=7)

OverlapCommand = OpenOverlap | AnswerOverlap | EndOverlap | VetoOverlap | AllowOverlap


def decide_overlap(
    case: Case, command: OverlapCommand, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """What a command about the private test causes. Raises as ``decide`` does."""
    match command:
        case OpenOverlap():
            return _open(case, by=by, at=at)
        case AnswerOverlap(meets):
            only(by, Role.SYSTEM)
            running(case, at)
            return (OverlapAnswered(meets, by, at),)
        case EndOverlap():
            only(by, Role.SYSTEM)
            if case.middle.overlap is None or not ended(case.middle.overlap.until, at):
                raise TransitionNotAllowed("no private test has run out")
            return (OverlapEnded(by, at),)
        case VetoOverlap() | AllowOverlap():
            return _veto(case, by=by, at=at, vetoed=isinstance(command, VetoOverlap))
        case _:
            assert_never(command)


def running(case: Case, at: datetime) -> OverlapOpened:
    """The private test in which figures may be stated now.

    Raises:
        TransitionNotAllowed: there is none, or the case stands still.
    """
    moving(case, at)
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    test = case.middle.overlap
    if test is None or ended(test.until, at):
        raise TransitionNotAllowed("no private test is open")
    return test


def openings_left(case: Case, by: Role) -> int:
    """How many private tests the side of ``by`` may still open in this case.

    One that other figures ended before an answer told nobody anything, and does not count.
    """
    used = case.middle.opened_by.count(side(by)) - case.middle.given_back.count(side(by))
    return max(0, TESTS_A_SIDE - used)


def _open(case: Case, *, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, *PARTIES)
    moving(case, at)
    at_stage(case, Stage.OPEN, Stage.OFFERED)
    if case.middle.vetoed:
        raise TransitionNotAllowed("a counselor has the private test not used here")
    if case.middle.between is None:
        raise TransitionNotAllowed("each side makes an offer first")
    if case.middle.overlap is not None:
        raise TransitionNotAllowed("a private test is open already")
    if not openings_left(case, by):
        raise TransitionNotAllowed("this side has opened its private tests")
    return (OverlapOpened((at + LIFE).date(), by, at),)


def _veto(case: Case, *, by: Role, at: datetime, vetoed: bool) -> tuple[Event, ...]:
    """A veto protects, so neither a dispute nor a hold stops it."""
    only(by, Role.COUNSELOR)
    if case.stage is Stage.CLOSED or case.middle.vetoed is vetoed:
        raise TransitionNotAllowed("the private test stands so already")
    return (OverlapVetoed(by, at) if vetoed else OverlapAllowed(by, at),)
