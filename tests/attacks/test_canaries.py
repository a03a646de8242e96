"""Fifty words in everything that comes in: none leaves in a log line, a mail or an address.

None lies in the database either, outside what is encrypted there.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.factory import create_app
from app.gateways.mail import Letter
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.logs import Lines
from app.usecases.deps import Deps
from tests.attacks.searching import MARK, Plant, found
from tests.gates.figures import Measured
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import ENDS_SESSIONS, Browser
from tests.web.rights.cells import Cell, cells

LEAST = 50
HEADERS = (
    "User-Agent",
    "Referer",
    "X-Forwarded-For",
    "X-Request-Id",
    "Accept-Language",
    "Authorization",
    "If-None-Match",
)
ACTORS = ("owner", "agent", "anonymous")


@contextmanager
def written() -> Iterator[StringIO]:
    """What this process would write to its log, from the smallest level on."""
    said, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    handler.setFormatter(Lines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture
def live(town_deps: Deps) -> Flask:
    """Faults are pages and lines here, as they are for people."""
    app = create_app(town_deps)
    app.config["TESTING"] = False
    return app


def ask_everything(browser: Browser, plant: Plant, asked: list[Cell]) -> list[TestResponse]:
    """Each route once, with words in headers, query, cookie and every field of its form.

    Words that are accepted are told in ``test_nothing_in_the_clear``.
    """
    answers = []
    for cell in asked:
        headers = {name: plant(name).encode().decode("latin-1") for name in HEADERS}
        path = f"{cell.path}?{plant('key')}={plant('query')}"
        browser.client.set_cookie("lang", plant("cookie").encode().hex())
        if cell.safe:
            answers.append(browser.client.get(path, headers=headers))
            continue
        headers |= {"Origin": ORIGIN, "Authorization": ""}
        data = {"csrf_token": browser.token} | {name: plant(name) for name in cell.form}
        answers.append(browser.client.post(path, data=data, headers=headers))
        data[plant("field")] = plant("unknown")
        answers.append(browser.client.post(path, data=data, headers=headers))
        if cell.endpoint.startswith(ENDS_SESSIONS):
            browser.start_again()
    return answers


def lines(said: StringIO) -> list[dict[str, object]]:
    """Every one is JSON."""
    return [json.loads(line) for line in said.getvalue().splitlines()]


def leaks(*texts: str) -> list[str]:
    """Each planted word has the same end of ``MARK`` in it, however its first letters are written."""
    return [hit for text in texts for hit in re.findall(f"{MARK[-5:]}[-\\w%]*", text)]


@pytest.mark.parametrize("actor", ACTORS)
def test_no_word_of_a_request_is_logged_or_sent_on(
    live: Flask, town_deps: Deps, town: Town, actor: str, tmp_path: Path, measured: Measured
) -> None:
    plant, browser = Plant(), Browser.of(live, town_deps, town, actor)
    method = "GET" if actor == "anonymous" else "POST"
    chosen = [c for c in cells(live, town) if c.which in ("", "a") and c.method == method]
    with written() as said:
        answers = ask_everything(browser, plant, chosen)
        Runner(town_deps.unit_of_work, handlers(town_deps), town_deps.now).drain()
    measured("G16", "markers", len(plant.words), at_least=LEAST)
    requests = [line for line in lines(said) if line["event"] == "request"]
    assert len(requests) >= len(answers)
    places = [answer.headers.get("Location", "") for answer in answers]
    mails = [path.read_text() for path in town_deps.settings.mail_dir.glob("*.eml")]
    outside = [*leaks(said.getvalue(), *places, *mails), *found(town_deps, [MARK], tmp_path)]
    assert not outside
    measured("G16", "found_in_logs_mail_addresses_dump_or_backup", len(outside), exactly=0)
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def test_no_word_of_a_path_a_file_or_a_body_is_logged(
    live: Flask, town_deps: Deps, town: Town
) -> None:
    plant, browser = Plant(), Browser.of(live, town_deps, town, "admin")
    client = browser.client
    with written() as said:
        for start in ("", "cases/", "agreements/", "verify/", "static/", "sign-in/", "health/"):
            assert client.get(f"/{start}{plant('path')}").status_code == 404
        for path, field in (("/verify", "file"), ("/lender/imports", "file")):
            file = BytesIO(plant("content").encode()), plant("file name")
            data = {"csrf_token": browser.token, field: file}
            assert client.post(path, data=data, headers={"Origin": ORIGIN}).status_code < 500
        body = json.dumps({plant("json key"): plant("json")})
        answer = client.post("/api/v1/assessments", data=body, content_type="application/json")
        assert answer.status_code == 422
        client.open("/", method=plant("method").encode().hex().upper())
    assert leaks(said.getvalue()) == []
    assert found(town_deps, [MARK]) == []


@dataclass(frozen=True, slots=True)
class Speaking:
    """A mail server that quotes what it was given, and more."""

    words: str

    def send(self, letter: Letter) -> None:
        secret = f"{self.words} {letter.to}"
        raise OSError(secret)


def test_no_word_of_a_mail_server_or_of_a_fault_is_logged_or_kept(
    town_deps: Deps, town: Town
) -> None:
    plant = Plant()
    broken = replace(town_deps, mail=Speaking(plant("server")))
    app = create_app(broken)
    app.config["TESTING"] = False
    app.add_url_rule("/fault", "fault", lambda: str(int(plant("fault"))))
    browser = Browser.of(app, broken, town, "anonymous")
    with broken.reading() as uow:
        person = uow.people.find(town.people["owner"].person_id)
    assert person
    assert person.email
    form = {"csrf_token": browser.token, "email": person.email}
    with written() as said:
        answer = browser.client.post("/sign-in", data=form, headers={"Origin": ORIGIN})
        assert answer.status_code == 303
        assert browser.client.get("/fault").status_code == 500
        assert Runner(broken.unit_of_work, handlers(broken), broken.now).drain() > 0
    events = {line["event"] for line in lines(said)}
    assert {"job failed", "fault"} <= events
    assert leaks(said.getvalue()) == []
    assert person.email not in said.getvalue()
    assert person.name not in said.getvalue()
    assert found(broken, [MARK, person.email, person.name]) == []


def test_a_word_in_a_line_would_be_found() -> None:
    word = Plant()("here")
    for written_as in (word, json.dumps({"why": word}), ascii(word), quote(word)):
        assert leaks(written_as) == ["nigin-here-0"]
