"""The pages of a request for help: the borrower's, with nothing ticked, and the charity's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.usecases import referrals
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("deficit", "confirm", "tell")


def refer(part: Part) -> str:
    return f"/cases/{part.case_id}/refer"


def post(visitor: Visitor, page: str, to: str, **typed: object) -> TestResponse:
    token = str(visitor.soup(page).select("input[name=csrf_token]")[0]["value"])
    data = {"csrf_token": token, **typed}
    return visitor.client.post(to, data=data, headers={"Origin": ORIGIN})


def asks(visitor: Visitor, part: Part, **typed: object) -> TestResponse:
    return post(visitor, refer(part), refer(part), **typed)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Ask a charity to help you"), ("zh", "请公益机构帮您")]
)
def test_where_no_plan_is_affordable_a_charity_is_one_step_away(
    visit: Visit, part: Part, language: str, words: str
) -> None:
    page = visit(part.borrower, language=language).soup(f"/cases/{part.case_id}/options")
    (link,) = page.select(f"a[href='{refer(part)}']")
    assert link.get_text(strip=True) == words
    others = {str(one["class"]) for one in link.parent.select("a")} if link.parent else set()
    assert others == {str(link["class"])}


def test_e7_nothing_is_ticked_beforehand_and_the_words_stand_by_the_button(
    visit: Visit, part: Part
) -> None:
    page = visit(part.borrower).soup(refer(part))
    assert page.select("main input[checked]") == []
    text = page.get_text(" ", strip=True)
    assert "No lender hears of it" in text
    assert "You can take it back at any time" in text


def test_without_a_charity_chosen_it_is_asked_again_and_keeps_the_words(
    visit: Visit, part: Part
) -> None:
    answer = asks(visit(part.borrower), part, words="Please call.", lets_see="totals")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Please call." in page.select("textarea")[0].get_text()
    assert page.select("input[value=totals][checked]")


def test_the_charity_reads_what_was_let_and_says_yes(visit: Visit, part: Part) -> None:
    borrower, counselor = visit(part.borrower), visit(part.place.counselor)
    sent = asks(
        borrower, part, charity=str(part.place.charity), lets_see="totals", words="Please call."
    )
    assert sent.status_code == 303
    assert "Your request is with" in borrower.soup(refer(part)).get_text()
    listed = counselor.soup("/counselor/requests")
    (link,) = [str(a["href"]) for a in listed.select("td a, th a")]
    shown = counselor.soup(link).get_text(" ", strip=True)
    assert "Please call." in shown
    assert "Left over" in shown
    assert "No plan is affordable now" in shown
    assert post(counselor, link, link, answer="yes", words="We call you.").status_code == 303
    told = borrower.soup(refer(part)).get_text(" ", strip=True)
    assert "helps you" in told
    assert "We call you." in told


def test_a_no_without_a_reason_is_asked_about(visit: Visit, part: Part) -> None:
    borrower, counselor = visit(part.borrower), visit(part.place.counselor)
    asks(borrower, part, charity=str(part.place.charity))
    (request,) = referrals.requests(part.deps, part.place.counselor)
    link = f"/counselor/requests/{request.id}"
    assert post(counselor, link, link, answer="no", words=" ").status_code == 422
    assert post(counselor, link, link, words="Hm.").status_code == 422
    assert post(counselor, link, link, answer="no", words="No room.").status_code == 303
    told = borrower.soup(refer(part)).get_text(" ", strip=True)
    assert "No room." in told
    assert "A person here has your request now" in told
    assert "Send my request" in told


def test_words_that_threaten_are_kept_and_not_sent(visit: Visit, part: Part) -> None:
    borrower, counselor = visit(part.borrower), visit(part.place.counselor)
    asks(borrower, part, charity=str(part.place.charity))
    (request,) = referrals.requests(part.deps, part.place.counselor)
    link, bad = f"/counselor/requests/{request.id}", "Pay or we will call the police."
    answer = post(counselor, link, link, answer="no", words=bad)
    assert answer.status_code == 422
    assert bad in BeautifulSoup(answer.text, "html.parser").select("textarea")[0].get_text()


def test_taking_it_back_is_one_press(visit: Visit, part: Part) -> None:
    borrower = visit(part.borrower)
    asks(borrower, part, charity=str(part.place.charity))
    assert post(borrower, refer(part), f"{refer(part)}/take-back").status_code == 303
    text = visit(part.place.counselor).soup("/counselor/requests").get_text()
    assert "Nobody has asked your charity yet" in text


def test_who_acts_for_the_borrower_asks_no_other_charity_for_them(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    assert visit(part.place.counselor).get(refer(part)).status_code == 403


def test_opening_a_request_leaves_a_row(visit: Visit, part: Part) -> None:
    asks(visit(part.borrower), part, charity=str(part.place.charity))
    (request,) = referrals.requests(part.deps, part.place.counselor)
    visit(part.place.counselor).get(f"/counselor/requests/{request.id}")
    with part.deps.reading() as uow:
        entries = uow.audit.of(f"referral:{request.id}", limit=9)
    assert [entry.action for entry in entries] == ["referral.opened"]
