"""Another language for the answer to a form: nothing typed is lost, and nothing is done by it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from app.core.negotiation.case import Case
from app.core.negotiation.case import Stage as CaseStage
from app.usecases import queries
from app.usecases.demo_steps import Part
from app.web.again import FIELD
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]
ANSWERS = {
    "adults": "1",
    "children": "1",
    "salary": "250",
    "salary_every": "weekly",
    "rent": "640",
    "rent_every": "monthly",
    "debt1_owed": "1,000",
}


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")


def switched(visitor: Visitor, answer: TestResponse) -> TestResponse:
    """What a browser without scripts sends when the other language's button is pressed."""
    page = page_of(answer)
    button = page.select_one(f"header button[name={FIELD}], header button[name=lang]")
    assert isinstance(button, Tag)
    form = button.find_parent("form")
    assert isinstance(form, Tag)
    sent: dict[str, Any] = {str(button["name"]): str(button["value"])}
    for box in form.select("input[name]"):
        sent.setdefault(str(box["name"]), [])
        sent[str(box["name"])] += [str(box["value"])]
    return visitor.client.post(str(form["action"]), data=sent, headers={"Origin": ORIGIN})


def test_the_sum_is_there_in_the_other_language_and_back(visit: Visit) -> None:
    reader = visit()
    english = reader.post("/calculator/uk", ANSWERS)
    chinese = switched(reader, english)
    assert chinese.status_code == 200
    assert page_of(chinese).html.get("lang") == "zh-Hans"  # type: ignore[union-attr]  # there is one
    assert "221.66" in chinese.text
    assert reader.get("/guide").text.count('lang="zh-Hans"') >= 1, "the choice stays"
    back = switched(reader, chinese)
    main, before = (page_of(one).main for one in (back, english))
    assert main is not None
    assert before is not None
    assert main.get_text() == before.get_text()


def test_what_has_to_be_corrected_is_still_there_and_said_in_the_other_language(
    visit: Visit,
) -> None:
    reader = visit()
    refused = reader.post("/calculator/uk", {**ANSWERS, "rent": "12,50"})
    chinese = switched(reader, refused)
    assert (refused.status_code, chinese.status_code) == (422, 422)
    page = page_of(chinese)
    assert page.select_one("main input[name=rent]")["value"] == "12,50"  # type: ignore[index]  # there is one
    assert page.select_one("main input[name=salary]")["value"] == "250"  # type: ignore[index]  # there is one
    assert "请" in page.select_one("#rent-error").get_text()  # type: ignore[union-attr]  # there is one


def test_a_page_that_is_no_answer_switches_as_before(visit: Visit) -> None:
    reader = visit()
    answer = switched(reader, reader.get("/calculator/uk"))
    assert (answer.status_code, answer.location) == (303, "/calculator/uk")


def test_a_complete_answer_is_shown_and_not_sent(visit: Visit, stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    agent = visit(part.place.agent)
    path = f"/lender/cases/{part.case_id}/decline"
    seen = _case(part).offer.digest  # type: ignore[union-attr]  # one is open
    filled = {"seen": seen, "reason": "too_low", "explanation": "Too little to end the debt."}
    answer = agent.post(path, {**filled, FIELD: "zh"})
    assert answer.status_code == 200
    assert "Too little to end the debt." in answer.text
    assert 'lang="zh-Hans"' in answer.text
    assert _case(part).stage is CaseStage.OFFERED
    assert agent.post(path, filled).status_code == 303, "the same answers do act when they are sent"
    assert _case(part).stage is not CaseStage.OFFERED


def test_a_plan_that_was_shown_is_shown_again_and_not_sent(visit: Visit, stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    agent = visit(part.place.agent)
    path, seen = f"/lender/cases/{part.case_id}/offer", _case(part).offer
    assert seen is not None
    filled = {
        "seen": seen.digest,
        "amount": "60.00",
        "every": "monthly",
        "first_due-day": "1",
        "first_due-month": "2",
        "first_due-year": "2027",
        "rate": "0",
        "explanation": "60.00 a month fits your month.",
    }
    shown = page_of(agent.post(path, filled)).select_one("main input[name=shown]")
    assert isinstance(shown, Tag)
    sending = {**filled, "shown": str(shown["value"]), "step": "send"}
    again = agent.post(path, {**sending, FIELD: "zh"})
    assert again.status_code == 200
    assert page_of(again).select_one("main input[name=shown]")["value"] == shown["value"]  # type: ignore[index]  # there is one
    assert _case(part).offer == seen
    assert agent.post(path, sending).status_code == 303, "sent without it, it goes"


def test_another_language_tries_no_code(visit: Visit, stage: Stage) -> None:
    assert stage
    reader = visit()
    reader.post("/sign-in", {"email": "nobody@town.example"})
    wrong = reader.post("/sign-in/code", {"code": "12345678"})
    assert wrong.status_code == 422
    again = switched(reader, wrong)
    assert again.status_code == 200
    assert page_of(again).select_one("main input[name=code]")["value"] == "12345678"  # type: ignore[index]  # there is one


@pytest.mark.parametrize(("path", "code"), [("/calculator/uk", "xx"), ("/language", "zh")])
def test_only_marked_pages_and_our_languages(visit: Visit, path: str, code: str) -> None:
    answer = visit().post(path, {**(ANSWERS if "calc" in path else {}), FIELD: code})
    assert answer.status_code == 400


def test_every_page_that_asks_its_form_can_be_shown_again(app: Flask) -> None:
    """A file cannot be sent twice by a page, so the two that take files are left out."""
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and _asks(inspect.unwrap(view := app.view_functions[rule.endpoint]))
        and not getattr(view, "shows_again", False)
        and not getattr(view, "takes_uploads", False)
    ]
    assert silent == []


def _asks(view: Callable[..., Any]) -> bool:
    """Whether a view that may show a page, or a function that it calls, asks ``accepted()``."""
    if view.__annotations__["return"] == "Response":
        return False
    source = inspect.getsource(view)
    room = inspect.getmodule(view)
    assert room is not None
    names: dict[str, Any] = vars(room)
    called = [
        one for name, one in names.items() if inspect.isfunction(one) and f"{name}(" in source
    ]
    return any(".accepted()" in text for text in (source, *map(inspect.getsource, called)))


def _case(part: Part) -> Case:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case
