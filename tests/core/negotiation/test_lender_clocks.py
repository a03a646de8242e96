"""The lender's time to answer: when it ends, what stops it, and that it is missed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.dates import Calendar
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.clock_events import Clock, ClockMissed
from app.core.negotiation.commands import (
    Command,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    WithdrawOffer,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind, Event
from app.core.negotiation.folding import fold
from app.core.negotiation.lender_clocks import Asked, asked_of, due_on, missed
from app.core.packs import load
from app.core.policy import ResponseClock
from tests.factories import NOON, a_counter, a_history, an_acceptance

UK = load("UK")
WEEKDAYS = Calendar()
EVERY_DAY = Calendar(frozenset())


def waiting() -> list[Event]:
    """The borrower has made an offer at noon."""
    return list(a_history(Stage.OFFERED, offer_by=Role.BORROWER))


def then(history: list[Event], command: Command, by: Role, days: int = 0) -> list[Event]:
    at = NOON + timedelta(days=days)
    return [*history, *decide(fold(history), command, by=by, at=at)]


def asked(history: list[Event]) -> Asked:
    found = asked_of(history)
    assert found is not None
    return found


def held(history: list[Event], days: int, by: Role = Role.BORROWER, since: int = 0) -> list[Event]:
    until = NOON.date() + timedelta(days=since + days)
    return then(history, PlaceHold("house:asked-for-time", until, ""), by, since)


def days_for(history: list[Event], clock: Clock) -> int:
    """Days from the offer to the last day, where every day is a working one."""
    return (due_on(asked(history), clock, UK, EVERY_DAY) - NOON.date()).days


def test_e15_a_first_word_takes_five_working_days_at_most_and_a_decision_21_days() -> None:
    offered = replace(asked(waiting()), at=datetime(2026, 12, 23, 15, tzinfo=UTC))
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
    uk = Calendar(holidays=holidays)
    assert due_on(offered, Clock.REPLY, UK, uk) == date(2027, 1, 4)
    assert due_on(offered, Clock.DECISION, UK, uk) == date(2027, 1, 13)


def test_e15_a_decision_that_would_fall_on_a_day_off_comes_before_it() -> None:
    offered = replace(asked(waiting()), at=datetime(2026, 11, 21, 9, tzinfo=UTC))
    assert due_on(offered, Clock.DECISION, UK, WEEKDAYS) == date(2026, 12, 11)  # not the Saturday


def test_e15_a_sooner_day_of_the_law_counts_once_it_is_verified() -> None:
    law = ResponseClock("XX-1", "decision", 10, verified=True)
    for clock, days in ((law, 10), (replace(law, verified=False), 21), (replace(law, days=40), 21)):
        pack = replace(UK, response_clocks=(clock,))
        due = due_on(asked(waiting()), Clock.DECISION, pack, EVERY_DAY)
        assert due == NOON.date() + timedelta(days=days)


def test_e15_the_clocks_of_the_published_rules_are_read() -> None:
    named = {one.rule: one.clock for one in load("AU").response_clocks}
    assert named == {"AU-H02": "reply", "AU-H03": "decision", "AU-H04": None}


def test_the_borrowers_own_hold_gives_the_lender_its_days_and_no_more() -> None:
    assert days_for(held(waiting(), 10), Clock.DECISION) == 31
    lifted = then(held(waiting(), 10), LiftHold(), Role.BORROWER, days=4)
    assert days_for(lifted, Clock.DECISION) == 24
    again = held(held(waiting(), 10), 3, since=5)
    assert days_for(again, Clock.DECISION) == 29


def test_a_lender_cannot_put_an_answer_off_with_a_hold_or_by_settling_something_else() -> None:
    assert days_for(held(waiting(), 60, Role.LENDER), Clock.REPLY) == 5
    disputed = then(waiting(), RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half."), Role.BORROWER, 2)
    assert days_for(disputed, Clock.REPLY) == 5
    assert asked(disputed).version == asked(waiting()).version


@pytest.mark.parametrize("stage", [Stage.NEW, Stage.OPEN, Stage.SIGNING, Stage.SEALED])
def test_nothing_runs_where_nothing_was_asked(stage: Stage) -> None:
    assert asked_of(a_history(stage)) is None


def test_an_answer_or_an_offer_taken_back_ends_the_wait() -> None:
    case = fold(waiting())
    for command, by in (
        (an_acceptance(case), Role.LENDER),
        (a_counter(case), Role.LENDER),
        (WithdrawOffer(), Role.BORROWER),
    ):
        assert asked_of(then(waiting(), command, by)) is None


def test_a_time_is_missed_once_and_not_before_its_day_is_over_everywhere() -> None:
    last = due_on(asked(waiting()), Clock.REPLY, UK, WEEKDAYS)
    over = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)
    with pytest.raises(TransitionNotAllowed):
        missed(asked(waiting()), Clock.REPLY, UK, WEEKDAYS, over - timedelta(seconds=1))
    event = missed(asked(waiting()), Clock.REPLY, UK, WEEKDAYS, over)
    assert (event.clock, event.due_on, event.by) == (Clock.REPLY, last, Role.SYSTEM)
    late = [*waiting(), event]
    assert asked(late).open == (Clock.DECISION,)
    with pytest.raises(TransitionNotAllowed):
        missed(asked(late), Clock.REPLY, UK, WEEKDAYS, over)


def test_a_supervisor_has_the_case_until_the_lender_answers_and_nothing_else_changes() -> None:
    late = ClockMissed(Clock.REPLY, NOON.date(), 4, Role.SYSTEM, NOON)
    before, after = fold(waiting()), fold([*waiting(), late])
    assert after == replace(before, version=before.version + 1, late_since=NOON)
    second = replace(late, clock=Clock.DECISION, at=NOON + timedelta(days=9))
    assert fold([*waiting(), late, second]).late_since == NOON
    answered = then([*waiting(), late], an_acceptance(after), Role.LENDER)
    assert fold(answered).late_since is None


@given(st.integers(0, 30), st.integers(0, 40), st.sampled_from(Clock))
def test_a_hold_never_brings_a_last_day_nearer(since: int, days: int, clock: Clock) -> None:
    before = waiting()
    longer = held(before, days, since=since)
    assert days_for(longer, clock) >= days_for(before, clock)
    assert due_on(asked(longer), clock, UK, WEEKDAYS) >= due_on(asked(before), clock, UK, WEEKDAYS)
