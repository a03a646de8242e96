"""A complaint has a clock and one answer, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.core.access import Role
from app.core.dates import Calendar
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.complaint_events import ComplaintMade, ComplaintOutcome
from app.core.negotiation.complaints import (
    Complaint,
    answer,
    answer_due,
    complain,
    complaints_of,
)
from app.core.negotiation.events import Event
from app.core.negotiation.folding import evolve
from app.core.packs import load
from tests.factories import NOON, a_case

ONE, OTHER = UUID(int=1), UUID(int=2)
DUE = NOON.date() + timedelta(days=21)
UPHELD = ComplaintOutcome.UPHELD


def made(by: Role = Role.BORROWER, case: Case | None = None, words: str = "No.") -> ComplaintMade:
    return complain(case or a_case(Stage.OPEN), ONE, words, DUE, by=by, at=NOON)


@pytest.mark.parametrize("stage", Stage)
def test_at_every_stage_it_changes_nothing_but_the_count_of_events(stage: Stage) -> None:
    case = a_case(stage)
    complaint = made(case=case)
    answered = answer([complaint], ONE, UPHELD, "You are right.", by=Role.LENDER, at=NOON)
    after = evolve(evolve(case, complaint), answered)
    assert after == replace(case, version=case.version + 2)


def test_only_the_borrowers_side_complains_and_only_the_lender_answers() -> None:
    assert made(Role.COUNSELOR).by is Role.COUNSELOR
    for role in (Role.LENDER, Role.SYSTEM):
        with pytest.raises(TransitionNotAllowed):
            made(role)
    for role in (Role.BORROWER, Role.COUNSELOR, Role.SYSTEM):
        with pytest.raises(TransitionNotAllowed):
            answer([made()], ONE, UPHELD, "Yes.", by=role, at=NOON)
    with pytest.raises(TransitionNotAllowed):
        made(case=Case())


def test_it_is_answered_once_and_never_without_a_reason() -> None:
    with pytest.raises(InvalidInput):
        made(words="  ")
    with pytest.raises(InvalidInput):
        answer([made()], ONE, UPHELD, " ", by=Role.LENDER, at=NOON)
    first = answer([made()], ONE, UPHELD, "Yes.", by=Role.LENDER, at=NOON)
    histories: tuple[tuple[Event, ...], ...] = (
        (made(), first),
        (replace(made(), complaint_id=OTHER),),
        (),
    )
    for history in histories:
        with pytest.raises(TransitionNotAllowed):
            answer(history, ONE, UPHELD, "Yes.", by=Role.LENDER, at=NOON)


def test_the_newest_stands_first_with_its_answer() -> None:
    second = replace(made(), complaint_id=OTHER)
    given = answer([made(), second], ONE, UPHELD, "Yes.", by=Role.LENDER, at=NOON)
    assert complaints_of([made(), second, given]) == (Complaint(second), Complaint(made(), given))


def test_it_is_late_when_the_last_day_is_over_and_there_is_no_answer() -> None:
    waits = Complaint(made())
    assert not waits.is_late(NOON + timedelta(days=21))
    assert waits.is_late(NOON + timedelta(days=23))
    given = answer([made()], ONE, UPHELD, "Yes.", by=Role.LENDER, at=NOON)
    assert not Complaint(made(), given).is_late(NOON + timedelta(days=23))


MONDAY = date(2026, 11, 30)


def test_three_weeks_or_sooner_where_the_rules_say_so() -> None:
    rules = load("UK").rules.values()
    (weeks,) = [rule for rule in rules if rule.code == "UK-X01"]
    assert (weeks.value, weeks.unit) == ("8", "weeks")
    assert answer_due(MONDAY, rules, Calendar()) == MONDAY + timedelta(days=21)
    sooner = [replace(weeks, value="1")]
    assert answer_due(MONDAY, sooner, Calendar()) == MONDAY + timedelta(days=7)


def test_a_holiday_makes_nobody_wait_longer() -> None:
    saturday = MONDAY + timedelta(days=5)
    friday = saturday + timedelta(days=20)
    assert answer_due(saturday, (), Calendar()) == friday
    feast = Calendar(holidays=frozenset({friday}))
    assert answer_due(saturday, (), feast) == friday - timedelta(days=1)
