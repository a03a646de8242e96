"""A borrower with an address, and browsers that come in: what the classes of sign-in share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.gateways.mail import FolderMail
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.attacks.running import Ground
from tests.stage import ORIGIN, Clock, Stage
from tests.web.rights.asking import NONCE, TOKEN

SAME = {"Origin": ORIGIN}
ADDRESS = "new@people.example"
NOBODY = "nobody@people.example"
VARY = ("Date", "Set-Cookie", "Content-Length")
"""The length goes with the form token, whose own length varies."""
APART_MINUTES = 295
"""Ten links a day are enough for everybody, also where somebody asks twice."""


@dataclass(frozen=True, slots=True)
class Door:
    """A person with an address and nothing else: an invitation waits."""

    app: Flask
    deps: Deps
    clock: Clock
    stage: Stage
    kept: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ground: Ground) -> Door:
        stage = ground.stage
        stage.part("new")
        return cls(ground.app, ground.deps, ground.clock, stage)

    def post(self, client: FlaskClient, path: str, **form: str) -> TestResponse:
        return client.post(path, data={"csrf_token": token(client), **form}, headers=SAME)

    def mails(self) -> list[str]:
        """Every mail so far, the newest first, when the background work is done."""
        Runner(self.deps.unit_of_work, handlers(self.deps), self.deps.now).drain()
        assert isinstance(self.deps.mail, FolderMail)
        return [letter.text for letter in self.deps.mail.letters()]

    def sent(self, kind: str) -> list[tuple[str, str]]:
        """The link's path and the code of every mail of one kind, the newest first."""
        found = []
        for text in self.mails():
            link = re.search(rf"{ORIGIN}({kind}/[\w-]{{43}})", text)
            code = re.search(
                r"^(?:Your code is )?([0-9]{8}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$", text, re.MULTILINE
            )
            if link:
                found.append((link[1], code[1] if code else ""))
        return found

    def asked(
        self, client: FlaskClient | None = None, **wanted: str
    ) -> tuple[FlaskClient, str, str]:
        """A browser that asked for a sign-in link, the link's path and the code."""
        browser = client or self.app.test_client()
        self.clock.move(minutes=APART_MINUTES)
        answer = self.post(browser, "/sign-in", email=ADDRESS, **wanted)
        assert answer.status_code == 303, answer.status_code
        link, code = self.sent("/sign-in/link")[0]
        return browser, link, code

    def has_session(self, *clients: FlaskClient) -> list[str]:
        """The cookies behind which a session stands."""
        found = []
        for client in clients:
            cookie = client.get_cookie("sid")
            if cookie and accounts.who(self.deps, cookie.value) is not None:
                found.append(cookie.value)
        return found

    def sessions(self) -> int:
        return self.one("SELECT count(*) FROM session")

    def reused(self) -> int:
        return self.one(f"SELECT count(*) FROM audit WHERE action = '{accounts.REUSED}'")

    def one(self, question: str) -> int:
        with self.deps.reading() as uow:
            return int(uow.audit.connection.exec_driver_sql(question).scalar_one())

    def stranger(self, sid: str = "") -> FlaskClient:
        """A browser, with a session's cookie when there is one."""
        client = self.app.test_client()
        client.set_cookie("sid", sid or new_id())
        return client


def token(client: FlaskClient) -> str:
    found = TOKEN.search(client.get("/guide").text)
    assert found
    return found[1]


def masked(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without its date, nonces and tokens."""
    headers = [(n, NONCE.sub("", v)) for n, v in answer.headers if n not in VARY]
    cookies = sorted(v.split("=")[0] for v in answer.headers.getlist("Set-Cookie"))
    return (
        answer.status_code,
        TOKEN.sub("", NONCE.sub("", answer.text)),
        [*sorted(headers), *((c, "set") for c in cookies)],
    )
