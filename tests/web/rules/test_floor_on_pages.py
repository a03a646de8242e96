"""A confirmed floor where people meet it: the calculator and what a household can afford."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.usecases import budget
from app.usecases.confirming import confirm
from app.usecases.demo import OPERATOR
from app.usecases.deps import Deps
from tests.stage import Stage, Visitor
from tests.usecases.confirming import an_operator, beijing

Visit = Callable[..., Visitor]
ANSWERS = {
    "adults": "1",
    "salary": "6000",
    "salary_every": "monthly",
    "rent": "2000",
    "rent_every": "monthly",
}


def words(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("place", "left_over"),
    [
        # 6000.00 - max(2000.00, 3100.00) = 2900.00; without a confirmed figure 4000.00.
        ("beijing", "2,900.00"),
        ("changsha", "4,000.00"),
        ("", "4,000.00"),
    ],
)
def test_the_calculator_keeps_the_confirmed_floor(
    deps: Deps, visit: Visit, place: str, left_over: str
) -> None:
    confirm(deps, an_operator(deps), "CN", beijing())
    shown = words(visit().post("/calculator/cn", ANSWERS | {"lives_in": place}).text)

    assert f"Left over CN¥{left_over}" in shown
    assert (f"{OPERATOR} confirmed it on 21 November 2026" in shown) is (place == "beijing")


def test_the_saved_case_file_carries_the_floor(deps: Deps, visit: Visit) -> None:
    confirm(deps, an_operator(deps), "CN", beijing())
    owed = {"debt1_owed": "900", "debt1_kind": "credit_card"}
    answer = visit().post("/calculator/cn/case-file", ANSWERS | {"lives_in": "beijing"} | owed)
    floor = json.loads(answer.data)["floor"]

    assert (floor["monthly"], floor["rule"], floor["confirmed_by"]) == (
        "3100.00",
        "CN-F01",
        OPERATOR,
    )


def test_a_place_that_is_not_offered_is_asked_again(visit: Visit) -> None:
    answer = visit().post("/calculator/cn", ANSWERS | {"lives_in": "atlantis"})

    assert answer.status_code == 422
    assert 'value="6000"' in answer.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_borrower_reads_which_rule_protects_them_and_whose_name_stands_for_it(
    deps: Deps, stage: Stage, visit: Visit, language: str
) -> None:
    part = stage.part("cn-offer", "confirm", "tell")
    assert part.story.told is not None
    told = replace(part.story.told, subdivision="beijing")
    budget.save(deps, part.borrower, part.household_id, told)
    confirm(deps, an_operator(deps), "CN", beijing(value="9000"))
    page = visit(part.borrower, language=language).soup(f"/cases/{part.case_id}/affordable")
    note = page.find(id="floor")

    assert note is not None
    assert "9,000.00" in note.get_text()
    hint = note.find_next("p")
    assert hint is not None
    assert OPERATOR in hint.get_text()
    assert "Notice of the civil affairs office" in hint.get_text()
    link = hint.find("a")
    assert link is not None
    assert link["href"] == "/rules/cn#CN-F01"


@pytest.mark.parametrize(
    ("place", "words_shown"),
    [
        # 457.00 * 52 / 12 = 1,980.333.., rounded up.
        ("au", "A$1,980.34 ceil((457.00)*52/12)"),
        ("us", "$942.50 ceil((217.50)*52/12)"),
        ("uk", "£2,541.67 ceil((30500.00)*1/12)"),
    ],
)
def test_official_tables_are_there_to_compare_and_change_nothing(
    visit: Visit, place: str, words_shown: str
) -> None:
    shown = words(visit().post(f"/calculator/{place}", ANSWERS).text)

    assert words_shown in shown
    assert "They never change your sum." in shown
    assert "4,000.00" in shown
