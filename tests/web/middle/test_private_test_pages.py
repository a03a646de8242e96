"""The private test on pages: what each side sees, what it never sees, and the counselor's veto."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.meeting import apart, case_of

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def at(part: Part, page: str = "", *, lender: bool = False) -> str:
    return f"{'/lender' if lender else ''}/cases/{part.case_id}/private-test{page}"


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


def test_two_figures_one_answer_and_nobody_sees_a_figure(visit: Visit, part: Part) -> None:
    borrower, agent = visit(part.borrower), visit(part.place.agent)
    assert borrower.post(at(part)).status_code == 303
    before = words(agent, at(part, lender=True))
    assert borrower.post(at(part, "/figure"), {"amount": "34.56"}).status_code == 303
    assert words(agent, at(part, lender=True)) == before, "nobody is told that it was stated"
    mine = borrower.soup(at(part))
    assert "You have written a figure" in mine.get_text()
    assert "34.56" not in str(mine), "not even to who wrote it"
    sent = agent.post(at(part, "/figure", lender=True), {"amount": "12.34"})
    assert sent.status_code == 303
    for visitor, lender in ((borrower, False), (agent, True)):
        text = words(visitor, at(part, lender=lender))
        assert "Yes: there is room for both" in text
        assert "See the fair midpoint" in text
        assert "34.56" not in text
        assert "12.34" not in text


def test_a_no_is_nobodys_refusal_and_leads_to_a_person(visit: Visit, part: Part) -> None:
    borrower, agent = visit(part.borrower), visit(part.place.agent)
    agent.post(at(part, lender=True))
    borrower.post(at(part, "/figure"), {"amount": "5.00"})
    agent.post(at(part, "/figure", lender=True), {"amount": "90.00"})
    text = words(borrower, at(part))
    assert "No: the two figures do not meet" in text
    assert "Ask a person" in text
    assert "nobody's refusal" in text


@pytest.mark.parametrize("lender", [True, False])
def test_what_cannot_be_is_asked_about_again_and_kept_on_the_page(
    visit: Visit, part: Part, lender: bool
) -> None:
    visit(part.borrower).post(at(part))
    who = visit(part.place.agent if lender else part.borrower)
    for typed, error in (("", "Enter an amount"), ("0", "more than 0"), ("9999999", "")):
        answer = who.post(at(part, "/figure", lender=lender), {"amount": typed})
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422, typed
        assert error in text
        assert f'value="{typed}"' in text
    assert not case_of(part).middle.meets


@pytest.mark.parametrize("lender", [True, False])
def test_nothing_is_filled_in_or_chosen_beforehand(visit: Visit, part: Part, lender: bool) -> None:
    visit(part.borrower).post(at(part))
    who = visit(part.place.agent if lender else part.place.counselor)
    page = who.soup(at(part, lender=lender))
    box = page.select_one("input[name=amount]")
    assert box is not None
    assert box.get("value", "") == ""
    assert not page.select("input[checked]")


@pytest.mark.parametrize("lender", [True, False])
def test_without_an_open_test_a_figure_goes_nowhere(visit: Visit, part: Part, lender: bool) -> None:
    who = visit(part.place.agent if lender else part.borrower)
    answer = who.post(at(part, "/figure", lender=lender), {"amount": "10.00"})
    assert answer.status_code == 409
    who.post(at(part, lender=lender))
    assert who.post(at(part, lender=lender)).status_code == 409, "one is open already"


def test_a_figure_is_taken_back(visit: Visit, part: Part) -> None:
    borrower = visit(part.borrower)
    borrower.post(at(part))
    borrower.post(at(part, "/figure"), {"amount": "10.00"})
    assert borrower.post(at(part, "/take-back")).status_code == 303
    assert "You have written a figure" not in words(borrower, at(part))


def test_a_counselor_rules_it_out_and_both_sides_are_told(visit: Visit, part: Part) -> None:
    counselor, agent = visit(part.place.counselor), visit(part.place.agent)
    assert "For you as counselor" in words(counselor, at(part))
    assert "For you as counselor" not in words(visit(part.borrower), at(part))
    assert counselor.post(at(part, "/veto"), {"use": ""}).status_code == 422
    assert visit(part.borrower).post(at(part, "/veto"), {"use": "no"}).status_code == 403
    assert counselor.post(at(part, "/veto"), {"use": "no"}).status_code == 303
    assert counselor.post(at(part, "/veto"), {"use": "no"}).status_code == 409
    for visitor, lender in ((visit(part.borrower), False), (agent, True)):
        assert "This test is not used here" in words(visitor, at(part, lender=lender))
    assert agent.post(at(part, lender=True)).status_code == 409
    assert counselor.post(at(part, "/veto"), {"use": "yes"}).status_code == 303
    assert agent.post(at(part, lender=True)).status_code == 303


@pytest.mark.parametrize("lender", [True, False])
def test_it_is_said_in_chinese(visit: Visit, part: Part, lender: bool) -> None:
    visit(part.borrower).post(at(part))
    who = visit(part.place.agent if lender else part.borrower, language="zh")
    text = words(who, at(part, lender=lender))
    assert "私下测试" in text
    assert "写下您的数字" in text
