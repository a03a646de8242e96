"""More time for an offer on pages: one press, no reason, no clock that threatens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.negotiation.case import Case
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.meeting import apart, case_of

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def press(visitor: Visitor, path: str, words: str) -> int:
    """Press the button of a page that says ``words``."""
    page = visitor.soup(path)
    form = next(f for f in page.select("main form") if words in f.get_text())
    held = {str(i["name"]): str(i["value"]) for i in form.select("input[name]")}
    return visitor.post(str(form["action"]), held).status_code


def until(case: Case) -> object:
    assert case.offer is not None
    return case.offer.expires_on


@pytest.mark.parametrize("lender", [True, False])
def test_e11_one_press_keeps_the_offer_open_and_changes_nothing_else(
    stage: Stage, visit: Visit, part: Part, lender: bool
) -> None:
    stage.clock.move(days=9)
    before = case_of(part)
    who = part.place.agent if lender else part.borrower
    path = f"/lender/cases/{part.case_id}" if lender else f"/cases/{part.case_id}/answer"
    assert press(visit(who), path, "Keep it open") == 303
    after = case_of(part)
    assert until(after) > until(before)  # type: ignore[operator]
    assert (after.stage, after.rounds, after.waiting_for) == (
        before.stage,
        before.rounds,
        before.waiting_for,
    )


def past(stage: Stage, part: Part) -> None:
    offer = case_of(part).offer
    assert offer is not None
    ahead = offer.terms.schedule.instalments[0].due_on - stage.clock().date()
    stage.clock.move(days=(ahead + timedelta(days=3)).days)


@pytest.mark.parametrize("lender", [True, False])
def test_once_the_first_day_has_come_the_same_is_offered_from_a_later_one(
    stage: Stage, visit: Visit, part: Part, lender: bool
) -> None:
    past(stage, part)
    old = case_of(part).offer
    assert old is not None
    base = f"/lender/cases/{part.case_id}" if lender else f"/cases/{part.case_id}"
    visitor = visit(part.place.agent if lender else part.borrower)
    text = visitor.soup(base if lender else f"{base}/answer").get_text(" ", strip=True)
    assert "The time of this offer is over" in text
    assert "Keep it open" not in text
    assert press(visitor, f"{base}/again", "Offer it from this day") == 303
    new = case_of(part).offer
    assert new is not None
    assert new.offer_id != old.offer_id
    assert [r.amount for r in new.terms.schedule.instalments] == [
        r.amount for r in old.terms.schedule.instalments
    ]
    assert new.terms.schedule.first_due > stage.clock().date()


def test_an_offer_that_stands_is_not_offered_again(visit: Visit, part: Part) -> None:
    text = visit(part.borrower).soup(f"/cases/{part.case_id}/again").get_text(" ", strip=True)
    assert "The offer still stands" in text
    sent = visit(part.borrower).post(f"/cases/{part.case_id}/again", {"seen": "0" * 64})
    assert sent.status_code == 409


def test_an_offer_that_was_kept_open_is_no_earlier_offer_at_the_desk(
    stage: Stage, visit: Visit, part: Part
) -> None:
    stage.clock.move(days=9)
    desk = f"/lender/cases/{part.case_id}"
    agent = visit(part.place.agent)
    before = agent.soup(desk).get_text()
    assert press(agent, desk, "Keep it open") == 303
    after = agent.soup(desk)
    assert after.get_text().count("Earlier offers") == before.count("Earlier offers")
    assert "The offer was kept open longer" in after.get_text()
    assert len(after.select("details summary")) == len(agent.soup(desk).select("details summary"))


def test_e6_nothing_about_time_hurries_anybody(stage: Stage, visit: Visit, part: Part) -> None:
    past(stage, part)
    for page in ("answer", "again", "midpoint", "private-test"):
        text = visit(part.borrower).soup(f"/cases/{part.case_id}/{page}").get_text().casefold()
        for word in ("hurry", "last chance", "only today", "expire", "deadline", "too late"):
            assert word not in text
