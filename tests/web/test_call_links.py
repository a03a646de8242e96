"""Help lines and bodies that hear complaints can be called or opened by one press, everywhere they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.core.caselines import HardshipLine
from app.core.crisis import lines_for
from app.core.guidance import guidance_for
from app.core.packs import JURISDICTIONS
from app.usecases import budget
from app.usecases.demo_steps import Part
from app.web.call_links import call_links
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
STORIES = {"en": "four-weekly", "zh": "cn-offer"}
PAGES = ("ask-help", "ask-help/sent", "hold", "complaint", "more-help")


def hrefs(words: str) -> list[str]:
    return [str(one["href"]) for one in BeautifulSoup(words, "html.parser").select("a")]


def test_numbers_can_be_called_and_pages_opened() -> None:
    assert hrefs(call_links("0800 023 4567, www.financial-ombudsman.org.uk")) == [
        "tel:08000234567",
        "https://www.financial-ombudsman.org.uk",
    ]
    assert hrefs(call_links("+44 7700-900123")) == ["tel:+447700900123"]
    assert hrefs(call_links("https://finance.ec.europa.eu/fin-net")) == [
        "https://finance.ec.europa.eu/fin-net"
    ]


@pytest.mark.parametrize(
    "hostile", ['<a href="x">1</a>', "javascript:alert(1)", '116" onclick="x', "http://x.example"]
)
def test_what_is_neither_is_shown_as_it_is(hostile: str) -> None:
    shown = call_links(hostile)
    page = BeautifulSoup(f"<p>{shown}</p>", "html.parser")
    assert page.select("a") == []
    assert page.get_text() == hostile


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_every_contact_of_every_place_is_a_link_and_nothing_is_left_over(place: str) -> None:
    found = guidance_for(place, 0)
    lines = lines_for(place)
    for route in (*found.complaints, *found.advice, *found.safety, *lines):
        page = BeautifulSoup(call_links(route.contact), "html.parser")
        assert len(page.select("a")) == len(route.contact.split(", ")), route
        assert page.get_text() == route.contact
    assert all(route.name.en and route.name.zh_Hans for route in lines)
    assert any(
        one.startswith("tel:") for route in lines for one in hrefs(call_links(route.contact))
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_for_help_has_numbers_of_its_place_to_call(
    stage: Stage, visit: Visit, page: str, language: str
) -> None:
    part = stage.part(STORIES[language], "confirm", "tell")
    place = {"en": "UK", "zh": "CN"}[language]
    found = guidance_for(place, 0)
    wanted = {"complaint": found.complaints, "more-help": found.safety}.get(page, lines_for(place))
    soup = visit(part.borrower, language=language).soup(f"/cases/{part.case_id}/{page}")
    text = soup.get_text(" ", strip=True)
    shown = {str(one["href"]) for one in soup.select("main a")}
    for route in wanted:
        assert (route.name.zh_Hans if language == "zh" else route.name.en) in text
        assert set(hrefs(call_links(route.contact))) <= shown


def test_after_what_happened_the_lines_stand_beside_what_may_help(
    stage: Stage, visit: Visit
) -> None:
    part: Part = stage.part("deficit", "confirm", "tell")
    address = f"/household/{part.household_id}/budget/may-help"
    assert visit(part.borrower).soup(address).select("a[href^='tel:']") == []
    assert part.story.told is not None
    fell = HardshipLine("INCOME_CUT", stage.clock().date(), None)
    told = replace(part.story.told, hardship=(fell,))
    budget.save(part.deps, part.borrower, part.household_id, told)
    assert visit(part.borrower).soup(address).select_one("a[href='tel:116123']")
