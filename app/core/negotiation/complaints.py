"""Complaints beside a case: they stop nothing, cost nothing and never change the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.core.access import Role
from app.core.dates import Calendar
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, ended
from app.core.negotiation.complaint_events import (
    ComplaintAnswered,
    ComplaintMade,
    ComplaintOutcome,
)
from app.core.negotiation.events import Event
from app.core.negotiation.guards import BORROWER_SIDE, explained, only
from app.core.policy import Rule

HOUSE_DAYS = 21
_DAYS_IN = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Complaint:
    """``answer`` is nothing until the lender has given one."""

    made: ComplaintMade
    answer: ComplaintAnswered | None = None

    def is_late(self, at: datetime) -> bool:
        return self.answer is None and ended(self.made.due_on, at)


def complaints_of(history: Iterable[Event]) -> tuple[Complaint, ...]:
    """Every complaint of a case, the newest first."""
    found: dict[UUID, Complaint] = {}
    for event in history:
        if isinstance(event, ComplaintMade):
            found[event.complaint_id] = Complaint(event)
        elif isinstance(event, ComplaintAnswered):
            found[event.complaint_id] = Complaint(found[event.complaint_id].made, event)
    return tuple(reversed(found.values()))


def late_one(history: Iterable[Event], complaint_id: UUID, at: datetime) -> Complaint | None:
    """The complaint of this name while its answer is late; nothing once it is answered."""
    found = (one for one in complaints_of(history) if one.made.complaint_id == complaint_id)
    return next((one for one in found if one.is_late(at)), None)


def answer_due(
    start: date, rules: Iterable[Rule], calendar: Calendar, topic: str = "complaint"
) -> date:
    """The lender's last day: three weeks, or sooner where the rules of the place say so.

    On a day off it is the working day before: a holiday makes nobody wait longer.
    """
    said = [
        int(rule.value) * _DAYS_IN[rule.unit]
        for rule in rules
        if rule.topic == topic and rule.value and rule.unit in _DAYS_IN
    ]
    day = start + timedelta(days=min((HOUSE_DAYS, *said)))
    while not calendar.is_working(day) and day > start:
        day -= timedelta(days=1)
    return day


def complain(
    case: Case, complaint_id: UUID, explanation: str, due_on: date, *, by: Role, at: datetime
) -> ComplaintMade:
    """What somebody of the borrower's side says was wrong, at any stage.

    Raises:
        TransitionNotAllowed: there is no case, or somebody else says it.
        InvalidInput: nothing is said.
    """
    only(by, *BORROWER_SIDE)
    if case.opened is None:
        raise TransitionNotAllowed("the case is not opened")
    explained(explanation)
    return ComplaintMade(complaint_id, explanation, due_on, by, at)


def answer(
    history: Iterable[Event],
    complaint_id: UUID,
    outcome: ComplaintOutcome,
    explanation: str,
    *,
    by: Role,
    at: datetime,
) -> ComplaintAnswered:
    """The lender's one answer.

    Raises:
        TransitionNotAllowed: no such complaint waits, or somebody else answers.
        InvalidInput: no reason is given.
    """
    only(by, Role.LENDER)
    waiting = {one.made.complaint_id for one in complaints_of(history) if one.answer is None}
    if complaint_id not in waiting:
        raise TransitionNotAllowed("no such complaint waits")
    explained(explanation)
    return ComplaintAnswered(complaint_id, outcome, explanation, by, at)
