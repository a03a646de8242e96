"""One network may check as much as a court needs, and no more: the page is open to everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.limits import CODES, UPLOADS

Ask = Callable[[FlaskClient, str], int]
MAPPED = "::ffff:203.0.113.7"
"""The same address, as a socket that hears both kinds may tell it."""


def a_code(client: FlaskClient, address: str) -> int:
    told = client.get("/verify?code=ABCD", environ_base={"REMOTE_ADDR": address})
    if told.status_code == 429:
        assert int(told.headers["Retry-After"]) == CODES.get_expiry() == 600
        assert "Nothing is wrong with your file" in told.text
    return told.status_code


def an_upload(client: FlaskClient, address: str) -> int:
    """With no file and no token: what is refused is counted, too."""
    return client.post("/verify", environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize(("ask", "most"), [(a_code, CODES.amount), (an_upload, UPLOADS.amount)])
def test_a_network_that_asks_too_often_waits_and_others_do_not(
    app: Flask, ask: Ask, most: int
) -> None:
    client = app.test_client()
    assert 429 not in {ask(client, ("203.0.113.7", MAPPED)[n % 2]) for n in range(most)}
    assert ask(client, "203.0.113.7") == ask(client, MAPPED) == 429
    assert ask(client, "203.0.113.8") != 429
    assert 429 not in {ask(client, f"2001:db8:1:1:{n:x}::1") for n in range(most)}
    assert ask(client, "2001:db8:1:1:ffff::9") == 429
    assert ask(client, "2001:db8:1:2::9") != 429


def test_the_page_itself_is_always_shown(app: Flask) -> None:
    client = app.test_client()
    for _ in range(CODES.amount + 1):
        assert client.get("/verify").status_code == 200
