"""Saying how one may be reached, reading who did, and what a lender's staff see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from app.core.contact import Channel
from app.core.reach import Said
from app.store.contacts import Entry
from app.usecases import wishes
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.scenes import another_lender, second_case
from tests.web.pages.test_pages_lint import Page

Visit = Callable[..., Visitor]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WISHES = {
    "ways": ["mail", "telephone"],
    "news": "mail",
    "phone": "07700 900123",
    "from_hour": "10",
    "until_hour": "18",
    "zone": "Europe/London",
    "tongue": "en",
}


@pytest.fixture
def part(stage: Stage) -> Part:
    found = stage.part("four-weekly", "confirm", "tell", "offer", "counter")
    stage.work()
    stage.clock.at = MONDAY
    return found


def house(part: Part, page: str) -> str:
    return f"/household/{part.household_id}/{page}"


def desk(part: Part, page: str = "") -> str:
    return f"/lender/cases/{part.case_id}/contacts{page}"


def said(part: Part) -> Said:
    return wishes.page(part.deps, part.borrower, part.household_id).said


def ledger(part: Part) -> tuple[Entry, ...]:
    with part.deps.reading() as uow:
        return uow.contacts.of(part.borrower.person_id)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_well_made_in_both_languages(part: Part, visit: Visit, language: str) -> None:
    mine = visit(part.borrower, language=language)
    theirs = visit(part.place.agent, language=language)
    pages = [
        *((mine, house(part, page)) for page in ("reach", "contacts")),
        (mine, f"/cases/{part.case_id}/meeting"),
        (mine, house(part, f"contacts/report?contact={ledger(part)[-1].key}")),
        *((theirs, desk(part, page)) for page in ("", "/note")),
        *((visit(language=language), f"/texts/{code}") for code in ("AAAAAAAAAA", "none")),
    ]
    for browser, path in pages:
        html = browser.get(path).get_data(as_text=True)
        page = Page(html)
        assert page.open == []
        assert page.words["h1"] == page.words["title"], path
        ids = [tag["id"] for _, tag in page.tags if "id" in tag]
        assert len(ids) == len(set(ids)), path


def test_e7_nothing_is_chosen_before_the_person_chose(part: Part, visit: Visit) -> None:
    page = visit(part.borrower).soup(house(part, "reach"))
    assert page.select("main [checked], main option[selected]") == []
    assert page.select("input[name=phone]")[0]["value"] == ""
    for path in (desk(part), desk(part, "/note")):
        page = visit(part.place.agent).soup(path)
        assert page.select("main [checked], main option[selected]") == []


def test_wishes_are_said_once_and_shown_again(part: Part, visit: Visit) -> None:
    browser = visit(part.borrower)
    assert browser.post(house(part, "reach"), WISHES).status_code == 303
    assert said(part) == Said(
        frozenset({Channel.MAIL, Channel.TELEPHONE}), Channel.MAIL, 10, 18, "Europe/London"
    )
    page = browser.soup(house(part, "reach"))
    assert page.select("input[name=phone]")[0]["value"] == "+447700900123"
    ticked = {str(box["value"]) for box in page.select("input[name=ways][checked]")}
    assert ticked == {"mail", "telephone"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ways": []}, "Choose one way or more"),
        ({"news": "text"}, "Choose a way that you have ticked above"),
        ({"phone": ""}, "Enter your number, or choose mail or a letter"),
        ({"phone": "12"}, "Enter a number with its country"),
        ({"from_hour": "18", "until_hour": "9"}, "the later one here"),
        ({"from_hour": ""}, "the later one here"),
        ({"zone": "Mars/Olympus"}, "Choose one of the answers"),
        ({"tongue": ""}, "Choose a language"),
    ],
)
def test_what_does_not_fit_is_asked_again_and_kept(
    part: Part, visit: Visit, changes: dict[str, object], words: str
) -> None:
    before = said(part)
    answer = visit(part.borrower).post(house(part, "reach"), WISHES | changes)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.data, "html.parser")
    assert words in page.select(".pp-error-summary")[0].get_text()
    until = page.select("select[name=until_hour] option[selected]")
    assert [str(one["value"]) for one in until] == [changes.get("until_hour", "18")]
    assert said(part) == before


def test_stopping_calls_is_one_press_from_the_list_and_from_the_wishes(
    part: Part, visit: Visit
) -> None:
    browser = visit(part.borrower)
    browser.post(house(part, "reach"), WISHES)
    for page in ("contacts", "reach"):
        actions = [
            str(form.get("action")) for form in browser.soup(house(part, page)).find_all("form")
        ]
        assert house(part, "reach/stop") in actions
    assert browser.post(house(part, "reach/stop"), {"way": "telephone"}).status_code == 303
    assert said(part).ways == {Channel.MAIL}
    assert browser.post(house(part, "reach/stop")).status_code == 303
    assert said(part).stopped
    assert "Only what the law requires still comes" in browser.soup(house(part, "reach")).get_text()


def test_staff_plan_a_call_call_it_off_and_read_when_it_may_be(part: Part, visit: Visit) -> None:
    browser = visit(part.place.agent)
    form = {"contact": str(uuid4()), "channel": "telephone"}
    refused = browser.post(desk(part, "/plan"), form)
    assert refused.status_code == 409
    assert "Not at all: they do not want this way" in refused.get_data(as_text=True)
    visit(part.borrower).post(house(part, "reach"), WISHES)
    late = form | {"day": "2026-11-23", "hour": "19:00"}
    refused = browser.post(desk(part, "/plan"), late)
    assert refused.status_code == 409
    shown = refused.get_data(as_text=True)
    assert "From 24 November 2026, 10:00 UTC: not in the hours that they want" in shown
    assert 'value="19:00"' in shown
    assert browser.post(desk(part, "/plan"), form).status_code == 303
    assert "+447700900123" in browser.soup(desk(part)).get_text()
    key = ledger(part)[0].key
    assert browser.post(desk(part, "/call-off"), {"contact": key}).status_code == 303
    assert "Did not happen: called off" in browser.soup(desk(part)).get_text()


def test_staff_write_down_a_call_and_the_borrower_reads_it_and_objects(
    part: Part, visit: Visit
) -> None:
    staff, borrower = visit(part.place.agent), visit(part.borrower)
    call = {
        "contact": str(uuid4()),
        "channel": "telephone",
        "direction": "in",
        "talked": "yes",
        "words": "Pay today or we tell your boss.",
    }
    stopped = staff.post(desk(part, "/note"), call)
    assert stopped.status_code == 422
    assert "Why it was not sent" in stopped.get_data(as_text=True)
    assert (
        staff.post(desk(part, "/note"), call | {"words": "You asked for time."}).status_code == 303
    )
    page = borrower.soup(house(part, "contacts"))
    assert "You asked for time." in page.get_text()
    link = page.find("a", href=lambda href: bool(href) and "/contacts/report" in href)
    assert link is not None
    key = ledger(part)[0].key
    assert str(link["href"]).endswith(key.replace(":", "%3A")) or key in str(link["href"])
    report = house(part, "contacts/report")
    assert borrower.post(report, {"contact": key}).status_code == 422
    assert borrower.post(report, {"contact": key, "words": "I never asked."}).status_code == 303
    assert "You objected on 23 November 2026" in borrower.soup(house(part, "contacts")).get_text()
    complaints = staff.soup(f"/lender/cases/{part.case_id}/complaints").get_text()
    assert "I never asked." in complaints
    assert "The borrower objected." in staff.soup(desk(part)).get_text()


def test_a_meeting_is_asked_for_and_the_visitor_stands_in_the_case_before(
    part: Part, visit: Visit
) -> None:
    staff, borrower = visit(part.place.agent), visit(part.borrower)
    here = f"/cases/{part.case_id}/meeting"
    who = {"visitor": str(part.place.agent.person_id), "day": "2026-11-24", "hour": "11:00"}
    nobody_asked = staff.post(desk(part, "/visitor"), who)
    assert nobody_asked.status_code == 409
    asked = {"meeting": str(uuid4()), "words": "At the library."}
    assert visit(part.place.counselor).post(here, asked).status_code in (403, 404)
    assert borrower.post(here, asked).status_code == 303
    assert "At the library." in staff.soup(desk(part)).get_text()
    assert staff.post(desk(part, "/visitor"), who | {"hour": "25:00"}).status_code == 422
    assert staff.post(desk(part, "/visitor"), who).status_code == 303
    with part.deps.reading() as uow:
        agent = uow.people.find(part.place.agent.person_id)
    assert agent is not None
    assert agent.name in borrower.soup(here).get_text()
    assert borrower.post(f"{here}/take-back").status_code == 303
    assert agent.name not in borrower.soup(here).get_text()


def test_lender_staff_see_how_and_when_and_nothing_else_of_what_was_said(
    part: Part, visit: Visit
) -> None:
    other = second_case(part, another_lender(part.deps))
    visit(part.borrower).post(house(part, "reach"), WISHES | {"ways": ["mail", "text"]})
    mine = {"contact": str(uuid4()), "channel": "letter", "direction": "out", "talked": "no"}
    visit(other.place.agent).post(desk(other, "/note"), mine | {"words": "We wrote to you."})
    for path in (desk(part), desk(part, "/note"), f"/lender/cases/{part.case_id}"):
        shown = visit(part.place.agent).soup(path).get_text()
        for secret in ("900123", "London", "Southbank", "We wrote to you", "18:00"):
            assert secret not in shown, (path, secret)
    with part.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{part.case_id}")]
    assert rows.count("reach.viewed") == 2


def test_texts_end_from_their_own_address_and_every_code_gets_the_same_answer(
    part: Part, visit: Visit
) -> None:
    visit(part.borrower).post(
        house(part, "reach"), WISHES | {"ways": ["mail", "text"], "news": "text"}
    )
    with part.deps.reading() as uow:
        person = uow.people.find(part.borrower.person_id)
    assert person is not None
    stranger = visit()
    token = stranger.token("/guide")
    answers = [
        stranger.client.post(
            f"/texts/{code}",
            data={"csrf_token": token},
            headers={"Origin": "http://127.0.0.1:8000"},
        )
        for code in ("nonsense", person.stop_code)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    first, second = (BeautifulSoup(one.data, "html.parser").main for one in answers)
    assert str(first) == str(second)
    assert said(part).ways == {Channel.MAIL}
