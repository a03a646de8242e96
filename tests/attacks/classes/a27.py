"""Words that try to end a header, a line of the log or an address in a mail."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from app.gateways.mail import Letter, message
from app.logs import REQUEST_ID, Lines, begin_request, end_request, tell
from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Talks
from tests.stage import ORIGIN, START

__all__ = ["no_fault_of_ours"]

HEADERS = ("HTTP_USER_AGENT", "HTTP_X_REQUEST_ID", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE")


class Kept(logging.Handler):
    """Every line as it would leave."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(Lines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks
    kept: Kept


def prepare(ground: Ground) -> Ready:
    kept, root = Kept(), logging.getLogger()
    talks = Talks.of(ground, "four-weekly", "confirm", "tell")
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    ground.request.addfinalizer(lambda: root.setLevel(before))
    ground.request.addfinalizer(lambda: root.removeHandler(kept))
    return Ready(talks, kept)


def send(ready: Ready, one: Input) -> Ran:
    """In each header, as a file's name, as an address to write to and as a name."""
    talks, text = ready.talks, one.send
    client = talks.borrower.client
    began = len(ready.kept.lines)
    answers = [_with_header(talks.ground.app, header, text) for header in HEADERS]
    token = talks.borrower.token
    body, kind = _file(text, token), "multipart/form-data; boundary=x"
    answers.append(
        client.post("/verify", data=body, headers={"Origin": ORIGIN, "Content-Type": kind})
    )
    form = {"csrf_token": token, "email": text}
    answers.append(
        talks.ground.app.test_client().post("/sign-in", data=form, headers={"Origin": ORIGIN})
    )
    debt = {"creditor": text, "kind": "other", "owed": "20"}
    answers.append(talks.borrower.post(f"{talks.home}/budget/debts", debt))
    return Ran(
        tuple(a.status_code for a in answers if a.status_code not in (403, 413)),
        len(answers),
        (text, [dict(a.headers) for a in answers], ready.kept.lines[began:]),
    )


def _with_header(app: Flask, header: str, text: str) -> TestResponse:
    """Past the client, which would refuse to send it."""
    builder = EnvironBuilder(path="/guide")
    environ = builder.get_environ() | {header: text}
    builder.close()
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    return TestResponse(body, status, headers, Request(environ))


def _file(name: str, token: str) -> bytes:
    """A form with a file of that name; a client of ours would refuse to write it."""
    part = "--x\r\nContent-Disposition: form-data; name="
    text = (
        f'{part}"csrf_token"\r\n\r\n{token}\r\n{part}"paper"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--x--\r\n"
    )
    return text.encode()


@check
def no_header_and_no_recipient_is_added(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        text, headers, _lines = result.said
        for one in headers:
            if "X-Evil" in one or "\n" in "".join(one.values()):
                yield f"{name}: {sorted(one)}"
        for to, subject in ((text, "News"), ("a@people.example", text)):
            try:
                mail = message(Letter("k", to, subject, "words", START), "us@town.example")
            except ValueError:
                continue
            if "Bcc" in mail or len(mail.get_all("To", [])) != 1 or "X-Evil" in mail:
                yield f"{name}: {mail.keys()}"


@check
def each_event_is_one_line(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        text, _headers, lines = result.said
        requests = [json.loads(line) for line in lines]
        if any("forged" in line or text in str(line) for line in requests):
            yield f"{name}: is in the log"
        if sum(one["event"] == "request" for one in requests) != result.did:
            yield f"{name}: {len(requests)} lines for {result.did} requests"
        if any("\n" in line for line in lines):
            yield f"{name}: a line of two lines"


@check
def an_unfit_id_of_a_request_is_replaced(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """As if a proxy of ours had passed it on; from anybody else none is read."""
    for name, result in ran.items():
        began = len(ready.kept.lines)
        begin_request(result.said[0])
        tell(logging.getLogger("tests.attacks"), logging.INFO, "something")
        end_request()
        found = json.loads(ready.kept.lines[began])["request"]
        if not REQUEST_ID.fullmatch(found) or found == result.said[0]:
            yield f"{name}: the id is {found}"
