"""Every list of the product with parameters that it does not have, and one case too many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.core.paging import PAGE
from app.usecases.harvesting import BULK, LOOKS
from app.usecases.throttle import LIMITS
from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.attacks.unsafe import noted
from tests.web.rights.asking import Browser, plain

__all__ = ["no_fault_of_ours"]

LISTS = (
    "/lender",
    "/lender/approvals",
    "/lender/imports",
    "/lender/policy",
    "/counselor",
    "/counselor/requests",
    "/counselor/looking",
    "/my",
)
ACTORS = ("agent", "admin", "counselor", "owner")
OWN_PAGES = frozenset({"page"})
"""A page further on is another page, and shows less."""
ROW = re.compile(r"<tr|<li")


@dataclass(frozen=True, slots=True)
class Ready:
    """``pages`` are the lists as they look without any parameter."""

    ground: Ground
    browsers: dict[str, Browser]
    words: dict[str, str]
    pages: dict[tuple[str, str], str]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    lender = town.people["other agent"].memberships[0].organisation_id
    browsers = {name: Browser.of(app, deps, town, name) for name in ACTORS}
    return Ready(
        ground,
        browsers,
        {
            "CASE_A": str(town.cases["a"]),
            "CASE_B": str(town.cases["b"]),
            "LENDER_B": str(lender),
        },
        {
            (name, path): _words(browser.client.get(path).text)
            for name, browser in browsers.items()
            for path in LISTS
        },
    )


def send(ready: Ready, one: Input) -> Ran:
    query = {name: _filled(ready, value) for name, value in one.send.items()}
    statuses, told, rows = [], [], 0
    foreign = (ready.words["CASE_B"], str(ready.ground.town.agreed["b"]))
    for name, browser in ready.browsers.items():
        for path in LISTS:
            answer = browser.client.get(path, query_string=query)
            statuses.append(answer.status_code)
            rows = max(rows, len(ROW.findall(answer.text)))
            differs = ready.pages[name, path] != _words(answer.text)
            if any(word in answer.text for word in foreign) or (
                differs and not OWN_PAGES & query.keys()
            ):
                told.append(f"{path} as {name}")
    return Ran(tuple(statuses), len(statuses), (told, rows))


def _filled(ready: Ready, value: object) -> object:
    if isinstance(value, list):
        return [filled(one, ready.words) for one in value]
    return filled(str(value), ready.words)


def _words(page: str) -> str:
    """The page without its tags, which carry the number used once and the address."""
    return re.sub(r"<[^>]*>", "", page)


@check
def rows_are_as_without_it(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {where}" for where in result.said[0])


@check
def at_most_a_hundred_rows(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    if PAGE != 100:
        yield f"a page has {PAGE} rows"
    for name, result in ran.items():
        if result.said[1] > 3 * PAGE:  # a line of a list has a few parts
            yield f"{name}: {result.said[1]} rows"


@check
def reading_in_bulk_asks_again(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """The 201st look of a day leaves a line, and is not answered once the last check is old."""
    town, deps, limit = ready.ground.town, ready.ground.town_deps, LIMITS[LOOKS]
    path = f"/lender/cases/{town.cases['a']}"
    agent = town.people["agent"].person_id
    with deps.unit_of_work() as uow:
        uow.system("looks of the day so far")
        while uow.throttle.take(LOOKS, str(agent), limit.most, limit.within, deps.now()):
            pass
    browser, before = ready.browsers["agent"], noted(deps, BULK)
    if browser.client.get(path).status_code != 200:
        yield "a young check was asked for again"
    if noted(deps, BULK) != before + 1:
        yield "nothing is in the log"
    clock = deps.now
    clock.at += timedelta(minutes=6)  # type: ignore[attr-defined]  # the clock of the town
    try:
        answer = browser.client.get(path)
        if (answer.status_code, answer.headers.get("Location", "")[:8]) != (303, "/confirm"):
            yield f"the check of six minutes ago was enough: {answer.status_code}"
        if plain(browser.client.get("/guide"))[0] != 200:
            yield "the whole session stands still"
    finally:
        clock.at -= timedelta(minutes=6)  # type: ignore[attr-defined]  # as above
