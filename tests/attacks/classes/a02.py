"""A link that a scanner opens, or that somebody uses twice.

What runs the page's scripts for ten seconds is a browser: tests/browser/test_exit.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask.testing import FlaskClient

from tests.attacks.door import Door
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check

TOUCHED = re.compile(
    r"<form[^>]*data-(?!leave)|<meta[^>]*refresh|<script(?![^>]*src=)", re.IGNORECASE
)


def prepare(ground: Ground) -> Door:
    return Door.of(ground)


def send(door: Door, one: Input) -> Ran:
    client, link, _ = door.asked()
    if one.send.get("link") == "invitation":
        door.stage.part("new")
        link = door.sent("/arrive")[0][0]
    before, reused = door.sessions(), door.reused()
    wrong: dict[str, list[str]] = {"looking": [], "first": [], "second": []}
    looking = client if one.send.get("cookies") == "requesting_browser" else door.app.test_client()
    statuses, pages = _look(looking, link, one.send)
    if door.sessions() != before or door.has_session(looking):
        wrong["looking"].append("looking signed somebody in")
    if any(TOUCHED.search(page) for page in pages):
        wrong["looking"].append("a script may send the form of the page")
    first = door.post(client, link)
    if first.status_code != 303 or not door.has_session(client) or door.sessions() != before + 1:
        wrong["first"].append(f"{first.status_code}")
    again = door.post(client, link)
    if again.status_code != 410 or door.reused() != reused + 1:
        wrong["second"].append(f"{again.status_code}, {door.reused() - reused} rows")
    return Ran(statuses, did=one.send["requests"] + 2, said=wrong)


def _look(
    looking: FlaskClient, link: str, sent: Mapping[str, Any]
) -> tuple[tuple[int, ...], list[str]]:
    answers = [
        looking.open(link, method=sent["method"], headers=sent.get("headers", {}))
        for _ in range(sent["requests"])
    ]
    return tuple(a.status_code for a in answers), [a.text for a in answers if a.status_code == 200]


@check
def looking_leaves_the_link_for_one_use(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _said(ran, "looking")


@check
def the_first_use_signs_in_under_a_new_id(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _said(ran, "first")


@check
def the_second_use_is_refused_and_in_the_log(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _said(ran, "second")


def _said(ran: Mapping[str, Ran], what: str) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said[what])
