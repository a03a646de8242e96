"""From every page of a plan: pause, dispute, change, complain, reach a person (E10)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

MOST = 3
CONFIRMED = ("confirm", "tell")
AGREED = (*CONFIRMED, "offer", "counter", "accept", "records")
STORIES = {
    "new": (),
    "open": CONFIRMED,
    "asked": (*CONFIRMED, "offer"),
    "offered": (*CONFIRMED, "offer", "counter"),
    "signing": AGREED,
    "sealed": (*AGREED, "sign"),
}
ALWAYS = ("hold", "dispute", "complaint", "ask-help")
CHANGE = {
    "open": "/cases/{}/options",
    "asked": "/cases/{}/withdraw",
    "offered": "/cases/{}/options",
    "signing": "/agreements/{}/change",
}
"""Where other terms are asked for; a sealed plan is changed with a person."""


class Site:
    """What one borrower sees of one case: each page once, as a browser finds it by its links."""

    def __init__(self, visitor: Visitor, part: Part) -> None:
        self.visitor = visitor
        self.id = str(part.case_id)
        self.links: dict[str, set[str]] = {}
        self.forms: dict[str, set[str]] = {}
        self._crawl(f"/cases/{self.id}")

    def _crawl(self, start: str) -> None:
        waiting = [start]
        while waiting:
            path = waiting.pop()
            if path in self.links:
                continue
            answer = self.visitor.get(path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                self.links[path] = self.forms[path] = set()
                continue
            page = BeautifulSoup(answer.data, "html.parser")
            self.links[path] = {
                urldefrag(urljoin(path, str(a["href"]))).url for a in page.select("a[href]")
            }
            self.forms[path] = {
                urljoin(path, str(form.get("action", path)))
                for form in page.select("form[method=post]")
            }
            waiting += [there for there in self.links[path] if self._is_ours(there)]

    def _is_ours(self, path: str) -> bool:
        return path.startswith((f"/cases/{self.id}", f"/agreements/{self.id}"))

    @property
    def pages(self) -> list[str]:
        """Pages that a person reads, without files and addresses that lead elsewhere."""
        return [path for path, links in self.links.items() if links]

    def steps(self, page: str, there: str) -> int:
        """Links to follow from ``page`` and the press at the end; 9 when there is no way."""
        reached, found = {page}, 0
        while found < MOST + 1:
            if any(there in {urlsplit(x).path for x in self.forms.get(p, ())} for p in reached):
                return found + 1
            found += 1
            reached |= {
                urlsplit(link).path if urlsplit(link).path in self.links else link
                for path in reached
                for link in self.links.get(path, ())
            }
        return 9


@pytest.mark.parametrize("story", STORIES)
def test_e10_each_is_at_most_three_steps_from_every_page_and_no_more_than_paying(
    stage: Stage, visit: Callable[..., Visitor], story: str
) -> None:
    part = stage.part("joint", *STORIES[story])
    stage.work()
    site = Site(visit(part.borrower), part)
    assert len(site.pages) > len(ALWAYS)
    paying = site.steps(f"/cases/{site.id}", f"/cases/{site.id}/accept")
    for page in site.pages:
        for name in ALWAYS:
            steps = site.steps(page, f"/cases/{site.id}/{name}")
            assert steps <= MOST, (page, name)
            assert steps <= paying, (page, name)
        if story in CHANGE:
            there = CHANGE[story].format(site.id)
            change = min(site.steps(page, there), _pages_to(site, page, there))
            assert change <= MOST, page


def _pages_to(site: Site, page: str, there: str) -> int:
    """For what begins on a page of its own: the links that lead to it."""
    reached, steps = {page}, 0
    while there not in reached and steps <= MOST:
        reached |= {urlsplit(x).path for path in reached for x in site.links.get(path, ())}
        steps += 1
    return steps


def test_e10_the_crawl_finds_a_page_that_hides_a_way(
    stage: Stage, visit: Callable[..., Visitor]
) -> None:
    part = stage.part("joint", "confirm")
    site = Site(visit(part.borrower), part)
    hold = f"/cases/{site.id}/hold"
    assert site.steps(f"/cases/{site.id}", hold) == 2
    for path in site.links:
        site.links[path] -= {hold}
    assert site.steps(f"/cases/{site.id}", hold) == 9
