"""Pages of one client: the grid of creditors, the split that is sent by one press, and letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.negotiation.events import OfferMade
from app.usecases import budget
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor
from tests.usecases.creditors import LENDERS, client_of_three, outside
from tests.usecases.scenes import history, propose

Visit = Callable[..., Visitor]


def of_client(part: Part, page: str = "") -> str:
    return f"/counselor/clients/{part.household_id}{page}"


def held(page: BeautifulSoup) -> dict[str, str]:
    """What the form of the page would send."""
    form = next(f for f in page.select("main form") if "/offers" in str(f["action"]))
    return {str(i["name"]): str(i["value"]) for i in form.select("input[type=hidden]")}


def press(visitor: Visitor, part: Part, typed: dict[str, str]) -> TestResponse:
    return visitor.client.post(of_client(part, "/offers"), data=typed, headers={"Origin": ORIGIN})


def offers(part: Part) -> list[OfferMade]:
    return [event for event in history(part) if isinstance(event, OfferMade)]


def test_the_grid_names_every_creditor_and_whose_move_it_is(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage, outside("A shop", "300.00"))
    propose(parts[0], "lowest_payment")
    page = visit(parts[0].place.counselor).soup(of_client(parts[0]))
    rows = {
        row.select("th")[0].get_text(strip=True): row.get_text(" ", strip=True)
        for row in page.select("tbody tr")
    }
    (own,) = set(rows) - {*LENDERS, "A shop"}
    mine = rows[own]
    assert len(rows) == 4
    assert "An offer is open" in mine
    assert "Lender" in mine
    assert "It is open" in mine
    assert "By letter" in rows["A shop"]
    assert "£300.00" in rows["A shop"]
    assert "No open offer" in rows[LENDERS[0]]


def test_a_look_shows_part_plan_and_words_of_each_creditor(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage)
    page = visit(parts[0].place.counselor).soup(of_client(parts[0], "/offers"))
    text = page.get_text(" ", strip=True)
    for name in LENDERS:
        assert name in text
    assert "Send 3 offers" in text
    said = [box.get_text() for box in page.select("details .pp-words")]
    assert len(said) == 3
    for words in said:
        assert re.search(r"Your part is £[\d,.]+ a month", words)
        assert "in the tightest month" in words
        assert "Rules used" in words


def test_no_lender_reads_of_another_creditor(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage, outside("A shop", "300.00"))
    counselor = visit(parts[0].place.counselor)
    typed = held(counselor.soup(of_client(parts[0], "/offers")))
    assert press(counselor, parts[0], typed).status_code == 303
    for part in parts:
        (made,) = offers(part)
        assert not [name for name in (*LENDERS, "A shop") if name in made.explanation]
        text = visit(part.place.agent).get(f"/lender/cases/{part.case_id}").text
        assert "A shop" not in text


def test_one_press_sends_and_leads_to_the_grid(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage)
    counselor = visit(parts[0].place.counselor)
    typed = held(counselor.soup(of_client(parts[0], "/offers"))) | {"words": "Please agree."}
    answer = press(counselor, parts[0], typed)
    assert answer.headers["Location"] == of_client(parts[0])
    assert press(counselor, parts[0], typed).status_code == 303
    assert ["Please agree." in offers(p)[0].explanation for p in parts] == [True] * 3
    assert [len(offers(part)) for part in parts] == [1] * 3
    text = counselor.soup(of_client(parts[0], "/offers")).get_text(" ", strip=True)
    assert "Your offer is open there" in text
    assert "No offer can go now" in text


def test_a_split_that_moved_is_shown_anew_and_keeps_the_words(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage)
    counselor = visit(parts[0].place.counselor)
    typed = held(counselor.soup(of_client(parts[0], "/offers"))) | {"words": "Please agree."}
    propose(parts[1])
    answer = press(counselor, parts[0], typed)
    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Nothing was sent" in page.get_text()
    assert "Please agree." in page.select("textarea")[0].get_text()
    assert offers(parts[0]) == []


def test_words_that_threaten_are_kept_and_nothing_is_sent(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage)
    counselor = visit(parts[0].place.counselor)
    bad = "Pay or we will call the police."
    typed = held(counselor.soup(of_client(parts[0], "/offers"))) | {"words": bad}
    answer = press(counselor, parts[0], typed)
    assert answer.status_code == 422
    assert bad in BeautifulSoup(answer.text, "html.parser").select("textarea")[0].get_text()
    assert offers(parts[0]) == []


@pytest.mark.parametrize("key", ["", "no-key"])
def test_a_press_without_a_name_of_ours_is_refused(stage: Stage, visit: Visit, key: str) -> None:
    parts = client_of_three(stage)
    counselor = visit(parts[0].place.counselor)
    typed = held(counselor.soup(of_client(parts[0], "/offers"))) | {"key": key}
    assert press(counselor, parts[0], typed).status_code == 400


@pytest.mark.parametrize(
    ("language", "part_words"),
    [("en", "All creditors get a part"), ("zh", "各收款方按欠款多少分得一份")],
)
def test_creditors_outside_get_an_offer_by_letter(
    stage: Stage, visit: Visit, language: str, part_words: str
) -> None:
    (part, *_) = client_of_three(stage, outside("A shop", "300.00"))
    page = visit(part.place.counselor, language=language).soup(of_client(part, "/letters"))
    (letter,) = [s.get_text(" ", strip=True) for s in page.select("section.pp-card")]
    assert part_words in letter
    assert "£300.00" in letter
    assert part.story.name in letter


@pytest.mark.parametrize(
    ("language", "waits"),
    [("en", "no money is left for this debt"), ("zh", "目前没有钱可以还这笔债")],
)
def test_where_no_money_is_left_the_letter_asks_to_wait(
    stage: Stage, visit: Visit, language: str, waits: str
) -> None:
    part = stage.part("deficit", "authority", "confirm", "tell")
    assert part.story.told is not None
    told = replace(part.story.told, other_debts=(outside("A shop", "300.00"),))
    budget.save(part.deps, part.borrower, part.household_id, told)
    counselor = visit(part.place.counselor, language=language)
    assert waits in counselor.soup(of_client(part, "/letters")).get_text()


def test_without_a_budget_the_page_says_what_comes_first(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm")
    counselor = visit(part.place.counselor)
    assert "Tell the budget first" in counselor.soup(of_client(part, "/offers")).get_text()
    assert "no budget yet" in counselor.soup(of_client(part, "/letters")).get_text()


def test_only_who_acts_for_the_client_sees_these_pages(stage: Stage, visit: Visit) -> None:
    parts = client_of_three(stage)
    for page in ("", "/offers", "/letters"):
        path = of_client(parts[0], page)
        assert visit(parts[0].borrower).get(path).status_code == 403
        assert visit(parts[0].place.agent).get(path).status_code == 403
        assert visit(parts[1].place.counselor).get(path).status_code == 404
        assert visit().get(path).status_code == 303
