"""E7: no page of anybody has a box that is ticked, an option that is chosen or an amount put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from app.core.access import Actor
from app.usecases.demo_steps import STEPS, Part
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]
MOST = 80
FILES = (".pdf", ".json", ".ics", ".zip", ".html", ".csv", ".asice", "/trial", "/file")
ANSWERED = "/budget/"
"""Pages that show again what the person told there before; they begin empty, see below."""
NOT_ANSWERS = {"hidden", "submit", "button", "checkbox", "radio", "file"}


def chosen(page: BeautifulSoup, address: str) -> Iterator[str]:
    """What a form would send although nobody has touched it.

    A value that stands in the address was chosen by pressing its link, like a filter.
    """
    said = {value for _, value in parse_qsl(urlsplit(address).query)}
    for box in page.select("main input, main select, main textarea"):
        name = box.get("name", box.get("id", ""))
        if box.has_attr("checked") and box.get("value") not in said:
            yield f"{name} is ticked"
        for option in box.select("option[selected]"):
            if option.get("value") and option["value"] not in said:
                yield f"{name} has {option['value']} chosen"
        typed = box.get("value") if box.name == "input" else box.name == "textarea" and box.text
        if box.get("type") not in NOT_ANSWERS and str(typed or "").strip() and typed not in said:
            yield f"{name} is filled in"


def crawl(visitor: Visitor, start: str, skip: str = "") -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page that links lead to from ``start``, with its query."""
    waiting, seen = [start], {start}
    while waiting and len(seen) < MOST:
        here = waiting.pop(0)
        answer = visitor.get(here)
        if answer.status_code in {302, 303}:
            links = [answer.headers["Location"]]
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            page = BeautifulSoup(answer.data, "html.parser")
            yield here, page
            links = [str(a["href"]) for a in page.find_all("a", href=True) if isinstance(a, Tag)]
        else:
            continue
        for link in links:
            there = urldefrag(urljoin(ORIGIN + here, link))[0]
            path = there.removeprefix(ORIGIN)
            away = not there.startswith(ORIGIN) or path.split("?")[0].endswith(FILES)
            if away or path in seen or (skip and skip in path):
                continue
            seen.add(path)
            waiting.append(path)


@pytest.fixture
def parts(stage: Stage) -> dict[str, Part]:
    """People at every step: nobody told anything, an offer is open, a mandate, a sealed plan."""
    return {
        "new": stage.part("new"),
        "countered": stage.part("counter", "confirm", "tell", "offer", "counter"),
        "offered": stage.part("four-weekly", "confirm", "tell", "offer"),
        "helped": stage.part("counselor", "authority", "confirm", "tell"),
        "disputed": stage.part("disputed", "dispute"),
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_e07_nothing_is_chosen_for_anybody_on_any_page(
    visit: Visit, parts: dict[str, Part], language: str
) -> None:
    place = parts["new"].place
    walks: list[tuple[str, tuple[Actor, ...], str]] = [
        ("/", (), ""),
        ("/my", (parts["new"].borrower,), ""),
        ("/my", (parts["countered"].borrower,), ANSWERED),
        ("/my", (parts["offered"].borrower,), ANSWERED),
        ("/my", (parts["disputed"].borrower,), ""),
        ("/counselor", (place.counselor,), ANSWERED),
        ("/lender?show=overdue&order=newest", (place.supervisor,), ""),
        ("/lender", (place.admin,), ""),
    ]
    found, forms = [], 0
    for start, actor, skip in walks:
        visitor = visit(*actor, language=language)
        for address, page in crawl(visitor, start, skip):
            forms += len(page.select("main form"))
            found += [f"{address}: {what}" for what in chosen(page, address)]
    assert found == []
    assert forms > 60, "the walk found the forms"


def test_e07_what_a_person_told_is_shown_again_and_nothing_else(
    visit: Visit, parts: dict[str, Part]
) -> None:
    """The pages left out above begin empty for somebody who has told nothing."""
    new, told = parts["new"], parts["offered"]
    STEPS["withdraw"](told)
    for part, expected in ((new, False), (told, True)):
        visitor = visit(part.borrower)
        start = f"/household/{part.household_id}/budget/people"
        pages = [start, *(start.replace("people", n) for n in ("income", "spending", "wishes"))]
        filled = [what for at in pages for what in chosen(visitor.soup(at), at)]
        assert bool(filled) is expected
