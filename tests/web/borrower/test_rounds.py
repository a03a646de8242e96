"""When offers ran out: the borrower can still answer, and is offered a person and a counselor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.usecases import offers
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.rounds_run_out import WHY, borrower_answers, case_at, open_round, ran_out

Visit = Callable[..., Visitor]
PAGES = ("", "/answer", "/options", "/own")


def at(part: Part, page: str = "") -> str:
    return f"/cases/{part.case_id}{page}"


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_who_goes_on_and_offers_a_counselor(
    stage: Stage, visit: Visit, page: str
) -> None:
    part = ran_out(stage)
    text = words(visit(part.borrower), at(part, page))
    assert "A person looks at this case now" in text
    assert "4 offers were made without agreement" in text
    assert "Let a counselor help" in text
    assert "Ask a person" in text


def test_all_five_answers_stay_and_the_offer_can_be_accepted(stage: Stage, visit: Visit) -> None:
    part = ran_out(stage)
    page = visit(part.borrower).soup(at(part, "/answer"))
    choices = page.select(".pp-choices a")
    assert [c.get_text(strip=True) for c in choices] == [
        "Accept",
        "Suggest a change",
        "Decline",
        "Dispute the debt",
        "Get help",
    ]
    seen = case_at(part).offer
    assert seen is not None
    accepted = visit(part.borrower).post(
        at(part, "/accept"), {"seen": seen.digest, "decides": "en"}
    )
    assert accepted.status_code == 303


def test_one_offer_too_many_is_told_and_keeps_what_was_typed(stage: Stage, visit: Visit) -> None:
    part = ran_out(stage)
    seen = case_at(part).offer
    assert seen is not None
    form = {"label": "lowest_payment", "shown": _shown(part), "seen": seen.digest}
    sent = visit(part.borrower).post(at(part, "/offer"), form | {"words": "My rent fell."})
    text = sent.get_data(as_text=True)
    assert sent.status_code == 409
    assert "A person looks at this case now" in text
    assert "My rent fell." in text
    assert case_at(part).rounds == 4


def test_a_counselor_opens_a_further_round_and_a_borrower_is_led_to_a_person(
    stage: Stage, visit: Visit
) -> None:
    part = ran_out(stage, "authority")
    counselor, path = visit(part.place.counselor), at(part, "/further-round")
    assert "The offers ran out" in words(counselor, "/counselor")
    assert "Open a further round" in words(counselor, at(part))
    assert counselor.post(path, {"explanation": ""}).status_code == 422
    alone = visit(part.borrower).get(path)
    assert (alone.status_code, alone.location) == (303, at(part, "/ask-help"))
    assert visit(part.borrower).post(path, {"explanation": WHY}).status_code == 403
    assert counselor.post(path, {"explanation": WHY}).status_code == 303
    assert case_at(part).rounds_over is None
    assert "No further round can be opened now" in words(counselor, path)


def test_after_an_answer_of_ones_own_the_page_says_what_can_come(
    stage: Stage, visit: Visit
) -> None:
    part = ran_out(stage)
    open_round(part, part.place.supervisor)
    borrower_answers(part)
    visitor = visit(part.borrower)
    assert "They accept, suggest a change" in words(visitor, at(part, "/answer"))


@pytest.mark.parametrize("page", ["", "/answer", "/options"])
def test_it_is_said_in_chinese(stage: Stage, visit: Visit, page: str) -> None:
    part = ran_out(stage)
    text = words(visit(part.borrower, language="zh"), at(part, page))
    assert "现在由工作人员查看" in text
    assert "已提出 4 份方案" in text


def _shown(part: Part) -> str:
    found = offers.choice(part.deps, part.borrower, part.case_id)
    return offers.option_draft(found, "lowest_payment").digest
