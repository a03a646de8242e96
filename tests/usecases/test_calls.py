"""Calls, letters and meetings: planned when they may be, written down as they were, seen by the borrower."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.core.contact import Channel, Direction, Never, Wait
from app.core.errors import DomainError, NotAllowed, NotFound, TransitionNotAllowed
from app.core.negotiation.commands import ConfirmDebt, PlaceHold
from app.core.reach import Said
from app.store.contacts import WITHHELD
from app.usecases import calls, complaints, contact_book, imports, meetings, negotiate, wishes
from app.usecases.calls import Made, NotNow
from app.usecases.conduct import NoPass
from app.usecases.demo_steps import Part
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage
from tests.usecases.scenes import a_file, a_row, another_lender
from tests.usecases.test_contacts import ledger, news, part, to_the_borrower

__all__ = ["part"]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALLS = frozenset({Channel.MAIL, Channel.TELEPHONE, Channel.LETTER})


@pytest.fixture
def called(stage: Stage, part: Part) -> Part:
    """Calls are welcome, from 10 to 18 o'clock; it is Monday."""
    stage.work()
    said = Said(CALLS, from_hour=10, until_hour=18)
    wishes.say(part.deps, part.borrower, part.household_id, said, "+447700900123", "en")
    stage.clock.at = MONDAY
    return part


def plan(part: Part, at: datetime, channel: Channel = Channel.TELEPHONE) -> UUID:
    name = uuid4()
    calls.plan(part.deps, part.place.agent, part.case_id, name, channel, at)
    return name


def made(at: datetime, words: str = "", *, direction: Direction = Direction.OUT) -> Made:
    return Made(uuid4(), Channel.TELEPHONE, direction, at, talked=True, words=words)


def test_a_call_is_planned_inside_the_hours_and_uses_up_its_part(
    stage: Stage, called: Part
) -> None:
    name = plan(called, MONDAY + DAY)
    (entry, *_) = ledger(called)
    assert (entry.key, entry.planned, entry.at) == (f"telephone:{name}", True, MONDAY + DAY)
    news(called, 1)
    stage.work()
    assert len(to_the_borrower(called)) == 1, "a mail today would be two contacts in one day"


@pytest.mark.parametrize(
    ("hours", "rule"),
    [
        (timedelta(hours=-1), None),
        (timedelta(hours=8), "wish:hours"),
        (timedelta(hours=23), "wish:hours"),
        (timedelta(days=6), "house:contact-hours"),
    ],
)
def test_e21_a_call_cannot_be_planned_outside_the_hours_and_says_when_it_may_be(
    called: Part, hours: timedelta, rule: str | None
) -> None:
    if rule is None:  # in the past means now
        plan(called, MONDAY + hours)
        assert ledger(called)[0].at == MONDAY
        return
    with pytest.raises(NotNow) as refused:
        plan(called, MONDAY + hours)
    answer = refused.value.answer
    assert isinstance(answer, Wait)
    assert answer.because.code == rule
    plan(called, answer.until)


def test_e21_a_second_call_within_a_day_waits(called: Part) -> None:
    plan(called, MONDAY)
    with pytest.raises(NotNow) as refused:
        plan(called, MONDAY + timedelta(hours=2))
    assert refused.value.answer.because.code == "house:contact-cap"


def test_who_wants_no_calls_gets_none_and_the_number_is_not_shown(part: Part) -> None:
    with pytest.raises(NotNow) as refused:
        plan(part, MONDAY)
    assert isinstance(refused.value.answer, Never)
    assert calls.desk(part.deps, part.place.agent, part.case_id).reach.phone is None


def test_f_011_the_number_is_not_shown_before_the_debt_is_confirmed(called: Part) -> None:
    place = another_lender(called.deps, "Southbank Loans")
    with called.deps.reading() as uow:
        person = uow.people.find(called.borrower.person_id)
    assert person is not None
    stated = a_file(a_row("S-1", "Mabel Quirk", person.email or ""))
    imports.import_debts(called.deps, place.admin, place.lender, stated)
    with called.deps.reading() as uow:
        header = uow.cases.by_account(place.lender, "S-1")
    assert header is not None
    assert calls.desk(called.deps, place.agent, header.id).reach.phone is None
    negotiate.submit(called.deps, called.borrower, header.id, ConfirmDebt())
    assert calls.desk(called.deps, place.agent, header.id).reach.phone == "+447700900123"


