"""Every unsafe route's form with one hostile text in all of its fields, and a share of the routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

from werkzeug.test import TestResponse

from tests.stage import ORIGIN
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell

T = TypeVar("T")


def share(things: Sequence[T], name: str, of: int) -> Sequence[T]:
    """One of ``of`` parts of all things, another one for another input, so that most are met."""
    return things[crc32(name.encode()) % of :: of]


def posted(browser: Browser, cell: Cell, text: str, **headers: str) -> TestResponse:
    """The route's form with ``text`` in every field, by somebody who may."""
    form = {"csrf_token": browser.token, **dict.fromkeys(cell.form, text)}
    return browser.client.post(cell.path, data=form, headers={"Origin": ORIGIN, **headers})
