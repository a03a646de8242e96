"""The page that hands a client over: a summary, who takes over, and what they need to know."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.usecases import notes
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    part = stage.part("counselor", "authority", "confirm", "tell")
    at, person = part.deps.now(), uuid4()
    with part.deps.unit_of_work() as uow:
        uow.people.add(person, name="Amir Khan", email="a@c.example", language="en", at=at)
        uow.organisations.add_member(part.place.charity, person, "counselor", at)
        uow.audit.write(None, "test.prepared", "test", at)
    return part


def page(part: Part) -> str:
    return f"/counselor/clients/{part.household_id}/hand-over"


def send(visitor: Visitor, part: Part, **typed: str) -> TestResponse:
    form = visitor.soup(page(part)).select("main form")[0]
    chosen = {
        str(label.get_text(strip=True)): str(one["value"])
        for one in form.select("input[type=radio]")
        for label in form.select(f"label[for={one['id']}]")
    }
    token = str(form.select("input[name=csrf_token]")[0]["value"])
    data = {"csrf_token": token, **typed}
    if "colleague" in data:
        data["colleague"] = chosen[data["colleague"]]
    return visitor.client.post(page(part), data=data, headers={"Origin": ORIGIN})


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Looked after by Amir Khan"), ("zh", "由Amir Khan负责")]
)
def test_the_client_page_and_the_borrower_see_who_took_over(
    visit: Visit, part: Part, language: str, words: str
) -> None:
    counselor = visit(part.place.counselor, language=language)
    assert send(counselor, part, colleague="Amir Khan", words="Call her.").status_code == 303
    shown = counselor.soup(f"/counselor/clients/{part.household_id}").get_text(" ", strip=True)
    assert words in shown
    mine = visit(part.borrower).soup(f"/household/{part.household_id}/help").get_text()
    assert "Amir Khan looks after you there" in mine
    assert "Call her." not in mine


def test_the_summary_shows_creditors_notes_and_what_was_said(visit: Visit, part: Part) -> None:
    notes.write(part.deps, part.place.counselor, part.household_id, "First talk.")
    counselor = visit(part.place.counselor)
    send(counselor, part, colleague="Amir Khan", words="Call her.")
    text = counselor.soup(page(part)).get_text(" ", strip=True)
    for words in ("First talk.", "Call her.", "Every creditor", "handed over to Amir Khan"):
        assert words in text


@pytest.mark.parametrize("typed", [{"words": "Call her."}, {"colleague": "Amir Khan"}])
def test_it_asks_who_and_what(visit: Visit, part: Part, typed: dict[str, str]) -> None:
    counselor = visit(part.place.counselor)
    answer = send(counselor, part, **typed)
    assert answer.status_code == 422
    assert typed.get("words", "") in answer.text


def test_nobody_is_chosen_beforehand(visit: Visit, part: Part) -> None:
    assert visit(part.place.counselor).soup(page(part)).select("main input[checked]") == []
