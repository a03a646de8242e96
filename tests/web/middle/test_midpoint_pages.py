"""The fair midpoint on pages: the same for both sides, with choices of equal weight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.access import Role
from app.core.negotiation.case import Stage as At
from app.core.negotiation.middle_events import MidpointFound, MidpointNotFound, TooFar
from app.core.negotiation.middle_folding import evolve_middle
from app.core.negotiation.middle_state import MIDPOINT
from app.usecases.demo_steps import Part
from app.web.middle.shown import midpoint_page
from tests.stage import Stage, Visitor
from tests.usecases.meeting import apart, case_of, found, pounds
from tests.usecases.scenes import history

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def at(part: Part, page: str, *, lender: bool = False) -> str:
    return f"{'/lender' if lender else ''}/cases/{part.case_id}/{page}"


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


def test_both_sides_are_led_to_it_from_the_offer(visit: Visit, part: Part) -> None:
    assert "See the fair midpoint" in words(visit(part.borrower), at(part, "answer"))
    assert "See the fair midpoint" in words(visit(part.place.counselor), at(part, "answer"))
    desk = f"/lender/cases/{part.case_id}"
    assert "See the fair midpoint" in words(visit(part.place.agent), desk)


def test_both_sides_see_the_same_plan_with_the_same_reasons(visit: Visit, part: Part) -> None:
    asked = visit(part.borrower).post(at(part, "midpoint"))
    assert asked.status_code == 303
    shown = []
    for who, lender in (
        (part.borrower, False),
        (part.place.counselor, False),
        (part.place.agent, True),
    ):
        page = visit(who).soup(at(part, "midpoint", lender=lender))
        main = page.select_one("main")
        assert main is not None
        facts = [f.get_text(" ", strip=True) for f in main.select("dl.pp-facts div")]
        heading = next(h for h in main.select("h2") if "Why it is fair" in h.get_text())
        reasons = [p.get_text() for p in heading.find_next_siblings("p")]
        shown.append((facts, reasons))
    assert shown[0] == shown[1] == shown[2]
    assert len(shown[0][0]) == 10
    assert any("of the way from the worst" in r for r in shown[0][1])


@pytest.mark.parametrize("lender", [True, False])
def test_e5_accepting_declining_and_a_person_weigh_the_same(
    visit: Visit, part: Part, lender: bool
) -> None:
    found(part, part.borrower)
    who = part.place.agent if lender else part.borrower
    row = visit(who).soup(at(part, "midpoint", lender=lender)).select_one("main .pp-choices")
    assert row is not None
    buttons = row.select("button, a")
    assert [b.get_text(strip=True) for b in buttons][:2] == [
        "Accept the midpoint",
        "Decline the midpoint",
    ]
    assert {tuple(b["class"]) for b in buttons} == {("pp-button", "pp-button--soft")}


def test_one_side_accepts_and_the_other_accepts_what_it_saw(visit: Visit, part: Part) -> None:
    event = found(part, part.borrower)
    taken = visit(part.borrower).post(at(part, "midpoint/accept"), {"seen": event.digest})
    assert taken.status_code == 303
    offer = case_of(part).offer
    assert offer is not None
    assert (offer.label, offer.terms) == (MIDPOINT, event.terms)
    assert "lies between the two last offers" in offer.explanation
    desk = visit(part.place.agent)
    assert "One side accepted the midpoint" in words(desk, at(part, "midpoint", lender=True))
    done = desk.post(at(part, "accept", lender=True), {"seen": offer.digest})
    assert done.status_code == 303
    assert case_of(part).stage is At.AGREED


def test_the_lender_accepts_in_place_of_its_own_offer(visit: Visit, part: Part) -> None:
    event = found(part, part.place.agent)
    visitor = visit(part.place.agent)
    sent = visitor.post(at(part, "midpoint/accept", lender=True), {"seen": event.digest})
    assert sent.status_code == 303
    offer = case_of(part).offer
    assert offer is not None
    assert offer.terms == event.terms
    assert "accept" in words(visit(part.borrower), at(part, "answer")).casefold()


@pytest.mark.parametrize("lender", [True, False])
def test_what_was_not_shown_is_not_accepted(visit: Visit, part: Part, lender: bool) -> None:
    found(part, part.borrower)
    who = part.place.agent if lender else part.borrower
    late = visit(who).post(at(part, "midpoint/accept", lender=lender), {"seen": "0" * 64})
    assert late.status_code == 409
    assert "Nothing was sent" in late.get_data(as_text=True)
    again = visit(who).post(at(part, "midpoint", lender=lender))
    assert again.status_code == 303, "asked for twice, it is worked out once"
    assert [type(e) for e in history(part)].count(MidpointFound) == 1


def test_the_borrower_declines_without_a_word_and_the_lender_with_a_reason(
    visit: Visit, part: Part
) -> None:
    event = found(part, part.borrower)
    path = at(part, "midpoint/decline", lender=True)
    silent = visit(part.place.agent).post(path, {"seen": event.digest, "words": ""})
    assert silent.status_code == 422
    threat = "Pay now or we will tell your employer and your family."
    stopped = visit(part.place.agent).post(path, {"seen": event.digest, "words": threat})
    assert stopped.status_code == 422
    assert "Why it was not sent" in stopped.get_data(as_text=True)
    said = visit(part.borrower).post(at(part, "midpoint/decline"), {"seen": event.digest})
    assert said.status_code == 303
    assert "was declined" in words(visit(part.borrower), at(part, "midpoint"))
    late = visit(part.place.agent).post(path, {"seen": event.digest, "words": "Too long."})
    assert late.status_code == 409


def test_without_two_offers_it_says_what_to_do_first(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    text = words(visit(part.borrower), at(part, "midpoint"))
    assert "Each side makes one first" in text
    assert "Ask a person" in text
    assert visit(part.borrower).post(at(part, "midpoint")).status_code == 409


def test_e4_none_is_said_with_figures_and_a_person(app: Flask, part: Part) -> None:
    why = TooFar(("a", "b"), pounds("10.00"), pounds("16.67"))
    case = case_of(part)
    event = MidpointNotFound(why, by=Role.SYSTEM, at=part.deps.now())
    with app.test_request_context():
        shown = midpoint_page(evolve_middle(case, event), part.deps.now())
    assert shown.state == "none"
    assert [str(words) for words in shown.why] == [
        "The tightest month can bear £10.00 for one payment.",
        "The smallest payment that repays the debt in time is £16.67.",
    ]


@pytest.mark.parametrize("lender", [True, False])
def test_it_is_said_in_chinese(visit: Visit, part: Part, lender: bool) -> None:
    found(part, part.borrower)
    who = part.place.agent if lender else part.borrower
    text = words(visit(who, language="zh"), at(part, "midpoint", lender=lender))
    assert "公平的中间方案" in text
    assert "为什么公平" in text


def test_a_borrower_at_the_lenders_address_is_led_to_their_own(visit: Visit, part: Part) -> None:
    for page in ("midpoint", "midpoint/decline", "again", "private-test"):
        answer = visit(part.borrower).get(at(part, page, lender=True))
        assert (answer.status_code, answer.location) == (303, f"/cases/{part.case_id}")
