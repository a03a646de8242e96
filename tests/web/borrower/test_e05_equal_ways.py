"""Every row of choices on every page of a case is one component; no way to accept stands alone (E5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.web.borrower.test_nothing_chosen import crawl

Visit = Callable[..., Visitor]
STORIES = {
    "new": (),
    "open": ("confirm", "tell"),
    "offered": ("confirm", "tell", "offer", "counter"),
}
FIVE = ("accept", "options", "decline", "dispute", "ask-help")
"""Where the five answers to an offer lead, in their order."""


def unequal(page: BeautifulSoup, case: str) -> Iterator[str]:
    """What makes one way weigh more than another, and a way to accept without the others."""
    for row in page.select(".pp-choices"):
        acts = row.select("li > *")
        looks = {(act.name, tuple(act.get("class") or ())) for act in map(_pressed, acts)}
        if len(looks) != 1:
            yield f"{len(looks)} looks in one row"
        if len(acts) < len(row.select("li")):
            yield "an empty place in a row"
    for link in page.select(f'main a[href$="{case}/accept"]'):
        beside = link.find_parent(class_="pp-choices")
        links = beside.select("a[href]") if beside else []
        ways = [str(a["href"]).rsplit("/", 1)[-1] for a in links]
        if tuple(ways) != FIVE:
            yield f"accepting stands beside {ways}"


def _pressed(act: Tag) -> Tag:
    """What is pressed: the button of a form, or the link itself."""
    return act.select_one("button") or act


@pytest.mark.parametrize(("place", "language"), [("counter", "en"), ("cn-offer", "zh")])
@pytest.mark.parametrize("story", STORIES)
def test_e05_every_row_of_choices_is_equal_and_accepting_is_one_of_five(
    stage: Stage, visit: Visit, story: str, place: str, language: str
) -> None:
    part = stage.part(place, *STORIES[story])
    stage.work()
    found, rows = [], 0
    for address, page in _pages(visit(part.borrower, language=language), part):
        rows += len(page.select(".pp-choices"))
        found += [f"{address}: {why}" for why in unequal(page, str(part.case_id))]
    assert found == []
    assert rows


def _pages(visitor: Visitor, part: Part) -> Iterator[tuple[str, BeautifulSoup]]:
    for address, page in crawl(visitor, f"/cases/{part.case_id}", "/budget/"):
        if str(part.case_id) in address:
            yield address, page


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (
            '<ul class="pp-choices"><li><a class="b x">A</a></li><li><a class="b">B</a></li></ul>',
            "2 looks",
        ),
        (
            '<ul class="pp-choices"><li><a class="b">A</a></li><li><button class="b">B</button></li></ul>',
            "2 looks",
        ),
        ('<main><a href="/cases/7/accept">Accept</a></main>', "accepting stands beside"),
    ],
)
def test_e05_an_unequal_row_would_be_found(html: str, why: str) -> None:
    found = list(unequal(BeautifulSoup(html, "html.parser"), "7"))
    assert found
    assert why in found[0]
