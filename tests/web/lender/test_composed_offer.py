"""Lender staff compose a plan, see what it does, and send exactly that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from app.core.accommodation import (
    Accommodation,
    InterestFreeze,
    PaymentHoliday,
    ReAmortise,
    StepUp,
    TermExtension,
    WriteDown,
)
from app.core.negotiation.events import OfferMade
from app.usecases import queries
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
PLAIN = {
    "amount": "60.00",
    "every": "monthly",
    "first_due-day": "1",
    "first_due-month": "2",
    "first_due-year": "2027",
    "rate": "0",
    "explanation": "60.00 a month fits your month.",
}
HOUSE_BREAK = {
    "break_months": "2",
    "break_pays": "nothing",
    "break_interest": "waive",
    "break_recover": "extend",
}
FREEZE = {
    "freeze_from-day": "1",
    "freeze_from-month": "2",
    "freeze_from-year": "2027",
    "freeze_until-day": "30",
    "freeze_until-month": "6",
    "freeze_until-year": "2027",
}


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def _standing(part: Part) -> OfferMade:
    offer = queries.case_page(part.deps, part.place.agent, part.case_id).case.offer
    assert offer is not None
    return offer


def _post(visit: Visit, part: Part, data: dict[str, Any]) -> TestResponse:
    sent = {**PLAIN, "seen": _standing(part).digest, **data}
    return visit(part.place.agent).post(f"/lender/cases/{part.case_id}/offer", sent)


def _page(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _shown(page: BeautifulSoup) -> str:
    shown = page.select_one("main input[name=shown]")
    assert isinstance(shown, Tag), page.get_text(" ")
    return str(shown["value"])


def test_nothing_is_chosen_and_nothing_is_open_beforehand(visit: Visit, offered: Part) -> None:
    page = visit(offered.place.agent).soup(f"/lender/cases/{offered.case_id}/offer")
    assert not page.select("form [checked], form details[open]")
    chosen = [option["value"] for option in page.select("form option[selected]")]
    assert not any(chosen)
    assert "nothing is paid, no interest is added" in page.get_text(" ")


def test_looking_sends_nothing_and_shows_all_it_does(visit: Visit, offered: Part) -> None:
    before = _standing(offered)
    answer = _post(visit, offered, HOUSE_BREAK | {"change_from": "3", "change_to": "80.00"})
    page = _page(answer)
    text = page.get_text(" ", strip=True)
    assert answer.status_code == 200
    assert _standing(offered) == before
    assert "Nothing is due for the first 2 months." in text
    assert "It starts low and rises later." in text
    assert "No contract total to compare" in text
    assert "What each part changes in the total" in text
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tr")
    ]
    assert ["1", "1 February 2027", "£0.00", "£0.00", "£0.00", "£0.00"] in [r[:6] for r in rows]
    assert page.find("input", {"name": "amount"})["value"] == "60.00"  # type: ignore[index]  # a missing field fails it, too
    assert page.select_one("select[name=break_pays] option[selected]")["value"] == "nothing"  # type: ignore[index]  # a missing field fails it, too


def test_what_was_shown_is_what_is_sent(visit: Visit, offered: Part) -> None:
    asked = HOUSE_BREAK | FREEZE | {"rate": "6", "change_from": "3", "change_to": "80.00"}
    asked |= {"write_off": "100.00", "waive_fees": "yes"}
    shown = _shown(_page(_post(visit, offered, asked)))
    answer = _post(visit, offered, asked | {"step": "send", "shown": shown})
    assert answer.status_code == 303
    offer = _standing(offered)
    assert (offer.by, offer.digest) == ("lender", shown)
    kinds = {type(one) for one in offer.terms.accommodations}
    assert {PaymentHoliday, InterestFreeze, StepUp, WriteDown} <= kinds
    assert offer.terms.written_off.plain == "100.00"


def test_a_plan_changed_after_it_was_shown_is_shown_again(visit: Visit, offered: Part) -> None:
    shown = _shown(_page(_post(visit, offered, {})))
    before = _standing(offered)
    answer = _post(visit, offered, {"amount": "61.00", "step": "send", "shown": shown})
    assert answer.status_code == 200
    assert _shown(_page(answer)) != shown
    assert _standing(offered) == before


def test_a_lump_above_the_ceiling_of_its_month_cannot_be_sent(visit: Visit, offered: Part) -> None:
    lump = HOUSE_BREAK | {"break_months": "6", "break_recover": "lump"}
    answer = _post(visit, offered, lump)
    page = _page(answer)
    assert answer.status_code == 422
    assert "above the ceiling of its month" in page.get_text(" ")
    assert page.select_one("main input[name=shown]") is None
    assert "£420.00" in page.get_text(" ")
    assert not page.select("button[value=send]")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"break_months": "2"}, "break_pays", "Choose one of the answers"),
        ({"break_pays": "nothing"}, "break_months", "Enter the months"),
        ({"change_from": "3"}, "change_to", "Fill in both, or neither"),
        ({"then_from": "5", "then_to": "9"}, "change_from", "Fill in this change first"),
        (
            {"change_from": "5", "change_to": "9", "then_from": "4", "then_to": "8"},
            "then_from",
            "Enter a later payment",
        ),
        (FREEZE | {"freeze_from-year": "2028"}, "freeze_until", "Enter the first day or a later"),
        ({"break_months": "13"}, "break_months", "Enter a whole number from 1 to 12"),
    ],
)
def test_half_an_answer_is_asked_for_again_where_it_is(
    visit: Visit, offered: Part, change: dict[str, str], field: str, words: str
) -> None:
    answer = _post(visit, offered, change)
    page = _page(answer)
    assert answer.status_code == 422
    error = page.find(id=f"{field}-error")
    assert error is not None
    assert words in error.get_text(" ")
    assert page.find(id=field).find_parent("details", open=True) is not None  # type: ignore[union-attr]  # a missing field fails it, too


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"waive_interest": "9999.00"}, "more than there is"),
        ({"write_off": "99999.00"}, "more than there is"),
        (HOUSE_BREAK | {"every": "quarterly"}, "shorter than the time between two payments"),
        (HOUSE_BREAK | {"amount": "1.00"}, "This never repays the debt"),
        (HOUSE_BREAK | {"change_from": "2", "change_to": "1.00"}, "No payment repays this debt"),
    ],
)
def test_what_does_not_go_together_is_said_in_words(
    visit: Visit, offered: Part, change: dict[str, str], words: str
) -> None:
    answer = _post(visit, offered, change)
    assert answer.status_code == 422
    assert words in _page(answer).get_text(" ")


def test_interest_put_off_is_named_and_stands_beside_the_balance(
    visit: Visit, offered: Part
) -> None:
    asked = HOUSE_BREAK | {"rate": "6", "break_interest": "accrue_simple"}
    text = _page(_post(visit, offered, asked)).get_text(" ", strip=True)
    assert "of interest from the break is paid after it." in text
    assert "Until then it stands beside the balance." in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_preview_stands_in_both_languages(visit: Visit, offered: Part, language: str) -> None:
    browser = visit(offered.place.agent, language=language)
    sent = {**PLAIN, **HOUSE_BREAK, "seen": _standing(offered).digest}
    page = _page(browser.post(f"/lender/cases/{offered.case_id}/offer", sent))
    assert page.find(id="preview") is not None


LONGER = {"again_after": "2", "again_over": "60"}


@pytest.mark.parametrize(
    ("asked", "said", "kind"),
    [
        (LONGER, "After payment 2 what is left is spread over 60 more.", ReAmortise(60, 2)),
        (
            {"again_after": "0", "longer_by": "12"},
            "It runs for 12 more payments.",
            TermExtension(12, 0),
        ),
    ],
)
def test_smaller_payments_for_longer_are_worked_out_before_they_are_sent(
    visit: Visit, offered: Part, asked: dict[str, str], said: str, kind: Accommodation
) -> None:
    text = _page(_post(visit, offered, {})).get_text(" ", strip=True)
    assert said not in text
    page = _page(_post(visit, offered, asked))
    assert said in page.get_text(" ", strip=True)
    assert any(said in row.get_text(" ") for row in page.select("tr")), "with its change in cost"
    sent = _post(visit, offered, asked | {"step": "send", "shown": _shown(page)})
    assert sent.status_code == 303
    terms = _standing(offered).terms
    assert kind in terms.accommodations
    amounts = [row.amount.minor for row in terms.schedule.instalments]
    assert amounts[-2] < 6000, "smaller than what was typed"


def test_interest_joins_the_principal_only_where_it_is_asked_for(
    visit: Visit, offered: Part
) -> None:
    interest = queries.case_page(offered.deps, offered.place.agent, offered.case_id).case.debt
    amount = interest.interest.plain
    before = _page(_post(visit, offered, {"rate": "6"})).get_text(" ", strip=True)
    assert "of interest joins the principal." not in before
    page = _page(_post(visit, offered, {"rate": "6", "join_interest": amount}))
    text = page.get_text(" ", strip=True)
    assert f"£{amount} of interest joins the principal." in text
    too_much = _post(visit, offered, {"rate": "6", "join_interest": "9000.00"})
    assert too_much.status_code == 422
    assert "You let go, move or write off more than there is." in too_much.text


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"again_after": "2"}, {"again_over"}),
        ({"again_over": "24"}, {"again_after"}),
        (LONGER | {"longer_by": "3"}, {"longer_by"}),
        ({"again_after": "2", "again_over": "0"}, {"again_over"}),
    ],
)
def test_half_an_answer_about_longer_plans_is_asked_about(
    visit: Visit, offered: Part, asked: dict[str, str], wrong: set[str]
) -> None:
    answer = _post(visit, offered, asked)
    assert answer.status_code == 422
    page = _page(answer)
    found = {str(box["name"]) for box in page.select("main [aria-invalid=true]")}
    assert found == wrong
    assert page.select_one("main details[open] input[name=again_after]"), "the group is open"
