"""Complaining from a case: one step, an answer with its clock, and a way to somebody independent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from app.core.access import Actor
from app.core.guidance import guidance_for
from app.usecases.demo_steps import Part
from tests.stage import Clock, Stage, Visitor
from tests.usecases.scenes import case_of
from tests.web.pages.test_pages_lint import Page

Visit = Callable[..., Visitor]
WORDS = "You rang me at night. Please stop."
ANSWER = {"outcome": "partly", "explanation": "We are sorry. We have told our staff."}


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer", "counter")


def here(part: Part) -> str:
    return f"/cases/{part.case_id}/complaint"


def there(part: Part) -> str:
    return f"/lender/cases/{part.case_id}/complaints"


def name_on(page: BeautifulSoup) -> str:
    return str(page.find("input", {"name": "complaint"})["value"])  # type: ignore[index]


def complain(part: Part, visit: Visit) -> Visitor:
    browser = visit(part.borrower)
    form = {"complaint": name_on(browser.soup(here(part))), "words": WORDS}
    for _ in range(2):
        assert browser.post(here(part), form).status_code == 303
    return browser


def supervisor(part: Part) -> Actor:
    return part.place.supervisor


def test_it_is_one_step_from_every_case_page_and_says_when_the_answer_is_due(
    part: Part, visit: Visit
) -> None:
    before = case_of(part)
    browser = visit(part.borrower)
    assert browser.soup(f"/cases/{part.case_id}").find("a", href=here(part))
    routes = [route.contact for route in guidance_for("UK", 0).complaints]
    assert all(contact in browser.soup(here(part)).get_text() for contact in routes)
    complain(part, visit)
    page = browser.soup(here(part)).get_text()
    assert page.count(WORDS) == 1
    assert "The lender has it. The answer is due by" in page
    after = case_of(part)
    assert (after.stage, after.offer, after.hold, after.waiting_for) == (
        before.stage,
        before.offer,
        before.hold,
        before.waiting_for,
    )


@pytest.mark.parametrize("form", [{"words": WORDS}, {"complaint": "x", "words": WORDS}, {}])
def test_what_is_not_whole_is_asked_for_again_and_kept(
    part: Part, visit: Visit, form: dict[str, str]
) -> None:
    answer = visit(part.borrower).post(here(part), form)
    assert answer.status_code == 422
    assert form.get("words", "") in answer.get_data(as_text=True)
    assert case_of(part).version == case_of(part).version


def test_a_supervisor_answers_and_nobody_below(part: Part, visit: Visit) -> None:
    borrower = complain(part, visit)
    agent = visit(part.place.agent)
    assert "A complaint waits" in agent.soup(f"/lender/cases/{part.case_id}").get_text()
    page = agent.soup(there(part))
    assert WORDS in page.get_text()
    assert "A supervisor of yours answers this" in page.get_text()
    boss = visit(supervisor(part))
    form = {"complaint": name_on(boss.soup(there(part)))} | ANSWER
    assert agent.post(there(part), form).status_code == 403
    assert boss.post(there(part), form).status_code == 303
    seen = borrower.soup(here(part)).get_text()
    assert "The complaint is right in part" in seen
    assert ANSWER["explanation"] in seen
    again = boss.post(there(part), form)
    assert again.status_code == 409
    with part.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{part.case_id}")]
    assert (rows.count("complaint.made"), rows.count("complaint.answered")) == (1, 1)


def test_words_that_a_borrower_must_not_get_are_stopped_and_kept(part: Part, visit: Visit) -> None:
    complain(part, visit)
    boss = visit(supervisor(part))
    threat = "If you complain we end this plan."
    form = {"complaint": name_on(boss.soup(there(part))), "outcome": "not_upheld"}
    answer = boss.post(there(part), form | {"explanation": threat})
    assert answer.status_code == 422
    assert threat in answer.get_data(as_text=True)
    assert "The lender has it" in visit(part.borrower).soup(here(part)).get_text()


def test_a_late_answer_is_told_to_both(part: Part, visit: Visit, clock: Clock) -> None:
    complain(part, visit)
    clock.move(days=24)
    for actor, path in ((part.borrower, here(part)), (part.place.agent, there(part))):
        assert "and is late" in visit(actor).soup(path).get_text()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_are_well_made(part: Part, visit: Visit, language: str) -> None:
    complain(part, visit)
    for actor, path in ((part.borrower, here(part)), (supervisor(part), there(part))):
        text = visit(actor, language=language).get(path).text
        page = Page(text)
        assert page.open == []
        assert page.words["h1"] == page.words["title"]
        assert not BeautifulSoup(text, "html.parser").select("[checked], [selected]")


def test_the_borrower_is_led_to_their_own_page(part: Part, visit: Visit) -> None:
    assert visit(part.borrower).get(there(part)).location == here(part)
