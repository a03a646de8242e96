"""Work that waits too long is told to whoever runs the product, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.access import Actor
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.store.outbox import LATE
from app.usecases.deps import Deps
from app.web.operator.work import KINDS
from tests.stage import Stage, Visitor
from tests.usecases.confirming import an_operator
from tests.web.pages.test_pages_lint import Page

Visit = Callable[..., Visitor]
PATH = "/admin/work"
SECOND = timedelta(seconds=1)


@pytest.fixture
def operator(deps: Deps) -> Actor:
    return an_operator(deps)


def ask(deps: Deps, kind: str, *, due_ago: timedelta, key: str = "") -> None:
    at = deps.now() - due_ago
    with deps.unit_of_work() as uow:
        uow.system("work of a test")
        assert uow.outbox.put(kind, f"{kind}:{key}", {"name": "Amelia Okafor"}, at)


def rows(browser: Visitor) -> list[list[str]]:
    found = browser.soup(PATH).select("tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in found]


def test_every_kind_of_work_has_words(deps: Deps) -> None:
    assert set(handlers(deps)) == set(KINDS)


def test_after_a_minute_and_not_before_it_is_shown(
    deps: Deps, visit: Visit, operator: Actor
) -> None:
    browser = visit(operator)
    ask(deps, "mail", due_ago=LATE - SECOND)
    ask(deps, "copy", due_ago=-timedelta(hours=1))
    assert "Nothing has waited longer than a minute" in browser.soup(PATH).get_text()
    ask(deps, "apply", due_ago=LATE)
    assert rows(browser) == [["Put a signature into the file", "1", "1 minute", "0", "Not known"]]


def test_by_kind_and_fault_with_the_longest_wait_first_and_nothing_of_whom_it_is_about(
    deps: Deps, visit: Visit, operator: Actor
) -> None:
    browser = visit(operator)
    ask(deps, "close", due_ago=timedelta(minutes=119))
    ask(deps, "mail", due_ago=timedelta(days=2), key="one")
    ask(deps, "mail", due_ago=timedelta(hours=5), key="two")

    def fail(_payload: object) -> None:
        raise TimeoutError("Amelia Okafor's server")

    runner = Runner(deps.unit_of_work, {"close": fail}, deps.now)
    assert runner.run_once()
    found = rows(browser)
    assert [row[:4] for row in found] == [
        ["Send a message", "2", "2 days", "0"],
        ["Seal a file", "1", "1 hour", "1"],
    ]
    assert found[1][4].startswith("TimeoutError test_work_page.py:")
    assert "Amelia" not in browser.soup(PATH).get_text()


def test_what_is_done_does_not_wait(deps: Deps, visit: Visit, operator: Actor) -> None:
    ask(deps, "tidy", due_ago=timedelta(hours=1))
    Runner(deps.unit_of_work, {"tidy": lambda _payload: None}, deps.now).drain()
    assert rows(visit(operator)) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_made_and_linked_from_every_page_of_theirs(
    deps: Deps, visit: Visit, operator: Actor, language: str
) -> None:
    ask(deps, "renew", due_ago=timedelta(days=1))
    browser = visit(operator, language=language)
    page = Page(browser.get(PATH).text)
    assert page.open == []
    assert page.words["h1"] == page.words["title"]
    assert browser.soup("/admin/rules").select_one(f"nav.pp-nav a[href='{PATH}']")


def test_it_is_nobody_elses(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly")
    for actor in (part.borrower, part.place.agent):
        assert visit(actor).get(PATH).status_code == 403
