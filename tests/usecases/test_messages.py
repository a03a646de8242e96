"""Messages in a case: what arrives, what waits and why, what is read first, and who hears of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.core.access import Actor
from app.core.contact import Channel, Direction, Purpose
from app.core.errors import NotAllowed, TransitionNotAllowed
from app.core.negotiation.commands import AskHelp, LiftHold, PlaceHold, RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.core.thread.deciding import MOST_A_DAY, EnoughToday, OnlyAnswers, Quiet
from app.core.thread.thread import Message, State
from app.store.contacts import Entry
from app.usecases import message_reading, messages, negotiate
from app.usecases.demo_steps import Part
from app.usecases.messages import NotConfirmed, ThreadPage
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage
from tests.usecases.scenes import letters

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLAIN = "Your first payment can be on any day you like."
SUING = "We will take you to court."
RUSH = "This is your last chance."


@pytest.fixture
def part(stage: Stage) -> Part:
    """A case in which nothing waits for the lender, on a Monday morning after the invitation."""
    part = stage.part("counselor", "authority", "confirm", "tell")
    stage.work()
    stage.clock.at = MONDAY
    return part


def write(part: Part, who: Actor, words: str = PLAIN, **more: bool) -> Message:
    return messages.write(part.deps, who, part.case_id, uuid4(), words, **more)


def page(part: Part, who: Actor) -> ThreadPage:
    return messages.page(part.deps, who, part.case_id)


def said(part: Part, who: Actor) -> list[str]:
    return [one.message.written.words for one in page(part, who).lines]


def ledger(part: Part) -> list[Entry]:
    with part.deps.reading() as uow:
        found = uow.contacts.of(part.borrower.person_id)
    return [one for one in found if one.channel is Channel.MESSAGE]


def test_all_three_sides_read_one_thread_and_each_sees_what_is_new(part: Part) -> None:
    write(part, part.borrower, "Can I pay later?")
    page(part, part.place.agent)
    write(part, part.place.agent)
    write(part, part.place.counselor, "That helps, thank you.")
    words = ["Can I pay later?", PLAIN, "That helps, thank you."]
    for who, new in ((part.borrower, 2), (part.place.agent, 1), (part.place.supervisor, 3)):
        assert messages.unread(part.deps, who, part.case_id) == new
        found = page(part, who)
        assert [one.message.written.words for one in found.lines] == words
        assert [one.is_new for one in found.lines].count(True) == new
        assert messages.unread(part.deps, who, part.case_id) == 0
        assert not any(one.is_new for one in page(part, who).lines)


def test_sent_twice_it_was_written_once(part: Part) -> None:
    one = uuid4()
    for _ in range(2):
        messages.write(part.deps, part.borrower, part.case_id, one, PLAIN)
    assert said(part, part.place.agent) == [PLAIN]


def test_the_words_are_not_in_the_database_in_the_clear_and_the_chain_holds(part: Part) -> None:
    write(part, part.borrower, "Zanzibar and nowhere else")
    with part.deps.reading() as uow:
        assert uow.threads.verify(part.place.lender, part.case_id) is None
        assert uow.audit.verify() is None
    raw = (part.deps.settings.data_dir / "plainpact.db").read_bytes()
    assert b"Zanzibar" not in raw


def test_an_erased_message_is_gone_and_the_chain_still_holds(part: Part) -> None:
    write(part, part.borrower, "To be erased")
    write(part, part.borrower, "To stay")
    with part.deps.unit_of_work() as uow:
        uow.audit.session.execute(
            text("UPDATE thread_payload SET ciphertext = NULL, erased_at = :at WHERE seq = 1"),
            {"at": "2026-11-23 10:00:00"},
        )
        uow.audit.write(None, "test.erased", "test:thread", part.deps.now())
    assert said(part, part.place.agent) == ["To stay"]
    with part.deps.reading() as uow:
        assert uow.threads.verify(part.place.lender, part.case_id) is None


def test_e21_what_a_lender_begins_at_night_waits_until_morning_and_says_so(
    stage: Stage, part: Part
) -> None:
    stage.clock.at = NIGHT
    assert write(part, part.place.agent).state is State.WAITING
    found = page(part, part.place.agent)
    assert found.waits is not None
    assert found.waits.until == TUESDAY
    assert said(part, part.borrower) == []
    stage.work()
    assert said(part, part.borrower) == []
    stage.clock.at = TUESDAY
    stage.work()
    assert said(part, part.borrower) == [PLAIN]
    (entry,) = ledger(part)
    assert (entry.at, entry.purpose, entry.direction) == (
        TUESDAY,
        Purpose.NEGOTIATION,
        Direction.OUT,
    )
    assert entry.by_person_id == part.place.agent.person_id


def test_e21_a_second_message_of_a_day_waits_for_the_next_and_the_mail_beside_it_is_no_second(
    stage: Stage, part: Part
) -> None:
    before = len(to_the_borrower(part))
    write(part, part.place.agent, "One.")
    stage.work()
    assert len(to_the_borrower(part)) == before + 1
    write(part, part.place.agent, "Two.")
    stage.work()
    assert said(part, part.borrower) == ["One."]
    stage.clock.at = MONDAY + timedelta(days=1)
    stage.work()
    assert said(part, part.borrower) == ["One.", "Two."]
    assert len(to_the_borrower(part)) == before + 2


def test_an_answer_is_there_at_once_at_any_hour_and_its_mail_waits(
    stage: Stage, part: Part
) -> None:
    stage.clock.at = NIGHT
    write(part, part.borrower, "When do I pay?")
    before = len(to_the_borrower(part))
    assert write(part, part.place.agent).state is State.DELIVERED
    assert write(part, part.place.agent, "One more thing.").state is State.WAITING
    stage.work()
    assert len(to_the_borrower(part)) == before
    stage.clock.at = TUESDAY
    stage.work()
    assert len(to_the_borrower(part)) > before


def to_the_borrower(part: Part) -> list[str]:
    address = f"{part.story.key}@people.example"
    return [one.text for one in letters(part.deps) if one.to == address]


def test_the_mail_says_nothing_of_what_was_written(stage: Stage, part: Part) -> None:
    write(part, part.place.agent, "Zanzibar")
    stage.work()
    assert not any("Zanzibar" in one for one in to_the_borrower(part))


def dispute(part: Part) -> None:
    command = RaiseDispute(DisputeKind.ALREADY_PAID, "Paid.")
    negotiate.submit(part.deps, part.borrower, part.case_id, command)


def hold(part: Part) -> None:
    command = PlaceHold("house:time-to-think", date(2026, 12, 20), "")
    negotiate.submit(part.deps, part.borrower, part.case_id, command)


def test_during_a_hold_or_a_dispute_a_lender_answers_and_begins_nothing(part: Part) -> None:
    for step, why in ((hold, Quiet.HOLD), (dispute, Quiet.DISPUTE)):
        step(part)
        with pytest.raises(OnlyAnswers) as refused:
            write(part, part.place.agent)
        assert refused.value.quiet is why
        write(part, part.borrower, "A question.")
        assert write(part, part.place.agent).state is State.DELIVERED


def test_what_waits_when_a_hold_begins_goes_on_waiting(stage: Stage, part: Part) -> None:
    stage.clock.at = NIGHT
    write(part, part.place.agent)
    hold(part)
    stage.clock.at = TUESDAY
    stage.work()
    assert said(part, part.borrower) == []
    negotiate.submit(part.deps, part.borrower, part.case_id, LiftHold())
    stage.clock.at = TUESDAY + timedelta(days=1, hours=1)
    stage.work()
    assert said(part, part.borrower) == [PLAIN]


def test_e16_who_waits_for_a_decision_is_written_to_only_in_answer(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    with pytest.raises(OnlyAnswers) as refused:
        write(part, part.place.agent)
    assert refused.value.quiet is Quiet.DECISION
    write(part, part.borrower, "Have you seen it?")
    write(part, part.place.agent, "Yes. You hear from us by Friday.")
    with pytest.raises(OnlyAnswers):
        write(part, part.place.agent, "And another thing.")


def test_e11_a_message_changes_nothing_in_the_case(part: Part) -> None:
    def case_now() -> object:
        with part.deps.reading() as uow:
            return uow.cases.find(part.case_id)

    before = case_now()
    write(part, part.borrower)
    assert case_now() == before


def test_a_day_takes_so_many_and_tomorrow_more(stage: Stage, part: Part) -> None:
    for number in range(MOST_A_DAY):
        write(part, part.borrower, f"Line {number}")
    with pytest.raises(EnoughToday):
        write(part, part.borrower)
    stage.clock.move(days=1)
    write(part, part.borrower)


def test_a_threat_is_neither_stored_nor_sent(part: Part) -> None:
    with pytest.raises(WordsRefused):
        write(part, part.place.agent, "Pay or you will be arrested.", confirmed=True)
    assert page(part, part.place.agent).lines == ()
    with part.deps.reading() as uow:
        (row,) = [r for r in uow.audit.of(f"case:{part.case_id}") if r.action == "words.blocked"]
    assert row.rules_version.endswith(" ARREST")


def test_e6_a_hurry_is_sent_only_when_its_writer_says_that_it_is_meant(part: Part) -> None:
    with pytest.raises(NotConfirmed) as asked:
        write(part, part.place.agent, RUSH)
    assert asked.value.weight.confirm == ("FALSE_URGENCY",)
    assert said(part, part.borrower) == []
    write(part, part.place.agent, RUSH, confirmed=True)
    assert said(part, part.borrower) == [RUSH]
    with part.deps.reading() as uow:
        actions = [row.action for row in uow.audit.of(f"case:{part.case_id}")]
    assert actions.count("words.confirmed") == 1


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
