"""An answer that is late brings a supervisor, and the borrower hears of it calmly (E15)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from app.core.hold_kinds import HoldKind
from app.core.negotiation.clock_events import Clock, ClockMissed
from app.core.negotiation.commands import PlaceHold, RaiseDispute, WithdrawOffer
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.lender_clocks import Asked
from app.core.packs import JURISDICTIONS
from app.gateways.calendars import calendar_for
from app.gateways.mail import Letter
from app.store.engine import open_engine
from app.store.reading import Order, Show
from app.store.work_tables import OutboxRow
from app.usecases import answer_time, complaints, holds, negotiate, queries
from app.usecases.demo_steps import STEPS, Part
from app.usecases.scene import backstage, clock_due
from tests.stage import Stage
from tests.usecases.scenes import case_of, history, letters

CALM = "You waited for an answer, and it is late."
SUPERVISOR, ADMIN, AGENT = (f"{rank}.uk@staff.example" for rank in ("supervisor", "admin", "agent"))
SATURDAY = 5
FIRST_WORD, DECISION = 9, 22
"""Days from the offer, a Saturday, until its time is over everywhere."""


@pytest.fixture
def part(stage: Stage) -> Part:
    """The borrower has made an offer."""
    found = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.work()
    return found


def after(stage: Stage, days: float) -> tuple[Letter, ...]:
    """What leaves when so many days go by, one after the other."""
    known = {one.key for one in letters(stage.deps)}
    for _ in range(int(days)):
        stage.clock.move(days=1)
        stage.work()
    return tuple(one for one in letters(stage.deps) if one.key not in known)


def missed(part: Part) -> list[Clock]:
    return [event.clock for event in history(part) if isinstance(event, ClockMissed)]


def waiting(part: Part, show: Show) -> int:
    return queries.queue(part.deps, part.place.supervisor, show=show).total


def calm(found: tuple[Letter, ...]) -> list[str]:
    return [one.to for one in found if CALM in one.text]


def test_e15_a_late_first_word_brings_a_supervisor_and_a_calm_mail(
    stage: Stage, part: Part
) -> None:
    assert not calm(after(stage, FIRST_WORD - 3))
    assert (missed(part), waiting(part, Show.WITH_A_SUPERVISOR)) == ([], 0)
    told = after(stage, 4)
    assert missed(part) == [Clock.REPLY]
    assert waiting(part, Show.WITH_A_SUPERVISOR) == 1
    assert len(calm(told)) == 1
    assert not calm(told)[0].endswith("@staff.example")
    assert {one.to for one in told if "with a supervisor now" in one.text} == {SUPERVISOR, ADMIN}
    with stage.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{part.case_id}", limit=100)]
    assert rows.count("clock.missed-reply") == 1


def test_e15_the_hold_goes_on_and_each_clock_is_missed_once(stage: Stage, part: Part) -> None:
    after(stage, DECISION + 10)
    assert missed(part) == [Clock.REPLY, Clock.DECISION]
    found = holds.page(part.deps, part.borrower, part.case_id)
    assert [one.kind for one in found.still] == [HoldKind.DECISION]
    assert case_of(part).offer is not None


def test_e15_an_answer_takes_the_case_from_the_supervisor(stage: Stage, part: Part) -> None:
    after(stage, FIRST_WORD + 3)
    STEPS["counter"](part)
    assert (waiting(part, Show.WITH_A_SUPERVISOR), waiting(part, Show.OVERDUE)) == (0, 0)
    after(stage, DECISION)
    assert missed(part) == [Clock.REPLY]


@pytest.mark.parametrize("place", JURISDICTIONS)
@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 1), timezones=st.just(UTC)))
def test_e15_no_place_and_no_holiday_gives_a_lender_longer(place: str, at: datetime) -> None:
    asked, begun = Asked(version=1, at=at), at.date()
    replied, decided = (clock_due(asked, clock, place) for clock in (Clock.REPLY, Clock.DECISION))
    closed = calendar_for(place, None, at.year).holidays
    between = (begun + timedelta(days=n + 1) for n in range((replied - begun).days))
    assert sum(day.weekday() < SATURDAY and day not in closed for day in between) <= 5
    assert begun <= decided <= begun + timedelta(days=21)


def test_doing_the_work_again_changes_nothing(stage: Stage, part: Part) -> None:
    payload = {"case_id": str(part.case_id), "clock": "reply", "asked": 4}
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header is not None
        asked = answer_time.heard(uow, backstage(uow, part.case_id))
    assert asked is not None
    payload["asked"] = asked.version
    answer_time.check(stage.deps, payload)
    assert missed(part) == []
    stage.clock.move(days=FIRST_WORD)
    for _ in range(3):
        answer_time.check(stage.deps, payload)
    assert missed(part) == [Clock.REPLY]
    payload["asked"] = asked.version - 1
    answer_time.check(stage.deps, payload)
    assert missed(part) == [Clock.REPLY]


def test_a_hold_of_the_borrowers_stops_the_lenders_clock_and_one_of_the_lenders_does_not(
    stage: Stage, part: Part
) -> None:
    holds.place(part.deps, part.borrower, part.case_id, "house:asked-for-time", "")
    after(stage, DECISION)
    assert missed(part) == []
    after(stage, FIRST_WORD + 12)
    assert missed(part) == [Clock.REPLY]


def test_a_lenders_hold_puts_nothing_off(stage: Stage, part: Part) -> None:
    until = (stage.clock() + timedelta(days=40)).date()
    command = PlaceHold("house:hold", until, "We look into it.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, command)
    after(stage, FIRST_WORD + 2)
    assert missed(part) == [Clock.REPLY]


def test_a_dispute_is_answered_in_the_same_time(stage: Stage, part: Part) -> None:
    dispute = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid.")
    for command in (WithdrawOffer(), dispute):
        negotiate.submit(part.deps, part.borrower, part.case_id, command)
    after(stage, FIRST_WORD + 2)
    assert missed(part) == [Clock.REPLY]


def test_a_case_that_nobody_watched_is_watched_once_after_a_start(stage: Stage, part: Part) -> None:
    assert answer_time.watch_all(stage.deps) == 0
    engine = open_engine(stage.deps.settings.database_url)
    with engine.begin() as connection:
        connection.execute(delete(OutboxRow).where(OutboxRow.kind == "answer-time"))
    engine.dispose()
    after(stage, FIRST_WORD + 2)
    assert missed(part) == []
    assert [answer_time.watch_all(stage.deps) for _ in range(2)] == [1, 0]
    stage.work()
    assert missed(part) == [Clock.REPLY]


def test_a_late_complaint_is_in_the_lenders_queue_before_all_that_is_not_late(
    stage: Stage, part: Part
) -> None:
    complained = stage.part("seasonal", "confirm")
    complaint_id = complained.case_id
    words = "Nobody answers the telephone."
    complaints.complain(stage.deps, complained.borrower, complained.case_id, complaint_id, words)
    assert waiting(part, Show.OVERDUE) == 0
    stage.clock.move(days=30)
    STEPS["counter"](part)
    STEPS["offer"](stage.part("joint", "confirm", "tell"))
    found = queries.queue(part.deps, part.place.supervisor, order=Order.REPLY_DUE)
    assert found.lines[0].case.id == complained.case_id
    assert waiting(part, Show.OVERDUE) == 1
    assert waiting(part, Show.WITH_A_SUPERVISOR) == 1
