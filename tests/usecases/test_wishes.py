"""What a person says about being reached holds from then on, for what already waits too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.core.contact import Channel
from app.core.errors import InvalidInput
from app.core.negotiation.complaint_events import ComplaintOutcome
from app.core.reach import UNSAID, Said
from app.gateways.mail import Letter
from app.gateways.sms import FolderTexts, Text, TextRefused
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.store.contacts import LEFT, WITHHELD
from app.usecases import complaints, wishes
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import another_lender, second_case
from tests.usecases.test_contacts import ledger, news, part, to_the_borrower

__all__ = ["part"]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NUMBER = "+447700900123"
ALL = frozenset({Channel.MAIL, Channel.TEXT, Channel.TELEPHONE, Channel.LETTER})


def say(part: Part, said: Said, phone: str | None = None) -> None:
    wishes.say(part.deps, part.borrower, part.household_id, said, phone, "en")


def texts(part: Part) -> tuple[Text, ...]:
    assert isinstance(part.deps.texts, FolderTexts)
    return part.deps.texts.texts()


def by_text(part: Part) -> None:
    say(part, Said(ALL, Channel.TEXT), NUMBER)


def sent_on_monday(stage: Stage, part: Part) -> list[Letter]:
    """What leaves on Monday beside the invitation of Saturday."""
    stage.clock.at = MONDAY
    stage.work()
    return to_the_borrower(part)[1:]


@pytest.fixture
def waiting(stage: Stage, part: Part) -> Part:
    """News waits since Saturday, because the invitation was the contact of that day."""
    stage.work()
    news(part, 1)
    stage.work()
    return part


def test_until_somebody_says_so_no_telephone_rings(part: Part) -> None:
    found = wishes.page(part.deps, part.borrower, part.household_id)
    assert (found.said, found.is_said, found.phone) == (UNSAID, False, None)
    assert not UNSAID.ways & {Channel.TELEPHONE, Channel.TEXT}
    assert not UNSAID.details


@pytest.mark.parametrize("way", [None, Channel.MAIL])
def test_e21_a_stop_works_on_what_already_waits(
    stage: Stage, waiting: Part, way: Channel | None
) -> None:
    wishes.stop_now(waiting.deps, waiting.borrower, waiting.household_id, way)
    assert sent_on_monday(stage, waiting) == []
    kept = ledger(waiting)[0]
    assert (kept.outcome, kept.rule) == (WITHHELD, "wish:channel")


def test_e21_hours_that_a_person_wants_hold_for_what_already_waits(
    stage: Stage, waiting: Part
) -> None:
    say(waiting, Said(ALL - {Channel.TEXT}, from_hour=14, until_hour=16), NUMBER)
    assert sent_on_monday(stage, waiting) == []
    stage.clock.at = MONDAY.replace(hour=14)
    stage.work()
    assert len(to_the_borrower(waiting)) == 2


def test_after_a_stop_what_the_law_requires_still_comes_and_nothing_else(
    stage: Stage, part: Part
) -> None:
    stage.work()
    wishes.stop_now(part.deps, part.borrower, part.household_id, None)
    name = uuid4()
    complaints.complain(part.deps, part.borrower, part.case_id, name, "You rang at night.")
    outcome = ComplaintOutcome.UPHELD
    complaints.answer(
        part.deps, part.place.supervisor, part.case_id, name, outcome, "You are right."
    )
    news(part, 1, "no_on_paper")
    assert len(sent_on_monday(stage, part)) == 1
    assert {one.outcome for one in ledger(part) if one.at == MONDAY} == {LEFT, WITHHELD}


def test_news_takes_the_way_that_was_chosen_and_says_no_more_than_a_mail(
    stage: Stage, waiting: Part
) -> None:
    by_text(waiting)
    assert sent_on_monday(stage, waiting) == []
    (text,) = texts(waiting)
    assert text.to == NUMBER
    assert text.words.startswith("You have a message. Read it here: http")
    assert [one.channel for one in ledger(waiting) if one.at == MONDAY] == [Channel.TEXT]


class Refusing:
    def send(self, text: Text) -> None:
        raise TextRefused("404")


def test_a_number_that_takes_no_texts_leaves_the_news_to_mail(stage: Stage, waiting: Part) -> None:
    by_text(waiting)
    deps = replace(waiting.deps, texts=Refusing())
    stage.clock.at = MONDAY
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain()
    assert len(to_the_borrower(waiting)) == 2
    assert [one.channel for one in ledger(waiting) if one.at == MONDAY] == [Channel.MAIL]
    with deps.reading() as uow:
        told = uow.audit.of(f"person:{waiting.borrower.person_id}")
    assert "text.refused" in [one.action for one in told]


def test_the_address_in_a_text_ends_texts_and_nothing_else(stage: Stage, waiting: Part) -> None:
    by_text(waiting)
    sent_on_monday(stage, waiting)
    code = texts(waiting)[0].words.rpartition("/")[2]
    wishes.stop_texts(waiting.deps, code)
    said = wishes.page(waiting.deps, waiting.borrower, waiting.household_id).said
    assert (said.ways, said.news) == (ALL - {Channel.TEXT}, Channel.MAIL)
    wishes.stop_texts(waiting.deps, "NOSUCHCODE")


def test_a_new_number_makes_the_old_address_useless(stage: Stage, waiting: Part) -> None:
    by_text(waiting)
    sent_on_monday(stage, waiting)
    code = texts(waiting)[0].words.rpartition("/")[2]
    say(waiting, Said(ALL, Channel.TEXT), "+447700900999")
    wishes.stop_texts(waiting.deps, code)
    assert wishes.page(waiting.deps, waiting.borrower, waiting.household_id).said.ways == ALL


def test_a_number_is_kept_as_ciphertext_and_found_by_a_keyed_digest(part: Part) -> None:
    by_text(part)
    with part.deps.reading() as uow:
        assert [one.id for one in uow.people.by_phone(NUMBER)] == [part.borrower.person_id]
    database = part.deps.settings.data_dir / "plainpact.db"
    stored = database.read_bytes() + database.with_name("plainpact.db-wal").read_bytes()
    assert NUMBER.encode() not in stored


@pytest.mark.parametrize("way", [Channel.TEXT, Channel.TELEPHONE])
def test_texts_and_calls_need_a_number(part: Part, way: Channel) -> None:
    with pytest.raises(InvalidInput):
        say(part, Said(frozenset({way})))


def test_a_time_zone_is_one_of_the_country(part: Part) -> None:
    say(part, Said(ALL - {Channel.TEXT}, zone="Europe/London"), NUMBER)
    with pytest.raises(InvalidInput):
        say(part, Said(UNSAID.ways, zone="Asia/Shanghai"))


def test_every_statement_is_kept_with_who_made_it(part: Part) -> None:
    by_text(part)
    wishes.tell_details(part.deps, part.borrower, part.household_id, details=True)
    with part.deps.reading() as uow:
        newest, first = uow.wishes.history(part.borrower.person_id)
        told = uow.audit.of(f"contact:{part.borrower.person_id}")
    assert (first.said.details, newest.said.details) == (False, True)
    assert newest.said == replace(first.said, details=True)
    assert {first.by_person_id, newest.by_person_id} == {part.borrower.person_id}
    assert [one.action for one in told].count("wishes.said") == 2


def test_e22_the_lender_is_named_only_after_the_person_said_so(stage: Stage, part: Part) -> None:
    stage.work()
    tenant = str(part.place.lender)
    news(part, 1, tenant_id=tenant)
    (told,) = sent_on_monday(stage, part)
    with part.deps.reading() as uow:
        lender = uow.organisations.find(part.place.lender)
    assert lender is not None
    assert lender.name not in told.subject + told.text
    wishes.tell_details(part.deps, part.borrower, part.household_id, details=True)
    news(part, 2, tenant_id=tenant)
    stage.clock.at = MONDAY + timedelta(days=1)
    stage.work()
    assert to_the_borrower(part)[-1].subject == f"News from {lender.name}"


@pytest.mark.parametrize("letter", ["news", "signing_time", "no_on_paper"])
def test_whoever_wants_texts_alone_gets_every_piece_of_news_as_one(
    stage: Stage, waiting: Part, letter: str
) -> None:
    say(waiting, Said(frozenset({Channel.TEXT}), Channel.TEXT), NUMBER)
    stage.clock.at = MONDAY
    news(waiting, 2, letter, day="2026-12-05")
    stage.work()
    assert texts(waiting)


def test_a_long_name_of_a_lender_is_left_out_before_a_text_is_torn(
    stage: Stage, part: Part
) -> None:
    by_text(part)
    wishes.tell_details(part.deps, part.borrower, part.household_id, details=True)
    for number, name in enumerate(("Short Loans", "Long " + "很长的名字" * 15)):
        other = second_case(part, another_lender(part.deps, name), f"{number}-1")
        for asked in (False, True):
            if asked:
                news(other, number, tenant_id=str(other.place.lender))
            stage.clock.move(days=7)
            stage.work()
    told = [text.words for text in texts(part)]
    assert any(words.startswith("Short Loans: You have a message") for words in told)
    assert len(told) == 2
    assert not any("很长" in words for words in told)
