"""Texts that break queries, patterns and paths, in every field and after every address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import timed
from tests.attacks.texts import posted, share
from tests.attacks.unsafe import actor_for, browsers_of, unsafe
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell, cells

__all__ = ["no_fault_of_ours"]

FULL = True
MOST_MS = 200
WORKS = {
    "borrower.options",
    "lender.answers",
    "lender.case",
    "borrower.affordable",
    "borrower.answer",
}
"""Rooms whose pages work plans out, whatever is sent: they have their own limit of time."""
MOST_WORKING_MS = 1000
PARTS = 8
GONE = (401, 403, 409, 410, 429)
"""What a route says that has nothing to do for this person, or any more, or so often."""
DATABASE = re.compile(r"sqlite|OperationalError|syntax error|no such (table|column)|Traceback")


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    browsers: dict[str, Browser]
    forms: tuple[Cell, ...]
    pages: tuple[Cell, ...]


def prepare(ground: Ground) -> Ready:
    app, town = ground.town_app, ground.town
    looks = [c for c in cells(app, town) if c.method == "GET" and c.which in ("", "a")]
    browsers = browsers_of(app, ground.town_deps, town)
    return Ready(ground, browsers, tuple(unsafe(app, town)), tuple(looks))


def send(ready: Ready, one: Input) -> Ran:
    parts = 1 if ready.ground.full else PARTS
    answers, slow = [], []
    for cell in (*share(ready.forms, one.name, parts), *share(ready.pages, one.name, parts)):
        browser = ready.browsers[actor_for(cell)]
        ask = partial(posted, browser, cell, one.send) if not cell.safe else partial(
            browser.client.get, cell.path, query_string={"q": one.send, "next": one.send, "back": one.send}
        )  # fmt: skip
        most = MOST_WORKING_MS if cell.endpoint.rpartition(".")[0] in WORKS else MOST_MS
        answer, took = timed(ask, most)
        if answer.status_code not in GONE:
            answers.append(answer)
        if took > most:
            slow.append(f"{cell.endpoint} {took:.0f} ms")
        if cell.endpoint in {"account.leave", "account.sign_out"}:
            browser.start_again()
    shown = [a.request.path for a in answers if DATABASE.search(a.data.decode(errors="replace"))]
    return Ran.of(*answers, said=(slow, shown))


@check
def each_is_answered_at_once(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {slow}" for slow in result.said[0])


@check
def nothing_of_the_database_is_shown(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {path}" for path in result.said[1])
