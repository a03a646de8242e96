"""A borrower signs what somebody may do for them: chosen, read in full, dated, taken back at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.evidence import sha256_hex
from app.usecases import queries
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("counselor", "confirm", "tell")


def house(part: Part, page: str = "") -> str:
    return f"/household/{part.household_id}/help{page}"


def choose(visitor: Visitor, part: Part, **typed: object) -> TestResponse:
    page = visitor.soup(house(part, f"/choose?charity={part.place.charity}"))
    return post(visitor, page, house(part, "/check"), **typed)


def post(visitor: Visitor, page: BeautifulSoup, to: str, **typed: object) -> TestResponse:
    form = next(f for f in page.select("main form") if f["action"] == to)
    held = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    return visitor.client.post(to, data=held | typed, headers={"Origin": ORIGIN})


def until(part: Part, days: int) -> dict[str, object]:
    last = part.deps.now().date() + timedelta(days=days)
    return {"until-day": last.day, "until-month": last.month, "until-year": last.year}


def signs(visit: Visit, part: Part, *scopes: str, who: str = "everybody", days: int = 90) -> str:
    """The words that were signed."""
    visitor = visit(part.borrower)
    read = choose(visitor, part, who=who, scopes=list(scopes), **until(part, days))
    assert read.status_code == 200, read.text
    page = BeautifulSoup(read.text, "html.parser")
    words = "\n".join(p.get_text() for p in page.select(".pp-inset-text p"))
    assert post(visitor, page, house(part, "/give"), name="Grace Lin").status_code == 303
    return words


def test_e7_nothing_is_chosen_beforehand(visit: Visit, part: Part) -> None:
    page = visit(part.borrower).soup(house(part, f"/choose?charity={part.place.charity}"))
    assert page.select("main input[checked]") == []
    assert [one for one in page.select("main input[type=text]") if one.get("value")] == []


def test_the_counselor_has_the_very_words_with_name_and_digest(visit: Visit, part: Part) -> None:
    words = signs(visit, part, "talk", "negotiate")
    counselor = visit(part.place.counselor)
    base = f"/counselor/clients/{part.household_id}/authority"
    text = counselor.soup(base).get_text(" ", strip=True)
    file = counselor.get(f"{base}/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    for told in (text.replace(" ", ""), file.text.replace(" ", "")):
        assert "".join(words.split(" ")).split("\n")[0] in told
        assert "GraceLin" in told
        assert sha256_hex(words.encode()) in told
    assert "I sign agreements myself." in words


def test_who_may_only_look_is_stopped_from_acting(visit: Visit, part: Part) -> None:
    signs(visit, part)
    counselor = visit(part.place.counselor)
    assert counselor.get(f"/cases/{part.case_id}/options").status_code == 200
    page = counselor.soup(f"/cases/{part.case_id}/ask-help")
    assert post_any(counselor, page, f"/cases/{part.case_id}/ask-help") == 403
    to_all = f"/counselor/clients/{part.household_id}/offers"
    assert post_any(counselor, counselor.soup(to_all), to_all) == 403


def test_who_may_talk_asks_for_help_and_makes_no_offer(visit: Visit, part: Part) -> None:
    signs(visit, part, "talk")
    counselor = visit(part.place.counselor)
    page = counselor.soup(f"/cases/{part.case_id}/ask-help")
    assert post_any(counselor, page, f"/cases/{part.case_id}/ask-help") == 303
    to_all = f"/counselor/clients/{part.household_id}/offers"
    assert post_any(counselor, counselor.soup(to_all), to_all) == 403


def post_any(visitor: Visitor, page: BeautifulSoup, to: str) -> int:
    token = str(page.select("input[name=csrf_token]")[0]["value"])
    answer = visitor.client.post(to, data={"csrf_token": token}, headers={"Origin": ORIGIN})
    return answer.status_code


def test_one_named_counselor_acts_alone(stage: Stage, visit: Visit, part: Part) -> None:
    words = signs(visit, part, who=str(part.place.counselor.person_id))
    assert " of " in words.split("\n")[0]
    assert visit(part.place.counselor).get(house_of(part)).status_code == 200
    helper = next(
        h for h in queries.helpers(part.deps, part.borrower, part.household_id) if h.authority
    )
    assert helper.authority is not None
    assert helper.authority.counselor_id == part.place.counselor.person_id


def house_of(part: Part) -> str:
    return f"/counselor/clients/{part.household_id}"


def test_after_its_last_day_it_is_over(stage: Stage, visit: Visit, part: Part) -> None:
    signs(visit, part, days=2)
    stage.clock.move(days=2)
    assert visit(part.place.counselor).get(house_of(part)).status_code == 200
    stage.clock.move(days=2)
    assert visit(part.place.counselor).get(house_of(part)).status_code == 404


def test_taken_back_it_is_over_at_once(visit: Visit, part: Part) -> None:
    signs(visit, part)
    borrower, counselor = visit(part.borrower), visit(part.place.counselor)
    assert counselor.get(house_of(part)).status_code == 200
    page = borrower.soup(house(part))
    assert "Its last day is" in page.get_text()
    assert post(borrower, page, house(part, "/end")).status_code == 303
    assert counselor.get(house_of(part)).status_code == 404


@pytest.mark.parametrize("days", [-1, 366])
def test_a_last_day_within_a_year_is_asked_for(visit: Visit, part: Part, days: int) -> None:
    answer = choose(visit(part.borrower), part, who="everybody", **until(part, days))
    assert answer.status_code == 422
    assert "Choose a day within a year from now" in answer.text


def test_without_a_name_nothing_is_signed(visit: Visit, part: Part) -> None:
    visitor = visit(part.borrower)
    read = choose(visitor, part, who="everybody", **until(part, 90))
    page = BeautifulSoup(read.text, "html.parser")
    assert post(visitor, page, house(part, "/give"), name=" ").status_code == 422
    assert visit(part.place.counselor).get(house_of(part)).status_code == 404


def test_words_of_another_day_are_read_again(stage: Stage, visit: Visit, part: Part) -> None:
    visitor = visit(part.borrower)
    read = choose(visitor, part, who="everybody", **until(part, 90))
    page = BeautifulSoup(read.text, "html.parser")
    typed = {
        str(one["name"]): str(one["value"])
        for one in page.select("main form")[0].select("input[type=hidden]")
    }
    answer = visitor.client.post(
        house(part, "/give"),
        data=typed | {"name": "Grace Lin", "shown": "0" * 64},
        headers={"Origin": ORIGIN},
    )
    assert answer.status_code == 409
    assert "Nothing was signed" in answer.text
    assert "Grace Lin" in answer.text
    assert visit(part.place.counselor).get(house_of(part)).status_code == 404


def test_the_words_are_signed_in_chinese_too(visit: Visit, part: Part) -> None:
    visitor = visit(part.borrower, language="zh")
    read = choose(visitor, part, who="everybody", **until(part, 90))
    assert "协议由我本人签署" in read.text
