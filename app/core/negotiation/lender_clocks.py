"""The lender's time to answer: a first word in 5 working days, a decision in 21 (ethics E15).

No clock of the borrower's is here, and none threatens anybody: a time that went by brings
a supervisor to the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.core.access import Role
from app.core.dates import Calendar
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage, ended
from app.core.negotiation.clock_events import Clock, ClockMissed
from app.core.negotiation.events import DisputeKind, Event
from app.core.negotiation.folding import evolve
from app.core.negotiation.pause_events import HoldLifted, HoldPlaced, Kept
from app.core.negotiation.round_events import RoundOpened
from app.core.policy import PolicyPack

HOUSE_REPLY_WORKING_DAYS = 5
HOUSE_DECISION_DAYS = 21
_EVERY_DAY = Calendar(frozenset())
_ONE_DAY = timedelta(days=1)
Pause = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the borrower's side waits for. ``version`` is the event with which it began.

    ``pauses`` are first and last days of the borrower's own holds: the lender may not
    answer then. A dispute pauses nothing, it is answered within the same time.
    """

    version: int
    at: datetime
    replied: bool = False
    missed: frozenset[Clock] = frozenset()
    pauses: tuple[Pause, ...] = ()

    @property
    def open(self) -> tuple[Clock, ...]:
        """The clocks that still run."""
        left = (Clock.DECISION,) if self.replied else (Clock.REPLY, Clock.DECISION)
        return tuple(clock for clock in left if clock not in self.missed)


def asked_of(history: Iterable[Event]) -> Asked | None:
    """What the lender has not answered yet; nothing when it is nobody's or another's move."""
    case, asked = Case(), None
    pauses: tuple[Pause, ...] = ()
    for event in history:
        case = evolve(case, event)
        pauses = _paused(pauses, event)
        asked = _heard(asked, case, event)
    return asked and replace(asked, pauses=pauses)


def due_on(asked: Asked, clock: Clock, pack: PolicyPack, calendar: Calendar) -> date:
    """The last day, the soonest of house and law. On a day off it is the working day before."""
    start = asked.at.date()
    days = [one.days for one in pack.response_clocks if one.clock == clock and one.verified]
    if clock is Clock.REPLY:
        found = [_after(asked, HOUSE_REPLY_WORKING_DAYS, calendar)]
    else:
        days, found = [*days, HOUSE_DECISION_DAYS], []
    day = min((*found, *(_after(asked, count, _EVERY_DAY) for count in days)))
    while not calendar.is_working(day) and day > start:
        day -= _ONE_DAY
    return day


def missed(
    asked: Asked, clock: Clock, pack: PolicyPack, calendar: Calendar, at: datetime
) -> ClockMissed:
    """That a time went by, once for each clock of each wait.

    Raises:
        TransitionNotAllowed: it runs no more, or there is time left somewhere on Earth.
    """
    due = due_on(asked, clock, pack, calendar)
    if clock not in asked.open or not ended(due, at):
        raise TransitionNotAllowed("there is time left, or nothing waits")
    return ClockMissed(clock, due, asked.version, Role.SYSTEM, at)


def _heard(asked: Asked | None, case: Case, event: Event) -> Asked | None:
    if not _waits(case):
        return None
    if asked is None:
        return Asked(case.version, event.at)
    if isinstance(event, ClockMissed):
        return replace(asked, missed=asked.missed | {event.clock})
    # A hold, a settled dispute or a proof is no word about what was asked.
    if isinstance(event, RoundOpened):
        return replace(asked, replied=True)
    return asked


def _waits(case: Case) -> bool:
    """An objection to a paper has a time of its own, and so has signing."""
    if case.dispute is DisputeKind.NOT_SIGNED:
        return False
    signing = case.stage is Stage.SIGNING and case.dispute is None
    return case.waiting_for is Role.LENDER and not signing


def _paused(pauses: tuple[Pause, ...], event: Event) -> tuple[Pause, ...]:
    if isinstance(event, HoldPlaced) and event.by is not Role.LENDER:
        return (*_cut(pauses, event.at.date()), (event.at.date(), event.until))
    if isinstance(event, HoldLifted) and event.kept is not Kept.HOLD:
        return _cut(pauses, event.at.date())
    return pauses


def _cut(pauses: tuple[Pause, ...], day: date) -> tuple[Pause, ...]:
    """Without what lies on ``day`` or later."""
    return tuple((first, min(last, day - _ONE_DAY)) for first, last in pauses)


def _after(asked: Asked, count: int, calendar: Calendar) -> date:
    """The ``count``-th day of ``calendar`` after the wait began that lies in no pause."""
    day = asked.at.date()
    while count:
        day += _ONE_DAY
        paused = any(first <= day <= last for first, last in asked.pauses)
        count -= calendar.is_working(day) and not paused
    return day
