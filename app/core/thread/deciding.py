"""What may be written in a thread, and what becomes of it. Pure, so it may be tried freely."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.core.access import Role
from app.core.errors import InvalidInput, Problem, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.thread.events import (
    CareNeeded,
    CareTaken,
    MessageApproved,
    MessageReported,
    MessageReturned,
    MessageWritten,
    ThreadEvent,
)
from app.core.thread.thread import Message, State, Thread, is_borrower_side

MOST_A_DAY = 20
"""Messages of one person in one case in any 24 hours: enough for a talk, too few for pestering."""
DAY = timedelta(days=1)


class Quiet(StrEnum):
    """Why a lender may only answer now, and begin nothing."""

    DISPUTE = "dispute"
    HOLD = "hold"
    DECISION = "decision"
    CLOSED = "closed"


class OnlyAnswers(TransitionNotAllowed):
    """The lender would begin where it may only answer."""

    code = "only_answers"

    def __init__(self, quiet: Quiet) -> None:
        super().__init__(quiet.value)
        self.quiet = quiet


class EnoughToday(TransitionNotAllowed):
    """As many messages as a day takes."""

    code = "enough_today"


def quiet(case: Case, at: datetime) -> Quiet | None:
    """What keeps a lender from writing first: nobody who waits for the lender is chased (E16)."""
    if case.stage is Stage.CLOSED:
        return Quiet.CLOSED
    if case.dispute is not None:
        return Quiet.DISPUTE
    if case.on_hold(latest_date(at)):
        return Quiet.HOLD
    return Quiet.DECISION if case.waiting_for is Role.LENDER else None


def write(
    thread: Thread,
    case: Case,
    message_id: UUID,
    words: str,
    *,
    review: tuple[str, ...],
    person_id: UUID,
    case_head: str,
    by: Role,
    at: datetime,
) -> tuple[ThreadEvent, ...]:
    """A message; none when it is there already, so that sending twice is sending once.

    Raises:
        TransitionNotAllowed: there is no case.
        InvalidInput: nothing is said.
        OnlyAnswers: the lender may not begin now.
        EnoughToday: the person has written enough since yesterday.
    """
    if case.opened is None:
        raise TransitionNotAllowed("the case is not opened")
    if thread.find(message_id) is not None:
        return ()
    if not words.strip():
        raise InvalidInput((Problem("/words", "missing", "write something"),))
    answers = by is Role.LENDER and thread.is_asked
    still = quiet(case, at) if by is Role.LENDER else None
    if still is not None and not answers:
        raise OnlyAnswers(still)
    own = [one.written for one in thread.messages if one.written.person_id == person_id]
    if sum(one.at > at - DAY for one in own) >= MOST_A_DAY:
        raise EnoughToday("as many as a day takes")
    # A person reads everything of the lender's first, as long as somebody needs care.
    first = review or (("DISTRESS",) if by is Role.LENDER and thread.care_since else ())
    return (MessageWritten(message_id, words, person_id, answers, first, case_head, by, at),)


def approve(
    thread: Thread, message_id: UUID, *, person_id: UUID, by: Role, at: datetime
) -> tuple[ThreadEvent, ...]:
    """Raises TransitionNotAllowed: nobody waits for it, or its own writer says it."""
    _to_read(thread, message_id, person_id)
    return (MessageApproved(message_id, by, at),)


def give_back(
    thread: Thread, message_id: UUID, why: str, *, person_id: UUID, by: Role, at: datetime
) -> tuple[ThreadEvent, ...]:
    """Raises as ``approve``; InvalidInput: no reason is given."""
    _to_read(thread, message_id, person_id)
    if not why.strip():
        raise InvalidInput((Problem("/why", "missing", "say why"),))
    return (MessageReturned(message_id, why, by, at),)


def report(
    thread: Thread, message_id: UUID, words: str, *, by: Role, at: datetime
) -> tuple[ThreadEvent, ...]:
    """One report a message; none when it is reported already.

    Raises:
        TransitionNotAllowed: the borrower's side has got no such message from somebody else.
    """
    found = thread.find(message_id)
    if found is None or found.state is not State.DELIVERED or found.written.by is by:
        raise TransitionNotAllowed("no such message")
    if not is_borrower_side(by):
        raise TransitionNotAllowed(f"not for the {by}")
    return () if found.reports else (MessageReported(message_id, words, by, at),)


def need_care(thread: Thread, at: datetime) -> tuple[ThreadEvent, ...]:
    return () if thread.care_since else (CareNeeded(Role.SYSTEM, at),)


def take_care(thread: Thread, *, by: Role, at: datetime) -> tuple[ThreadEvent, ...]:
    """None when nobody needs it, or somebody has gone on already."""
    return (CareTaken(by, at),) if thread.care_since else ()


def _to_read(thread: Thread, message_id: UUID, person_id: UUID) -> Message:
    found = thread.find(message_id)
    if found is None or found.state is not State.REVIEW:
        raise TransitionNotAllowed("this message waits for nobody")
    if found.written.person_id == person_id:
        raise TransitionNotAllowed("somebody else reads it first")
    return found
