"""Asking for every cell as one person, and what is wrong with the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.cells import Cell
from tests.web.rights.heads import Heads
from tests.web.rights.oracle import SIGNED_OUT, Answer, expected, works
from tests.web.rights.routes import NOT_STAFF

NEW_ID = re.compile(r"sid=[\w-]{43}")
NONCE = re.compile(r"nonce(-|=\")[\w-]{24}")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NO_PAGE = "/no-such-page"
REACHED = 204
"""What is answered behind a guard when nothing is there; no view answers it."""
STOPPED = frozenset({REACHED, HTTPStatus.TOO_MANY_REQUESTS})
"""No view has run, so that nobody's session began or ended."""
PROGRAM = {"Authorization": "Bearer of-nobody"}
"""What a program sends that has a token and no cookie. There is none that opens anything."""
ENDS_SESSIONS = ("account.", "demo.")
"""Rooms whose forms sign in or out: afterwards the browser starts anew."""
SPEAKS = "public.switch_language"
"""Whoever is signed in reads every page in the language they chose there, from then on."""


@dataclass
class Browser:
    """One person's browser. Its token is read once, for it lasts as long as the session."""

    app: Flask
    deps: Deps
    town: Town
    actor: str
    client: FlaskClient
    token: str = ""
    heads: Heads = field(default_factory=Heads)

    @classmethod
    def of(cls, app: Flask, deps: Deps, town: Town, actor: str) -> Browser:
        browser = cls(app, deps, town, actor, app.test_client())
        browser.start(town.browsers.get(actor, ""))
        return browser

    def start(self, sid: str) -> None:
        self.client = self.app.test_client(use_cookies=self.actor != "program")
        if sid:
            self.client.set_cookie("sid", sid)
        found = TOKEN.search(self.client.get("/guide").text)
        self.token = found[1] if found else ""

    def ask(self, cell: Cell) -> TestResponse:
        if self.actor == "program":
            return self.client.open(cell.path, method=cell.method, data=cell.form, headers=PROGRAM)
        if cell.safe:
            return self.client.open(cell.path, method=cell.method)
        form = {"csrf_token": self.token, **cell.form}
        answer = self.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
        if cell.endpoint.startswith(ENDS_SESSIONS) and answer.status_code not in STOPPED:
            self.start_again()
        return answer

    def start_again(self) -> None:
        """A session like the first one: alive for whoever was signed in."""
        if self.actor in SIGNED_OUT:
            self.start(self.town.browsers.get(self.actor, ""))
            return
        sid = new_id()
        accounts.start(self.deps, self.town.people[self.actor].person_id, sid)
        self.start(sid)


@contextmanager
def nothing_behind(app: Flask) -> Iterator[None]:
    """Every guard stands as it is, and whoever passes it gets an empty answer.

    What the view and its use case say is left out; what the guard says costs no page.
    """
    views, taken = dict(app.view_functions), []
    for endpoint, view in views.items():
        if getattr(view, "allows", None) is None:
            app.view_functions[endpoint] = wraps(view)(lambda **_: _reached())
            continue
        inner, closed = getattr(view, "__wrapped__", None), getattr(view, "__closure__", ())
        (held,) = (one for one in closed if one.cell_contents is inner)
        taken.append((held, held.cell_contents))
        held.cell_contents = _reached
    try:
        yield
    finally:
        app.view_functions.update(views)
        for held, view in taken:
            held.cell_contents = view


def _reached(**_: object) -> tuple[str, int]:
    return "", REACHED


def wrong(browser: Browser, cells: Iterable[Cell]) -> Iterator[str]:
    """Ask for each cell and name the ones that were not answered as the oracle says.

    What only the guard answers, and what is public, needs no page made for everybody.
    """
    whole = list(cells)
    at_guard = [cell for cell in whole if cell.at_guard(browser.actor)]
    with nothing_behind(browser.app):
        yield from _wrong(browser, at_guard)
    yield from _wrong(browser, (cell for cell in whole if not cell.at_guard(browser.actor)))


def _wrong(browser: Browser, cells: Iterable[Cell]) -> Iterator[str]:
    hidden = plain(browser.client.get(NO_PAGE))
    for cell in cells:
        right = expected(browser.actor, cell.actions, cell.kind, cell.which)
        if right is Answer.IN and cell.endpoint in NOT_STAFF and works(browser.actor):
            right = Answer.FORBIDDEN
        found = answered(browser, cell, hidden)
        if found != right:
            yield f"{cell.method} {cell.endpoint} of {cell.which or 'nobody'}: {found}, not {right}"
        if cell.endpoint == SPEAKS:
            hidden = plain(browser.client.get(NO_PAGE))


def answered(browser: Browser, cell: Cell, hidden: tuple[object, ...] = ()) -> str:
    """The kind of answer to one cell. Where a 404 is compared, ``hidden`` is what it has to be."""
    try:
        answer = browser.ask(cell)
    except Exception as fault:  # noqa: BLE001 (a fault is an answer like any other here)
        browser.start_again()
        return f"a fault: {fault!r}"
    with answer:
        browser.heads.note(cell, answer)
        told = answer.status_code == 404 and cell.method != "HEAD" and hidden
        if told and plain(answer) != hidden:
            return "a 404 that tells"
        return said(answer)


def said(answer: TestResponse) -> str:
    """The kind of an answer."""
    if answer.status_code == 303 and answer.headers["Location"].split("?")[0] == "/sign-in":
        return Answer.SIGN_IN
    if answer.status_code in (404, 403):
        return Answer(str(answer.status_code))
    return Answer.IN if answer.status_code < 500 else str(answer.status_code)


def plain(answer: TestResponse) -> tuple[object, ...]:
    """Everything a browser gets, but for the number used once and the id it may be given."""
    headers = sorted((n, NEW_ID.sub("", NONCE.sub("", value))) for n, value in answer.headers)
    return answer.status_code, headers, NONCE.sub("", answer.text)
