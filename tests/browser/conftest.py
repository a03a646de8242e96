"""One server and one browser for all tests here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Screen, chromium
from tests.browser.person import Person, enter
from tests.browser.served import Served, served

EVERY = tuple(Screen(language, width) for language in ("en", "zh") for width in (360, 1280))
SHORT = (Screen("en", 360), Screen("zh", 1280))
SCREENS = SHORT if os.environ.get("SHORT") == "1" else EVERY


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
def second_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """For modules that go on with a story of the demonstration, bring one, or make passkeys.

    It has a name, because browsers make no passkey for a number.
    """
    with served(tmp_path_factory.mktemp("second"), "localhost") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=SCREENS, ids=str)
def screen(request: pytest.FixtureRequest) -> Screen:
    """Each language on a phone and on a desk."""
    found: Screen = request.param
    return found


@pytest.fixture
def someone(browser: Browser, server: Served) -> Iterator[Callable[[Screen], Person]]:
    """``someone(screen)`` is a new person at a browser of their own."""
    came: list[Person] = []

    def come(screen: Screen) -> Person:
        came.append(enter(browser, server.base, screen))
        return came[-1]

    yield come
    for person in came:
        person.page.context.close()
