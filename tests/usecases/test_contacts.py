"""Mail to a borrower leaves when the rules allow it, is in the ledger, and is never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.contact import Channel, Purpose
from app.core.letters import ASKED_FOR
from app.core.negotiation.commands import AskHelp
from app.gateways.mail import Letter
from app.gateways.zones import zones_in
from app.store.contacts import JOINED, LEFT, WITHHELD, Entry
from app.usecases import accounts, contacts, negotiate
from app.usecases.demo_steps import Part
from tests.core.dice import Dice
from tests.stage import Stage
from tests.usecases.scenes import letters

SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEAD = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.fixture
def part(stage: Stage) -> Part:
    """Invited on a Saturday morning, which was the one contact of that day."""
    return stage.part("four-weekly", "confirm", "tell")


def news(part: Part, number: int, letter: str = "news", **more: Any) -> None:  # noqa: ANN401 (a payload)
    """Have a mail to the borrower asked for, as a step of the case does."""
    at = part.deps.now()
    payload = {
        "letter": letter,
        "person_id": str(part.borrower.person_id),
        "head": f"{number:064x}",
        "path": "/sign-in",
        "about": f"{part.case_id}:{number}",
        **more,
    }
    key = f"{letter}:{part.case_id}:{number}:{part.borrower.person_id}"
    with part.deps.unit_of_work() as uow:
        uow.system("a test asks for a mail")
        uow.outbox.put("mail", key, payload, at)


def to_the_borrower(part: Part) -> list[Letter]:
    """Oldest first."""
    address = f"{part.story.key}@people.example"
    return [one for one in reversed(letters(part.deps)) if one.to == address]


def ledger(part: Part) -> tuple[Entry, ...]:
    with part.deps.reading() as uow:
        return uow.contacts.of(part.borrower.person_id)


def test_what_may_not_leave_today_waits_and_leaves_as_one_mail_with_every_head(
    stage: Stage, part: Part
) -> None:
    stage.work()
    assert len(to_the_borrower(part)) == 1
    for number in range(1, 5):
        news(part, number)
        stage.work()
    assert len(to_the_borrower(part)) == 1
    stage.clock.at = MONDAY - timedelta(seconds=1)
    stage.work()
    assert len(to_the_borrower(part)) == 1
    stage.clock.at = MONDAY
    stage.work()
    (_, told) = to_the_borrower(part)
    assert HEAD.findall(told.text) == [f"{n:064x}" for n in range(1, 5)]
    assert [one.outcome for one in ledger(part)].count(JOINED) == 3
    assert [one.outcome for one in ledger(part)].count(LEFT) == 2


def test_what_waits_is_work_for_later_and_no_failure(stage: Stage, part: Part) -> None:
    stage.work()
    news(part, 1)
    stage.work()
    with part.deps.reading() as uow:
        backlog = uow.outbox.backlog(stage.clock.at)
        waits = [one for one in uow.outbox.due_times("mail") if one > stage.clock.at]
        noted = uow.audit.of(f"contact:{part.borrower.person_id}")
    assert (backlog.waiting, backlog.failing) == (0, 0)
    assert waits == [stage.clock.at + timedelta(days=1)]
    assert (noted[0].action, noted[0].rules_version) == (
        "contact.waits",
        "UK 2026.11 house:contact-cap",
    )


def test_a_code_and_a_copy_of_ones_own_act_leave_at_night_and_use_nothing_up(
    stage: Stage, part: Part
) -> None:
    stage.work()
    stage.clock.at = SATURDAY_NIGHT
    before = len(to_the_borrower(part))
    accounts.ask(part.deps, f"{part.story.key}@people.example", "browser", "")
    news(part, 1, "receipt")
    stage.work()
    assert len(to_the_borrower(part)) == before + 2
    asked = [one for one in ledger(part) if one.purpose is Purpose.ASKED]
    assert [one.at for one in asked] == [SATURDAY_NIGHT] * 2


def test_every_letter_that_is_excepted_says_why() -> None:
    assert set(ASKED_FOR) == {"sign_in", "receipt", "confirm", "data_request"}
    assert all(ASKED_FOR.values())


def test_staff_and_counselors_are_told_at_any_hour_and_stand_in_no_ledger(stage: Stage) -> None:
    part = stage.part("counselor", "authority", "confirm")
    stage.work()
    stage.clock.at = SATURDAY_NIGHT
    before = len(letters(part.deps))
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I lost my job."))
    stage.work()
    assert len(letters(part.deps)) == before + 1
    with part.deps.reading() as uow:
        assert uow.contacts.of(part.place.counselor.person_id) == ()


def test_a_reminder_that_would_come_a_day_late_is_left_out_and_says_which_rule(
    stage: Stage, part: Part
) -> None:
    stage.work()
    news(part, 1, "signing_time", day="2026-12-05", tenant_id=str(part.place.lender))
    stage.work()
    stage.clock.move(days=20)
    stage.work()
    assert len(to_the_borrower(part)) == 1
    (left_out,) = [one for one in ledger(part) if one.outcome == WITHHELD]
    assert (left_out.rule, left_out.pack) == ("house:contact-cap", "UK 2026.11")
    assert (left_out.channel, left_out.tenant_id) == (Channel.MAIL, part.place.lender)


def test_a_mail_that_fails_is_one_contact_however_often_it_is_tried(
    stage: Stage, part: Part
) -> None:
    stage.work()
    payload = {"letter": "news", "person_id": str(part.borrower.person_id), "head": ""}
    stage.clock.at = MONDAY
    for minute in range(3):
        stage.clock.at = MONDAY + timedelta(minutes=minute)
        assert contacts.message_may_leave(part.deps, payload, "the same effect")
    made = [one for one in ledger(part) if one.key == "the same effect"]
    assert [one.at for one in made] == [MONDAY + timedelta(minutes=2)]


def walk(part: Part, stage: Stage, dice: Dice, asked: int) -> Iterator[datetime]:
    """``asked`` mails at any hour, in steps of minutes to days, then on until none waits.

    Yields when each mail left.
    """
    number = 0
    while number < asked or waits(part):
        stage.clock.move(minutes=dice.pick((700, 7, 45, 200, 2000)))
        for _ in range(min(dice.pick((1, 0, 0, 2)), asked - number)):
            number += 1
            news(part, number, "no_on_paper" if number % 8 == 0 else "news")
        before = len(to_the_borrower(part))
        stage.work()
        yield from [stage.clock.at] * (len(to_the_borrower(part)) - before)


def waits(part: Part) -> bool:
    with part.deps.reading() as uow:
        return bool(uow.outbox.due_times("mail"))


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_leaves_outside_the_rules_whatever_the_clock_says(
    stage: Stage, part: Part, seed: int
) -> None:
    stage.work()
    invited = stage.clock.at
    asked = 60
    sent = [invited, *walk(part, stage, Dice.numbered("contacts", seed), asked)]
    assert len(sent) > 10  # enough for every cap to be met
    assert all(9 <= one.hour < 20 and one.weekday() != 6 for one in sent)  # London's winter
    for days, most in ((1, 1), (7, 3), (30, 10)):
        for first in sent:
            span = first + timedelta(days=days)
            assert sum(first <= one < span for one in sent) <= most
    told = [head for one in to_the_borrower(part) for head in HEAD.findall(one.text)]
    assert sorted(told) == [f"{number:064x}" for number in range(1, asked + 1)]
    ends = [one.outcome for one in ledger(part)]
    assert (ends.count(LEFT), ends.count(WITHHELD)) == (len(sent), 0)


def test_the_zones_of_a_country_hold_what_belongs_to_it_overseas() -> None:
    assert {"Europe/Paris", "America/Martinique", "Indian/Reunion"} <= set(zones_in("FR"))
    assert "Atlantic/Azores" in zones_in("pt")
    assert zones_in("QX") == ()
