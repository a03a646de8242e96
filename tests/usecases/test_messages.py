"""Messages in a case: what arrives, what waits and why, what is read first, and who hears of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.contact import Direction, Purpose
from app.core.negotiation.commands import LiftHold, PlaceHold, RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.core.thread.deciding import MOST_A_DAY, EnoughToday, OnlyAnswers, Quiet
from app.core.thread.thread import State
from app.usecases import messages, negotiate
from app.usecases.demo_steps import Part
from app.usecases.messages import NotConfirmed
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage
from tests.usecases.scenes import letters
from tests.usecases.writing import (
    MONDAY,
    NIGHT,
    PLAIN,
    RUSH,
    TUESDAY,
    ledger,
    on_a_monday,
    page,
    said,
    write,
)


@pytest.fixture
def part(stage: Stage) -> Part:
    return on_a_monday(stage)


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
        uow.audit.connection.execute(
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
