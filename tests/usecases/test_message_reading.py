"""Messages that a person looks at: calls for help, words that are read first, reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.core.errors import NotAllowed, TransitionNotAllowed
from app.core.negotiation.commands import AskHelp
from app.core.thread.thread import State
from app.usecases import message_reading, negotiate
from app.usecases.demo_steps import Part
from app.usecases.messages import NotConfirmed
from tests.stage import Stage
from tests.usecases.scenes import letters
from tests.usecases.writing import (
    NIGHT,
    PLAIN,
    SUING,
    TUESDAY,
    on_a_monday,
    page,
    said,
    write,
)


@pytest.fixture
def part(stage: Stage) -> Part:
    return on_a_monday(stage)


def test_a_call_for_help_holds_what_waits_until_a_person_goes_on(stage: Stage, part: Part) -> None:
    stage.clock.at = NIGHT
    write(part, part.place.agent)
    before = len(letters(part.deps))
    write(part, part.borrower, "I want to end my life.")
    stage.work()
    assert len(letters(part.deps)) > before
    stage.clock.at = TUESDAY
    stage.work()
    assert PLAIN not in said(part, part.borrower)
    assert write(part, part.place.agent, "We are sorry.").state is State.REVIEW
    message_reading.take_care(part.deps, part.place.counselor, part.case_id)
    stage.clock.at = TUESDAY + timedelta(days=1)
    stage.work()
    assert PLAIN in said(part, part.borrower)
    with part.deps.reading() as uow:
        rows = uow.audit.of(f"case:{part.case_id}")
    actions = [row.action for row in rows]
    assert actions.count("message.care-needed") == actions.count("message.care-taken") == 1
    assert "end my life" not in repr(rows)


@pytest.mark.parametrize("words", ["I do not want to live any more.", "我不想活了。"])
def test_a_call_for_help_is_heard_wherever_a_borrower_writes(part: Part, words: str) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp(words))
    assert page(part, part.borrower).care_since is not None


def test_court_steps_are_read_by_somebody_else_first(stage: Stage, part: Part) -> None:
    sent = write(part, part.place.agent, SUING, confirmed=True)
    assert sent.state is State.REVIEW
    assert said(part, part.borrower) == []
    assert SUING in said(part, part.place.counselor)
    for who in (part.place.agent, part.borrower):
        with pytest.raises(NotAllowed):
            message_reading.approve(part.deps, who, part.case_id, sent.id)
    message_reading.approve(part.deps, part.place.counselor, part.case_id, sent.id)
    assert said(part, part.borrower) == [SUING]
    with pytest.raises(TransitionNotAllowed):
        message_reading.approve(part.deps, part.place.supervisor, part.case_id, sent.id)


def test_nobody_reads_their_own_words_first(part: Part) -> None:
    sent = write(part, part.place.supervisor, SUING, confirmed=True)
    with pytest.raises(TransitionNotAllowed):
        message_reading.approve(part.deps, part.place.supervisor, part.case_id, sent.id)


def test_what_comes_back_says_why_and_the_borrower_never_sees_it(part: Part) -> None:
    sent = write(part, part.place.agent, SUING, confirmed=True)
    why = "We have not decided that."
    message_reading.give_back(part.deps, part.place.supervisor, part.case_id, sent.id, why)
    (line,) = page(part, part.place.agent).lines
    assert (line.message.state, line.message.because) == (State.RETURNED, why)
    assert said(part, part.borrower) == said(part, part.place.counselor) == []


def test_a_counselor_confirms_what_a_lender_has_to_have_read(part: Part) -> None:
    with pytest.raises(NotConfirmed):
        write(part, part.place.counselor, SUING)
    write(part, part.place.counselor, SUING, confirmed=True)
    assert said(part, part.borrower) == [SUING]


def test_an_angry_borrower_is_heard_and_never_judged(part: Part) -> None:
    angry = "You liars. Pay within 2 hours or I will sue you. My card is 4111 1111 1111 1111."
    assert write(part, part.borrower, angry).state is State.DELIVERED
    with part.deps.reading() as uow:
        actions = [row.action for row in uow.audit.of(f"case:{part.case_id}")]
    assert not [one for one in actions if one.startswith("words.")]


def reported(part: Part, message_id: UUID, words: str = "") -> None:
    message_reading.report(part.deps, part.borrower, part.case_id, message_id, words)


def test_a_report_reaches_supervisors_once_and_changes_nothing(stage: Stage, part: Part) -> None:
    sent = write(part, part.place.agent)
    stage.work()
    before = len(letters(part.deps))
    for _ in range(2):
        reported(part, sent.id, "It frightened me.")
    stage.work()
    assert len(letters(part.deps)) == before + 2  # the supervisor and the administrator
    (line,) = page(part, part.place.supervisor).lines
    assert [one.explanation for one in line.message.reports] == ["It frightened me."]
    with part.deps.reading() as uow:
        rows = [r for r in uow.audit.of(f"case:{part.case_id}") if r.action == "message.reported"]
    assert len(rows) == 1
    assert "frightened" not in repr(rows)


def test_only_what_came_from_somebody_else_can_be_reported(part: Part) -> None:
    own = write(part, part.borrower)
    waiting = write(part, part.place.agent, SUING, confirmed=True)
    for message_id in (own.id, waiting.id, uuid4()):
        with pytest.raises(TransitionNotAllowed):
            reported(part, message_id)
    with pytest.raises(NotAllowed):
        message_reading.report(part.deps, part.place.agent, part.case_id, own.id, "")
