"""A week before an authority ends: one calm mail, and none about what is over already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from app.gateways.mail import Letter
from app.store.engine import open_engine
from app.store.work_tables import OutboxRow
from app.usecases import authority_ends, wishes
from tests.usecases.letting import lets, takes_back
from tests.usecases.scenes import Scene, letters

WORDS = "that you set up here ends after"


def told(scene: Scene) -> list[Letter]:
    return [one for one in letters(scene.deps) if WORDS in one.text]


def until_day(scene: Scene, day: date, hour: int = 11) -> None:
    scene.clock.at = scene.clock.at.replace(hour=hour, minute=0)
    while scene.clock.at.date() < day:
        scene.clock.move(days=1)
        scene.stage.work()
    scene.stage.work()


def given_until(scene: Scene, days: int) -> date:
    last = scene.clock.at.date() + timedelta(days=days)
    lets(scene, scene.part.place.charity, until=last)
    return last


def test_seven_days_before_the_last_day_the_borrower_is_told_once(done: Scene) -> None:
    last = given_until(done, 40)
    until_day(done, last - timedelta(days=8))
    assert told(done) == []
    until_day(done, last - timedelta(days=5))
    (mail,) = told(done)
    until_day(done, last + timedelta(days=5))
    assert told(done) == [mail]
    assert mail.subject == "You have a message"
    assert f"{last.day} " in mail.text
    with done.deps.reading() as uow:
        borrower = uow.people.find(done.borrower.person_id)
    assert borrower is not None
    assert mail.to == borrower.email


def test_e22_the_mail_says_nothing_of_a_debt_a_charity_or_a_lender(done: Scene) -> None:
    last = given_until(done, 40)
    until_day(done, last)
    (mail,) = told(done)
    with done.deps.reading() as uow:
        names = [
            found.name
            for home in (done.part.place.charity, done.part.place.lender)
            if (found := uow.organisations.find(home))
        ]
    assert len(names) == 2
    assert not any(name in f"{mail.subject} {mail.text}" for name in names)


def test_taken_back_or_renewed_the_old_end_is_not_told(done: Scene) -> None:
    last = given_until(done, 40)
    renewed = given_until(done, 90)
    until_day(done, last)
    assert told(done) == []
    takes_back(done, done.part.place.charity)
    until_day(done, renewed)
    assert told(done) == []


@pytest.mark.parametrize("days", [0, 3, 7])
def test_who_chose_a_day_within_the_week_knows_it(done: Scene, days: int) -> None:
    last = given_until(done, days)
    until_day(done, last + timedelta(days=1))
    assert told(done) == []


def test_who_wants_no_messages_gets_none(done: Scene) -> None:
    last = given_until(done, 40)
    wishes.stop_now(done.deps, done.borrower, done.part.household_id, None)
    until_day(done, last)
    assert told(done) == []


def test_what_was_given_before_anybody_looked_is_watched_once(done: Scene) -> None:
    last = given_until(done, 40)
    assert authority_ends.watch_all(done.deps) == 0
    engine = open_engine(done.deps.settings.database_url)
    with engine.begin() as connection:
        connection.execute(delete(OutboxRow).where(OutboxRow.kind == "authority-ends"))
    engine.dispose()
    assert [authority_ends.watch_all(done.deps) for _ in range(2)] == [1, 0]
    until_day(done, last)
    assert len(told(done)) == 1
    assert authority_ends.watch_all(done.deps) == 0
