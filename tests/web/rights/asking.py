"""Asking for every cell as one person, and what is wrong with the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.cells import Cell
from tests.web.rights.oracle import SIGNED_OUT, Answer, expected

NONCE = re.compile(r"nonce(-|=\")[\w-]{24}")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
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

    @classmethod
    def of(cls, app: Flask, deps: Deps, town: Town, actor: str) -> Browser:
        browser = cls(app, deps, town, actor, app.test_client())
        browser.start(town.browsers.get(actor, ""))
        return browser

    def start(self, sid: str) -> None:
        self.client = self.app.test_client()
        if sid:
            self.client.set_cookie("sid", sid)
        found = TOKEN.search(self.client.get("/guide").text)
        self.token = found[1] if found else ""

    def ask(self, cell: Cell) -> TestResponse:
        if cell.safe:
            return self.client.open(cell.path, method=cell.method)
        form = {"csrf_token": self.token, **cell.form}
        answer = self.client.post(cell.path, data=form, headers={"Origin": ORIGIN})
        if cell.endpoint.startswith(ENDS_SESSIONS):
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


def wrong(browser: Browser, cells: Iterable[Cell]) -> Iterator[str]:
    """Ask for each cell and name the ones that were not answered as the oracle says."""
    hidden = _plain(browser.client.get("/no-such-page"))
    for cell in cells:
        right = expected(browser.actor, cell.actions, cell.kind, cell.which)
        found = _asked(browser, cell, hidden)
        if found != right:
            yield f"{cell.method} {cell.endpoint} of {cell.which or 'nobody'}: {found}, not {right}"
        if cell.endpoint == SPEAKS:
            hidden = _plain(browser.client.get("/no-such-page"))


def _asked(browser: Browser, cell: Cell, hidden: tuple[object, ...]) -> str:
    try:
        answer = browser.ask(cell)
    except Exception as fault:  # noqa: BLE001 (a fault is an answer like any other here)
        browser.start_again()
        return f"a fault: {fault!r}"
    with answer:
        if answer.status_code == 404 and cell.method != "HEAD" and _plain(answer) != hidden:
            return "a 404 that tells"
        return said(answer)


def said(answer: TestResponse) -> str:
    """The kind of an answer."""
    if answer.status_code == 303 and answer.headers["Location"].split("?")[0] == "/sign-in":
        return Answer.SIGN_IN
    if answer.status_code in (404, 403):
        return Answer(str(answer.status_code))
    return Answer.IN if answer.status_code < 500 else str(answer.status_code)


def _plain(answer: TestResponse) -> tuple[object, ...]:
    """Everything a browser gets, but for the number used once."""
    headers = sorted((name, NONCE.sub("", value)) for name, value in answer.headers)
    return answer.status_code, headers, NONCE.sub("", answer.text)
