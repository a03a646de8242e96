"""Addresses where the name of a page should be: after sign-in nobody is sent to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from tests.attacks.door import SAME, Door, token
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.stage import ORIGIN

HOME = "/my"
OBJECT = str(UUID(int=5))


def prepare(ground: Ground) -> Door:
    return Door.of(ground)


def send(door: Door, one: Input) -> Ran:
    """As the page's address, in the form that it sends, and at the link itself."""
    words = {"host": "127.0.0.1:8000", "object": OBJECT}
    sent = one.send if isinstance(one.send, dict) else {"next": one.send}
    wanted = {name: filled(value, words) for name, value in sent.items()}
    there_at_last = wanted.pop("there", HOME)
    client = door.app.test_client()
    page = client.get("/sign-in", query_string=wanted)
    browser, link, _ = door.asked(client, **wanted)
    form = {"csrf_token": token(browser)}
    answer = browser.post(link, query_string=wanted, data=form, headers=SAME)
    there = answer.headers.get("Location", "")
    extra = [name for name, _ in answer.headers if name == "Set-Cookie"]
    door.post(browser, "/sign-out")
    return Ran.of(page, answer, said=(there, there_at_last, len(extra)))


@check
def only_to_a_page_of_the_list(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        there, right, _cookies = result.said
        if there != right:
            yield f"{name}: {there}"


@check
def nothing_is_added_to_the_answer(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[2] != 1 or max(result.statuses) >= HTTPStatus.INTERNAL_SERVER_ERROR:
            yield f"{name}: {result.statuses}, {result.said[2]} cookies"


@check
def never_to_another_host(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        there = urlsplit(result.said[0])
        if (there.scheme or "http", there.netloc or urlsplit(ORIGIN).netloc) != (
            "http",
            urlsplit(ORIGIN).netloc,
        ):
            yield f"{name}: {result.said[0]}"
