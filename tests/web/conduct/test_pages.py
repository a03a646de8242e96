"""The conduct course, its test, the passes and the counts as pages."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from app.core.access import Actor
from app.usecases import conduct, queries
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor
from tests.web.lender.test_case import OFFER
from tests.web.lender.well_made import well_made

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell")


@pytest.fixture
def newcomer(part: Part) -> Actor:
    at, person = part.deps.now(), uuid4()
    with part.deps.unit_of_work() as uow:
        uow.people.add(person, name="New", email="new@x.example", language="en", at=at)
        uow.organisations.add_member(part.place.lender, person, "agent", at)
        uow.audit.write(None, "test.prepared", "test:new", at)
        return uow.people.actor(person)


def filled(part: Part, who: Actor, wrong: int = 0) -> dict[str, str]:
    exam = conduct.next_test(part.deps, who, "UK")
    given = {one.question.code: str(one.right) for one in exam.asked}
    given |= {one.question.code: str((one.right + 1) % 3) for one in exam.asked[:wrong]}
    return given | {"number": str(exam.number)}


def test_the_way_from_a_refused_message_to_a_pass(
    visit: Visit, part: Part, newcomer: Actor
) -> None:
    browser = visit(newcomer)
    page = browser.soup(f"/cases/{part.case_id}/messages")
    assert page.find("textarea") is None
    link = page.find("a", string="Take the course and the test")
    assert link is not None
    assert link["href"] == "/conduct/uk"
    lessons = browser.soup("/conduct/uk")
    assert "UK-M01, CONC" in lessons.get_text()
    assert lessons.find("a", href="/conduct/uk/test")
    answer = browser.post("/conduct/uk/test", filled(part, newcomer))
    assert answer.status_code == 303
    assert "You have passed" in browser.soup(answer.location).get_text()
    assert browser.soup(f"/cases/{part.case_id}/messages").find("textarea") is not None


def test_nothing_is_answered_beforehand_and_what_was_answered_is_kept(
    visit: Visit, part: Part, newcomer: Actor
) -> None:
    browser = visit(newcomer)
    page = browser.soup("/conduct/uk/test")
    assert len(page.select("fieldset")) == 10
    assert not page.select("[checked]")
    assert "drawn with the seed" in page.get_text()
    form = filled(part, newcomer)
    left_out = next(code for code in form if code.startswith("uk-"))
    answer = browser.post("/conduct/uk/test", {k: v for k, v in form.items() if k != left_out})
    assert answer.status_code == 422
    assert len(BeautifulSoup(answer.data, "html.parser").select("[checked]")) == 9
    well_made(answer.text)


def test_too_many_wrong_answers_show_why_and_another_test(
    visit: Visit, part: Part, newcomer: Actor
) -> None:
    browser = visit(newcomer)
    form = filled(part, newcomer, wrong=3)
    page = browser.soup(browser.post("/conduct/uk/test", form).location)
    assert "7 of 10 are right" in page.get_text()
    assert page.find("a", href="/conduct/uk/test")
    assert len(page.select("details")) >= 10
    # The same test sent once more is no second one: the next is due.
    assert browser.post("/conduct/uk/test", form).location == "/conduct/uk/test"


def test_an_offer_without_a_pass_keeps_what_was_typed_and_says_where_to_go(
    visit: Visit, part: Part, newcomer: Actor
) -> None:
    STEPS["offer"](part)
    standing = queries.case_page(part.deps, part.borrower, part.case_id).case.offer
    assert standing is not None
    path = f"/lender/cases/{part.case_id}/offer"
    browser = visit(newcomer)
    assert browser.soup(path).find("a", href="/conduct/uk")
    plan = {**OFFER, "seen": standing.digest}
    shown = BeautifulSoup(browser.post(path, plan).data, "html.parser")
    box = shown.find("input", {"name": "shown"})
    assert box is not None
    answer = browser.post(path, {**plan, "step": "send", "shown": str(box["value"])})
    assert answer.status_code == 422
    assert OFFER["explanation"] in answer.text
    assert "You need a valid conduct pass before you make an offer" in answer.text
    assert 'href="/conduct/uk"' in answer.text


def test_supervisors_find_passes_and_counts_and_agents_do_not(visit: Visit, part: Part) -> None:
    boss, agent = visit(part.place.supervisor), visit(part.place.agent)
    home = boss.soup("/conduct")
    assert home.find("a", href="/conduct/passes")
    assert home.find("a", href="/conduct/counts")
    assert "Ben Carter" in boss.soup("/conduct/passes").get_text()
    assert "Nothing was counted yet." in boss.soup("/conduct/counts").get_text()
    home = agent.soup("/conduct")
    assert not home.find("a", href="/conduct/passes")
    assert agent.get("/conduct/passes").status_code == 403
    assert agent.get("/conduct/counts").status_code == 403


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_are_well_made(visit: Visit, part: Part, newcomer: Actor, language: str) -> None:
    browser = visit(newcomer, language=language)
    there = browser.post("/conduct/uk/test", filled(part, newcomer)).location
    for path in ("/conduct", "/conduct/uk", "/conduct/cn", "/conduct/uk/test", there):
        well_made(browser.get(path).text)
    boss = visit(part.place.supervisor, language=language)
    for path in ("/conduct/passes", "/conduct/counts"):
        well_made(boss.get(path).text)


def test_a_place_that_is_none_is_not_there(visit: Visit, part: Part) -> None:
    browser = visit(part.place.agent)
    assert browser.get("/conduct/xx").status_code == 404
    assert browser.get("/conduct/UK").status_code == 404
    assert browser.get("/conduct/uk/result?number=7").location == "/conduct/uk"
