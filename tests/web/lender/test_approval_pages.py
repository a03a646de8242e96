"""A decision past a limit on the lender's pages: it waits, is agreed to, given back, or is stale."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import WithdrawOffer
from app.usecases import approvals, negotiate, queries
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.policy_people import published, standing
from tests.web.lender.well_made import well_made

Visit = Callable[..., Visitor]


@pytest.fixture
def asked(stage: Stage, visit: Visit) -> Part:
    """An agent accepted what one person may not grant."""
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    published(part.deps, part.place, approval={"rate_cut": "0.1"})
    path = f"/lender/cases/{part.case_id}"
    answer = visit(part.place.agent).post(f"{path}/accept", {"seen": standing(part)})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    return part


def place(part: Part) -> str:
    found = approvals.newest(part.deps, part.place.agent, part.case_id)
    assert found
    return f"/lender/approvals/{found.asking.id}"


def stage_of(part: Part) -> At:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case.stage


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_desk_says_that_it_waits_and_that_the_clock_goes_on(
    visit: Visit, asked: Part, language: str
) -> None:
    browser = visit(asked.place.agent, language=language)
    page = browser.get(f"/lender/cases/{asked.case_id}")
    well_made(page.text)
    expected = {"en": "your time to reply goes on", "zh": "答复期限照常计算"}[language]
    assert expected in page.text
    well_made(browser.get("/lender/approvals").text)
    well_made(browser.get(place(asked)).text)
    assert stage_of(asked) is At.OFFERED


def test_an_agent_sees_it_and_cannot_decide(visit: Visit, asked: Part) -> None:
    browser = visit(asked.place.agent)
    page = browser.get(place(asked)).text
    assert "Interest is cut by 100%. One person may grant 10%." in page
    assert "Ben Carter" in page
    assert "21 November 2026, 09:30 UTC" in page
    assert "Agree, and do it" not in page
    assert browser.post(f"{place(asked)}/approve").status_code == 403


def test_a_supervisor_agrees_and_it_is_done(visit: Visit, asked: Part) -> None:
    browser = visit(asked.place.supervisor)
    page = browser.get(place(asked)).text
    for words in ("Agree, and do it", "Paid in total", "Ben Carter", "v1"):
        assert words in page
    assert browser.post(f"{place(asked)}/approve").status_code == 303
    assert stage_of(asked) is At.AGREED
    assert "Agreed to and done" in browser.get(place(asked)).text


def test_giving_back_needs_words_which_the_desk_then_shows(visit: Visit, asked: Part) -> None:
    browser = visit(asked.place.admin)
    empty = browser.post(f"{place(asked)}/return", {"words": " "})
    assert (empty.status_code, "Say why, in plain words" in empty.text) == (422, True)
    well_made(empty.text)
    assert browser.post(f"{place(asked)}/return", {"words": "Ask her first."}).status_code == 303
    desk = visit(asked.place.agent).get(f"/lender/cases/{asked.case_id}").text
    assert "Ask her first." in desk
    assert "The borrower was refused nothing." in desk


def test_a_case_that_moved_on_says_so_and_keeps_what_was_asked(visit: Visit, asked: Part) -> None:
    negotiate.submit(asked.deps, asked.borrower, asked.case_id, WithdrawOffer())
    answer = visit(asked.place.admin).post(f"{place(asked)}/approve")
    assert answer.status_code == 409
    well_made(answer.text)
    assert "Nothing was done" in answer.text
    assert "The case moved on before it was decided" in answer.text
    assert "Interest is cut by 100%. One person may grant 10%." in answer.text


def test_the_limits_shown_are_those_that_stood_when_it_was_asked(visit: Visit, asked: Part) -> None:
    published(asked.deps, asked.place, "v2", approval={"rate_cut": "0.5"})
    page = visit(asked.place.supervisor).get(place(asked)).text
    assert "One person may grant 10%." in page
    assert "50%" not in page


def test_a_second_ask_for_the_same_case_is_told_why_not(visit: Visit, asked: Part) -> None:
    path = f"/lender/cases/{asked.case_id}/accept"
    answer = visit(asked.place.admin).post(path, {"seen": standing(asked)})
    assert answer.status_code == 409
    assert "A decision on this case waits for a second person already." in answer.text


def test_the_borrower_sees_nothing_of_it(visit: Visit, asked: Part) -> None:
    page = visit(asked.borrower).get(f"/cases/{asked.case_id}").text
    assert "second person" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Interest is cut by 100%. One person may grant 10%."),
        ("zh", "利息减少100%。一个人最多可同意10%。"),
    ],
)
def test_the_accept_page_says_beforehand_that_a_second_person_is_needed(
    stage: Stage, visit: Visit, language: str, said: str
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    path = f"/lender/cases/{part.case_id}/accept"
    browser = visit(part.place.agent, language=language)
    assert said not in browser.get(path).text
    published(part.deps, part.place, approval={"rate_cut": "0.1"})
    page = browser.get(path).text
    well_made(page)
    assert said in page


def test_while_a_decision_waits_accepting_is_not_offered_again(visit: Visit, asked: Part) -> None:
    browser, path = visit(asked.place.agent), f"/lender/cases/{asked.case_id}"
    assert f"{path}/accept" not in browser.get(path).text
    assert f"{path}/decline" in browser.get(path).text
    assert "waits for a second person already" in browser.get(f"{path}/accept").text
    approvals.give_back(asked.deps, asked.place.admin, approvals_id(asked), "Ask her first.")
    assert f"{path}/accept" in browser.get(path).text


def approvals_id(part: Part) -> UUID:
    found = approvals.newest(part.deps, part.place.agent, part.case_id)
    assert found
    return found.asking.id