def test_stop_calling_me_calls_off_what_was_planned(called: Part) -> None:
    plan(called, MONDAY + DAY)
    wishes.stop_now(called.deps, called.borrower, called.household_id, Channel.TELEPHONE)
    (entry, *_) = ledger(called)
    assert (entry.outcome, entry.rule, entry.planned) == (WITHHELD, "wish:channel", False)
    with pytest.raises(NotNow):
        plan(called, MONDAY + DAY)
    assert calls.desk(called.deps, called.place.agent, called.case_id).reach.phone is None


def test_nobody_calls_while_a_hold_runs(called: Part) -> None:
    hold = PlaceHold("house:time-to-think", (MONDAY + 9 * DAY).date(), "I need time.")
    negotiate.submit(called.deps, called.borrower, called.case_id, hold)
    with pytest.raises(NotNow) as refused:
        plan(called, MONDAY)
    answer = refused.value.answer
    assert isinstance(answer, Never)
    assert answer.because.code == "house:hold"


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.TEXT, Channel.MESSAGE, Channel.MEETING])
def test_staff_plan_calls_and_letters_alone(called: Part, channel: Channel) -> None:
    with pytest.raises(NotNow):
        plan(called, MONDAY, channel)


def test_a_call_against_a_rule_is_written_down_with_the_rule(stage: Stage, called: Part) -> None:
    stage.clock.at = MONDAY.replace(hour=22)
    night = made(stage.clock.at, "I asked how you are.")
    broken = calls.write_down(called.deps, called.place.agent, called.case_id, night)
    assert broken is not None
    (entry, *_) = ledger(called)
    assert (entry.rule, entry.said) == (broken.code, night.words)
    with called.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{called.case_id}")]
    assert "contact.against-a-rule" in rows


def test_an_incoming_call_is_never_capped_and_uses_nothing_up(called: Part) -> None:
    for _ in range(3):
        theirs = made(MONDAY, direction=Direction.IN)
        assert calls.write_down(called.deps, called.place.agent, called.case_id, theirs) is None
    plan(called, MONDAY)


def test_what_was_said_passes_the_guard_and_is_ciphertext(called: Part) -> None:
    key = f"telephone:{plan(called, MONDAY)}"
    agent, case_id = called.place.agent, called.case_id
    with pytest.raises(WordsRefused):
        calls.write_down(
            called.deps, agent, case_id, made(MONDAY, "Pay today or we tell your boss."), key
        )
    assert ledger(called)[0].planned
    words = "We spoke about the first payment."
    calls.write_down(called.deps, agent, case_id, made(MONDAY, words), key)
    assert (ledger(called)[0].said, ledger(called)[0].talked) == (words, True)
    database = called.deps.settings.data_dir / "plainpact.db"
    stored = database.read_bytes() + database.with_name("plainpact.db-wal").read_bytes()
    assert words.encode() not in stored


def test_only_what_is_planned_in_this_case_is_called_off_or_told(called: Part) -> None:
    key = f"telephone:{plan(called, MONDAY)}"
    agent = called.place.agent
    calls.call_off(called.deps, agent, called.case_id, key)
    assert ledger(called)[0].outcome == WITHHELD
    with pytest.raises(NotFound):
        calls.call_off(called.deps, agent, called.case_id, key)
    with pytest.raises(NotFound):
        calls.write_down(called.deps, agent, called.case_id, made(MONDAY), "invitation:1")


