"""The addresses of an agreement's files, asked for by everybody who may not have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from werkzeug.test import TestResponse

from app.web.security import DOWNLOAD_CSP
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.web.rights.asking import PROGRAM, Browser

FILES = (
    "/agreements/{case}/file",
    "/agreements/{case}/calendar.ics",
    "/agreements/{case}/evidence/paper",
    "/agreements/{case}/evidence/record",
)
ADDRESS = re.compile(r"/agreements/[0-9a-f-]{36}/[a-z/.]+")
PDF = b"%PDF-"


def send(ground: Ground, one: Input) -> Ran:
    actor = one.send["as"]
    browser = Browser.of(ground.town_app, ground.town_deps, ground.town, actor)
    headers = {
        name: filled(value, {"digest": ground.town.files["a"]})
        for name, value in one.send.get("headers", {}).items()
    }
    if actor == "program":
        headers |= PROGRAM
    answers = [
        browser.client.get(path, query_string=one.send.get("query"), headers=headers)
        for path in _paths(ground)
    ]
    return Ran.of(*answers, said=(_paths(ground), answers))


def _paths(ground: Ground) -> list[str]:
    return [path.format(case=ground.town.agreed["a"]) for path in FILES]


@check
def a_file_is_kept_apart(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        for path, answer in zip(*result.said, strict=True):
            if answer.status_code == 200 and not _apart(answer):
                yield f"{name} {path}: {dict(answer.headers)}"


def _apart(answer: TestResponse) -> bool:
    found = answer.headers
    return (
        found["Cache-Control"] == "no-store"
        and found["Content-Disposition"].startswith("attachment")
        and found["X-Content-Type-Options"] == "nosniff"
        and found["Content-Security-Policy"] == DOWNLOAD_CSP
    )


@check
def the_address_says_nothing(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name} {p}" for p in result.said[0] if not ADDRESS.fullmatch(p))


@check
def a_refusal_holds_no_file(_: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        for path, answer in zip(*result.said, strict=True):
            if answer.status_code not in (200, 206) and PDF in answer.data:
                yield f"{name} {path}"
