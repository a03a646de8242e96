"""The page of messages, as each of the three sides has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.core.message_guard.categories import words
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.web.lender.well_made import well_made

Visit = Callable[..., Visitor]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
PLAIN = "Any day of the month will do."
THREAT = "Pay or you will be arrested."
RUSH = "This is your last chance."
SUING = "We will take you to court."
DISTRESS = "I do not want to live any more."


@pytest.fixture
def part(stage: Stage) -> Part:
    part = stage.part("counselor", "authority", "confirm", "tell")
    stage.work()
    stage.clock.at = MONDAY
    return part


def here(part: Part, page: str = "") -> str:
    return f"/cases/{part.case_id}/messages{page}"


def hidden(soup: BeautifulSoup, name: str) -> str:
    box = soup.find("input", {"name": name})
    return str(box["value"]) if box else ""


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")


def write(visit: Visit, part: Part, who: Actor, typed: str = PLAIN, **more: str) -> TestResponse:
    browser = visit(who)
    form = {"message": hidden(browser.soup(here(part)), "message"), "words": typed, **more}
    return browser.post(here(part), form)


def said(visit: Visit, part: Part, who: Actor) -> str:
    return visit(who).soup(here(part)).get_text(" ")


def test_every_side_finds_it_in_the_case_with_what_is_new(visit: Visit, part: Part) -> None:
    assert write(visit, part, part.place.agent).status_code == 303
    for who, case in (
        (part.borrower, f"/cases/{part.case_id}"),
        (part.place.counselor, f"/cases/{part.case_id}"),
        (part.place.supervisor, f"/lender/cases/{part.case_id}"),
    ):
        browser = visit(who)
        link = browser.soup(case).find("a", href=here(part))
        assert link is not None
        assert link.get_text() == "Messages, 1 new"
        page = browser.soup(here(part))
        assert PLAIN in page.get_text()
        assert "New" in page.get_text()
        again = browser.soup(case).find("a", href=here(part))
        assert again is not None
        assert again.get_text() == "Messages"


def test_pressed_twice_it_is_sent_once(visit: Visit, part: Part) -> None:
    browser = visit(part.borrower)
    form = {"message": hidden(browser.soup(here(part)), "message"), "words": "Only once, please."}
    for _ in range(2):
        assert browser.post(here(part), form).status_code == 303
    assert said(visit, part, part.borrower).count("Only once, please.") == 1


@pytest.mark.parametrize("form", [{"words": PLAIN}, {"message": "x", "words": PLAIN}, {}])
def test_what_is_not_whole_is_asked_for_again_and_kept(
    visit: Visit, part: Part, form: dict[str, str]
) -> None:
    answer = visit(part.borrower).post(here(part), form)
    assert answer.status_code == 422
    assert form.get("words", "") in answer.text
    well_made(answer.text)


def test_a_message_outside_the_hours_waits_and_its_writer_reads_until_when(
    stage: Stage, visit: Visit, part: Part
) -> None:
    stage.clock.at = NIGHT
    write(visit, part, part.place.agent)
    page = said(visit, part, part.place.agent)
    assert "A message of yours waits" in page
    assert "24 November 2026" in page
    assert "the hours in which we reach people" in page
    assert PLAIN not in said(visit, part, part.borrower)


def test_a_threat_is_not_sent_and_safe_words_are_one_press_away(visit: Visit, part: Part) -> None:
    answer = write(visit, part, part.place.agent, THREAT)
    assert answer.status_code == 422
    page = soup(answer)
    assert THREAT in page.get_text()
    safe = words().category("ARREST").speech["en"].rewrite
    assert safe in page.get_text()
    well_made(answer.text)
    pressed = visit(part.place.agent).post(
        here(part),
        {"message": hidden(page, "message"), "words": THREAT, "words-instead": "yes"},
    )
    assert pressed.status_code == 422
    box = soup(pressed).find("textarea", {"name": "words"})
    assert box is not None
    assert box.get_text().strip() == safe
    assert "Nobody has written here yet." in said(visit, part, part.borrower)


def test_e7_a_hurry_is_asked_about_with_an_empty_box_and_counts_for_those_very_words(
    visit: Visit, part: Part
) -> None:
    browser = visit(part.place.agent)
    message = hidden(browser.soup(here(part)), "message")
    first = browser.post(here(part), {"message": message, "words": RUSH})
    assert first.status_code == 422
    page = soup(first)
    assert page.find("input", {"name": "confirmed"}) is not None
    assert not page.select("[checked], [selected]")
    about = hidden(page, "about")
    tick = {"message": message, "about": about, "confirmed": "yes"}
    other = browser.post(here(part), {**tick, "words": "Act now! " + RUSH})
    assert other.status_code == 422
    assert browser.post(here(part), {**tick, "words": RUSH}).status_code == 303
    assert RUSH in said(visit, part, part.borrower)


def test_a_counselor_reads_first_what_speaks_of_court(visit: Visit, part: Part) -> None:
    agent = visit(part.place.agent)
    message = hidden(agent.soup(here(part)), "message")
    page = soup(agent.post(here(part), {"message": message, "words": SUING}))
    assert "Let a counselor or a supervisor read it first" in page.get_text()
    about = hidden(page, "about")
    form = {"message": message, "words": SUING, "about": about, "confirmed": "yes"}
    assert agent.post(here(part), form).status_code == 303
    assert SUING not in said(visit, part, part.borrower)
    counselor = visit(part.place.counselor)
    link = counselor.soup(here(part)).find("a", string="Read it first")
    assert link is not None
    first = counselor.get(str(link["href"]))
    well_made(first.text)
    path = here(part, "/read-first")
    empty = counselor.post(path, {"message": message, "answer": "return"})
    assert empty.status_code == 422
    assert counselor.post(path, {"message": message, "answer": "approve"}).status_code == 303
    assert SUING in said(visit, part, part.borrower)
    assert counselor.post(path, {"message": message, "answer": "approve"}).status_code == 409


def test_a_borrower_reports_in_one_press_and_a_supervisor_reads_it(
    visit: Visit, part: Part
) -> None:
    write(visit, part, part.place.agent)
    browser = visit(part.borrower)
    link = browser.soup(here(part)).find("a", string="Report this message")
    assert link is not None
    page = browser.soup(str(link["href"]))
    form = {"message": hidden(page, "message"), "words": "It frightened me."}
    assert browser.post(here(part, "/report"), form).status_code == 303
    assert "Reported" in said(visit, part, part.borrower)
    assert "It frightened me." in said(visit, part, part.place.supervisor)
    assert "It frightened me." not in said(visit, part, part.place.agent)
    counts = visit(part.place.supervisor).soup("/conduct/counts").get_text(" ")
    assert "Reported by a borrower" in counts
    assert "frightened" not in counts


def test_who_does_not_want_to_live_gets_calm_help_and_a_person_and_is_not_held_back(
    stage: Stage, visit: Visit, part: Part
) -> None:
    assert write(visit, part, part.borrower, DISTRESS).status_code == 303
    page = said(visit, part, part.borrower)
    assert "116 123" in page
    assert "We have told a person" in page
    assert DISTRESS in page
    staff = said(visit, part, part.place.agent)
    assert "Please stop here" in staff
    assert "I have taken this over" not in staff
    write(visit, part, part.place.agent)
    assert PLAIN not in said(visit, part, part.borrower)
    counselor = visit(part.place.counselor)
    assert "I have taken this over" in counselor.soup(here(part)).get_text()
    assert counselor.post(here(part, "/taken-over")).status_code == 303
    assert "116 123" not in said(visit, part, part.borrower)


def test_in_a_dispute_the_box_is_there_only_for_an_answer(visit: Visit, part: Part) -> None:
    dispute = {"kind": "already_paid", "words": "Paid."}
    visit(part.borrower).post(f"/cases/{part.case_id}/dispute", dispute)
    page = visit(part.place.agent).soup(here(part))
    assert page.find("textarea") is None
    assert "The borrower disputes this debt" in page.get_text()
    refused = visit(part.place.agent).post(
        here(part), {"message": str(part.case_id), "words": PLAIN}
    )
    assert refused.status_code == 409
    assert PLAIN in refused.text
    write(visit, part, part.borrower, "When do I hear from you?")
    assert write(visit, part, part.place.agent).status_code == 303


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_are_well_made(visit: Visit, part: Part, language: str) -> None:
    write(visit, part, part.place.agent)
    write(visit, part, part.borrower, DISTRESS)
    for who in (part.borrower, part.place.agent, part.place.supervisor, part.place.counselor):
        well_made(visit(who, language=language).get(here(part)).text)
