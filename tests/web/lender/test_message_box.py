"""Words that a borrower must not get: the page says why, keeps them, and offers safe ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.core.message_guard.categories import words
from app.core.negotiation.case import Case
from app.core.negotiation.case import Stage as At
from app.usecases import queries
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.web.lender.test_case import OFFER
from tests.web.lender.well_made import well_made

Visit = Callable[..., Visitor]
THREAT = "36 months is our longest plan. Pay or you will be arrested."
SAFE = words().category("ARREST").speech["en"].rewrite
TYPED = "36 months is our longest plan. " + SAFE


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("counselor", "authority", "confirm", "tell", "offer")


def case_of(part: Part) -> Case:
    return queries.case_page(part.deps, part.borrower, part.case_id).case


def digest(part: Part) -> str:
    offer = case_of(part).offer
    assert offer is not None
    return offer.digest


def decline(visit: Visit, part: Part, language: str = "en", **more: str) -> TestResponse:
    data: dict[str, Any] = {
        "seen": digest(part),
        "reason": "too_long",
        "explanation": THREAT,
        **more,
    }
    agent = visit(part.place.agent, language=language)
    return agent.post(f"/lender/cases/{part.case_id}/decline", data)


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")


def box(answer: TestResponse, name: str = "explanation") -> str:
    found = soup(answer).find("textarea", {"name": name})
    assert isinstance(found, Tag)
    return found.get_text().strip()


def test_the_page_says_why_keeps_what_was_typed_and_offers_safe_words(
    visit: Visit, offered: Part
) -> None:
    answer = decline(visit, offered)
    assert (answer.status_code, case_of(offered).stage) == (422, At.OFFERED)
    assert box(answer) == THREAT
    said = soup(answer).get_text(" ")
    assert words().category("ARREST").speech["en"].why in said
    assert "You wrote: be arrested" in said
    assert TYPED in said
    assert 'value="too_long" checked' in answer.get_data(as_text=True)
    well_made(answer.get_data(as_text=True))


def test_one_press_puts_them_in_the_box_and_sends_nothing(visit: Visit, offered: Part) -> None:
    button = soup(decline(visit, offered)).find("button", {"name": "explanation-instead"})
    assert isinstance(button, Tag)
    answer = decline(visit, offered, **{"explanation-instead": str(button["value"])})
    assert (answer.status_code, case_of(offered).stage) == (422, At.OFFERED)
    assert box(answer) == TYPED
    assert THREAT in soup(answer).get_text(" ")
    well_made(answer.get_data(as_text=True))


def test_the_safe_words_can_then_be_sent(visit: Visit, offered: Part) -> None:
    answer = decline(visit, offered, explanation=TYPED)
    assert (answer.status_code, case_of(offered).stage) == (303, At.OPEN)


def test_the_reason_is_said_in_the_language_of_the_reader(visit: Visit, offered: Part) -> None:
    said = soup(decline(visit, offered, language="zh")).get_text(" ")
    assert words().category("ARREST").speech["zh"].why in said
    assert "You wrote" not in said


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("hold", {"until-day": "1", "until-month": "2", "until-year": "2027"}),
        ("dispute", {"answer": "rejected"}),
    ],
)
def test_every_other_answer_of_a_lender_is_guarded_too(
    visit: Visit, offered: Part, page: str, data: dict[str, str]
) -> None:
    if page == "dispute":
        path = f"/cases/{offered.case_id}/dispute"
        visit(offered.borrower).post(path, {"kind": "already_paid", "words": "I paid."})
    agent = visit(offered.place.agent)
    path = f"/lender/cases/{offered.case_id}/{page}"
    answer = agent.post(path, {**data, "explanation": THREAT})
    assert answer.status_code == 422
    assert box(answer) == THREAT
    assert TYPED in soup(answer).get_text(" ")


@pytest.mark.parametrize("page", ["decline", "hold"])
def test_a_counselor_s_page_guards_and_a_borrower_s_does_not(
    stage: Stage, visit: Visit, page: str
) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell", "offer", "counter")
    about = {"hold": "house:asked-for-time"}
    if page == "decline":
        about = {"seen": digest(part), "reason": "too_high"}

    def post(actor: Actor) -> TestResponse:
        return visit(actor).post(f"/cases/{part.case_id}/{page}", {**about, "words": THREAT})

    answer = post(part.place.counselor)
    assert answer.status_code == 422
    assert box(answer, "words") == THREAT
    assert post(part.borrower).status_code == 303


def test_an_offer_with_a_threat_is_seen_and_not_sent(visit: Visit, offered: Part) -> None:
    path, plan = f"/lender/cases/{offered.case_id}/offer", {**OFFER, "explanation": THREAT}
    agent = visit(offered.place.agent)
    plan["seen"] = digest(offered)
    shown = soup(agent.post(path, plan)).find("input", {"name": "shown"})
    assert isinstance(shown, Tag)
    answer = agent.post(path, {**plan, "step": "send", "shown": str(shown["value"])})
    assert (answer.status_code, box(answer)) == (422, THREAT)
    assert SAFE in soup(answer).get_text(" ")
    assert case_of(offered).offer is not None
    assert digest(offered) == plan["seen"]