def test_the_lender_sees_how_and_when_and_nothing_that_others_did(called: Part) -> None:
    plan(called, MONDAY)
    found = calls.desk(called.deps, called.place.agent, called.case_id)
    assert {one.tenant_id for one in found.ledger} == {called.place.lender}
    assert found.reach.phone == "+447700900123"
    assert set(calls.Reach.__slots__) == {"ways", "phone"}
    with pytest.raises(NotAllowed):
        calls.desk(called.deps, called.borrower, called.case_id)


def test_the_borrower_sees_every_line_with_who_it_was_and_objects_to_one(called: Part) -> None:
    key = f"telephone:{plan(called, MONDAY)}"
    deps, borrower, house = called.deps, called.borrower, called.household_id
    (line, *others) = contact_book.lines(deps, borrower, house)
    assert (line.entry.key, line.by != "", line.lender != "") == (key, True, True)
    assert others
    for _ in range(2):
        contact_book.report(deps, borrower, house, key, "I said no calls.")
    assert contact_book.line(deps, borrower, house, key).entry.reported_at == MONDAY
    (complaint,) = complaints.page(deps, borrower, called.case_id).found
    assert complaint.made.explanation == "[telephone 2026-11-23 10:00 UTC] I said no calls."


def test_staff_cannot_make_a_meeting_that_nobody_asked_for(called: Part) -> None:
    agent = called.place.agent
    with pytest.raises(NotFound):
        meetings.name_visitor(called.deps, agent, called.case_id, agent.person_id, MONDAY)
    with pytest.raises(NotAllowed):
        meetings.ask(called.deps, agent, called.case_id, uuid4(), "At their home.")


def test_a_meeting_is_asked_for_by_the_borrower_and_the_visitor_is_known_before(
    stage: Stage, called: Part
) -> None:
    deps, case_id, agent = called.deps, called.case_id, called.place.agent
    for _ in range(2):
        meetings.ask(deps, called.borrower, case_id, UUID(int=5), "At the library, in the morning.")
    with pytest.raises(TransitionNotAllowed):
        meetings.ask(deps, called.borrower, case_id, uuid4(), "At home.")
    with pytest.raises(NotFound):
        meetings.name_visitor(deps, agent, case_id, called.borrower.person_id, MONDAY + DAY)
    meetings.name_visitor(deps, agent, case_id, agent.person_id, MONDAY + DAY)
    found = meetings.page(deps, called.borrower, case_id)
    assert found.meeting is not None
    assert (found.meeting.at, bool(found.visitor)) == (MONDAY + DAY, True)
    meetings.take_back(deps, called.borrower, case_id)
    assert meetings.page(deps, called.borrower, case_id).meeting is None
    (entry,) = [one for one in ledger(called) if one.channel is Channel.MEETING]
    assert (entry.outcome, entry.rule) == (WITHHELD, "wish:taken-back")


def test_nobody_without_a_conduct_pass_plans_a_call_or_says_who_comes(called: Part) -> None:
    deps, case_id, new = called.deps, called.case_id, uuid4()
    with deps.unit_of_work() as uow:
        uow.people.add(new, name="New", email="new@staff.example", language="en", at=MONDAY)
        uow.organisations.add_member(called.place.lender, new, "agent", MONDAY)
        uow.audit.write(None, "test.prepared", f"person:{new}", MONDAY)
        newcomer = uow.people.actor(new)
    with pytest.raises(NoPass):
        calls.plan(deps, newcomer, case_id, uuid4(), Channel.TELEPHONE, MONDAY)
    meetings.ask(deps, called.borrower, case_id, uuid4(), "At the library.")
    with pytest.raises(NoPass):
        meetings.name_visitor(deps, newcomer, case_id, new, MONDAY)
    calls.write_down(deps, newcomer, case_id, made(MONDAY))


def test_a_meeting_counts_like_every_other_contact(called: Part) -> None:
    plan(called, MONDAY)
    meetings.ask(called.deps, called.borrower, called.case_id, uuid4(), "At the library.")
    agent = called.place.agent
    with pytest.raises(DomainError) as refused:
        meetings.name_visitor(called.deps, agent, called.case_id, agent.person_id, MONDAY)
    assert isinstance(refused.value, NotNow)
