"""A late answer to a complaint is told to both sides once, and the complaint stays until it is answered."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.core.errors import TransitionNotAllowed
from app.core.negotiation.complaint_events import ComplaintOutcome
from app.gateways.mail import Letter
from app.store.reading import Show
from app.usecases import complaints, queries, wishes
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import letters

LATE = "You waited for an answer, and it is late. It stays open until you get one."
WAITS = "The time to answer somebody is over."
ABOVE = {"supervisor.uk@staff.example", "admin.uk@staff.example"}


@pytest.fixture
def part(stage: Stage) -> Part:
    found = stage.part("four-weekly", "confirm", "tell")
    stage.work()
    return found


def complain(part: Part) -> UUID:
    name = uuid4()
    complaints.complain(part.deps, part.borrower, part.case_id, name, "You rang at night.")
    return name


def settle(part: Part, name: UUID) -> None:
    boss, outcome = part.place.supervisor, ComplaintOutcome.UPHELD
    complaints.answer(part.deps, boss, part.case_id, name, outcome, "You are right. We are sorry.")


def after(stage: Stage, days: int) -> tuple[Letter, ...]:
    known = {one.key for one in letters(stage.deps)}
    for _ in range(days):
        stage.clock.move(days=1)
        stage.work()
    return tuple(one for one in letters(stage.deps) if one.key not in known)


def telling(found: tuple[Letter, ...], words: str) -> list[str]:
    return [one.to for one in found if words in one.text]


def last_day(part: Part) -> int:
    """Days from now to the last one of the answer."""
    page = complaints.page(part.deps, part.borrower, part.case_id)
    return (page.found[0].made.due_on - part.deps.now().date()) // timedelta(days=1)


def test_a_late_answer_is_told_once_to_who_complained_and_to_who_answers(
    stage: Stage, part: Part
) -> None:
    complain(part)
    due = last_day(part)
    assert 0 < due <= 21
    early = after(stage, due)
    assert telling(early, LATE) + telling(early, WAITS) == []
    told = after(stage, 30)
    assert telling(told, LATE) == [f"{part.story.key}@people.example"]
    assert sorted(telling(told, WAITS)) == sorted(ABOVE)
    with part.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{part.case_id}", limit=100)]
    assert rows.count("complaint.late") == 1


def test_an_overdue_complaint_stays_with_the_supervisor_until_somebody_answers(
    stage: Stage, part: Part
) -> None:
    name = complain(part)
    after(stage, 60)
    queue = queries.queue(part.deps, part.place.supervisor, show=Show.WITH_A_SUPERVISOR)
    assert queue.total == 1
    settle(part, name)
    queue = queries.queue(part.deps, part.place.supervisor, show=Show.WITH_A_SUPERVISOR)
    assert queue.total == 0
    with pytest.raises(TransitionNotAllowed):
        settle(part, name)


def test_an_answer_in_time_is_not_called_late(stage: Stage, part: Part) -> None:
    settle(part, complain(part))
    found = after(stage, 40)
    assert telling(found, LATE) + telling(found, WAITS) == []


def test_an_answer_overtakes_the_word_that_it_is_late(stage: Stage, part: Part) -> None:
    name = complain(part)
    stage.clock.move(days=last_day(part) + 1)
    stage.clock.at = stage.clock.at.replace(hour=21)
    known = {one.key for one in letters(stage.deps)}
    stage.work()
    settle(part, name)
    stage.clock.move(days=3)
    stage.work()
    told = [one for one in letters(stage.deps) if one.key not in known]
    assert telling(tuple(told), LATE) == []


def test_after_a_stop_it_is_not_told_and_stands_in_the_case(stage: Stage, part: Part) -> None:
    complain(part)
    wishes.stop_now(part.deps, part.borrower, part.household_id, None)
    assert telling(after(stage, 40), LATE) == []
    page = complaints.page(part.deps, part.borrower, part.case_id)
    assert page.found[0].is_late(page.at)
