"""Leaving at once, in three engines: how long a page stays in sight, and what Back shows."""

from __future__ import annotations

import os
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from app.settings import NEUTRAL_URL
from tests.browser.browsing import Screen
from tests.browser.person import Person, sign_in_as
from tests.gates.figures import Measured, timed

pytestmark = pytest.mark.long

Someone = Callable[[Screen], Person]
NAME = "Sam Taylor"
PRIVATE = "/my"
SESSIONS = "/account/sessions"
SIGNED_IN = ("/cases/", SESSIONS, "Sign out")
"""What stands on the private page and on no other."""
TIMES = 2 if os.environ.get("SHORT") == "1" else 10
MOST_S = 20.0
"""What outlives this was not ended: no machine is as slow. How soon it ended is a figure."""
NEUTRAL = """<!doctype html><title>Neutral</title><h1>Neutral</h1>
<script>requestAnimationFrame(() => window.painted &&
  painted('neutral', performance.timeOrigin + performance.now()))</script>"""
WATCH = """
const now = () => performance.timeOrigin + performance.now();
let presses = 0;
const from = event => { window.painted('pressed', performance.timeOrigin + event.timeStamp); look(); };
const look = () => requestAnimationFrame(() =>
  getComputedStyle(document.body).visibility === 'hidden'
    ? requestAnimationFrame(() => window.painted('blank', now())) : look());
addEventListener('keyup', e => { if (e.key === 'Shift' && ++presses === 3) from(e); }, true);
addEventListener('submit', e => { if (e.target.dataset.leave) from(e); }, true);
"""
"""When it was pressed, and the frame after the first in which nothing can be seen."""


@dataclass(slots=True)
class Painted:
    """What the pages say of themselves, in milliseconds of one clock."""

    pressed: list[float] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)

    def tell(self, what: str, at: float) -> None:
        if what == "pressed":
            self.pressed.append(at)
        elif len(self.gone) < len(self.pressed):
            self.gone.append(at)

    @property
    def slowest(self) -> float:
        pairs = zip(self.pressed, self.gone, strict=True)
        return max(gone - pressed for pressed, gone in pairs)


def watched(person: Person) -> Painted:
    """Each page says when it was seen."""
    painted = Painted()

    def tell(what: str, at: float) -> None:  # Playwright writes on a method's object
        painted.tell(what, at)

    person.page.context.expose_function("painted", tell)
    person.page.context.add_init_script(WATCH)
    return painted


def neutral(person: Person) -> None:
    """Give the neutral page ourselves: nothing of another host is asked.

    By the browser's own protocol, because Playwright's routes leave redirects alone.
    """
    link = person.page.context.new_cdp_session(person.page)
    page = [{"name": "Content-Type", "value": "text/html"}]
    body = b64encode(NEUTRAL.encode()).decode()

    def give(paused: dict[str, str]) -> None:
        answer = {"requestId": paused["requestId"], "responseCode": 200}
        link.send("Fetch.fulfillRequest", answer | {"responseHeaders": page, "body": body})

    link.on("Fetch.requestPaused", give)
    link.send("Fetch.enable", {"patterns": [{"urlPattern": f"{NEUTRAL_URL}*"}]})


def cookie(person: Person) -> str:
    found = {c.get("name"): c.get("value") for c in person.page.context.cookies()}
    return str(found["sid"])


def dead_after(base: str, sid: str, began: float) -> float:
    """Seconds from ``began`` until the server knows the session no more, asked by another client."""
    host = urlsplit(base).netloc
    while time.monotonic() - began < MOST_S:
        connection = HTTPConnection(host, timeout=5)
        connection.request("GET", SESSIONS, headers={"Cookie": f"sid={sid}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status == 303:
            return time.monotonic() - began
        time.sleep(0.01)  # the browser needs the processor more
    return time.monotonic() - began


def shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def press_the_button(page: Page) -> None:
    page.locator("form[data-leave] button").click(no_wait_after=True)


def shown_by_back(person: Person) -> list[str]:
    """What of the private pages stands on those that Back brings, three of them, and Forward."""
    found, page = [], person.page
    for step in (page.go_back, page.go_back, page.go_back, page.go_forward, page.go_forward):
        step(wait_until="load")
        words = person.page.content()
        found += [word for word in SIGNED_IN if word in words]
    return found


@pytest.mark.parametrize("way", [shift_three_times, press_the_button])
def test_leaving_hides_the_page_ends_the_session_and_back_shows_nothing(
    someone: Someone, measured: Measured, way: Callable[[Page], None]
) -> None:
    person = someone(Screen("en", 360))
    painted, dead, back = watched(person), [], []
    neutral(person)
    for _ in range(TIMES):
        sign_in_as(person, NAME)
        for path in (PRIVATE, SESSIONS, PRIVATE):
            person.go(path)
        assert all(word in person.page.content() for word in SIGNED_IN)
        sid, began = cookie(person), time.monotonic()
        way(person.page)
        dead.append(dead_after(person.base, sid, began))
        person.page.wait_for_url(f"{NEUTRAL_URL}**")
        assert "sid" not in {c.get("name") for c in person.page.context.cookies()}
        back += shown_by_back(person)
    by = way.__name__
    assert max(dead) < MOST_S
    timed("G15", f"ms_until_nothing_is_seen_{by}", painted.slowest, 150)
    timed("G15", f"s_until_the_session_is_dead_{by}", max(dead), 1)
    measured("G15", f"shown_by_back_{by}", len(back), exactly=0)


def test_leaving_works_without_scripts(someone: Someone, measured: Measured) -> None:
    person = someone(Screen("en", 360, scripts=False))
    neutral(person)
    dead, back = [], []
    for _ in range(TIMES):
        sign_in_as(person, NAME)
        for path in (PRIVATE, SESSIONS, PRIVATE):
            person.go(path)
        sid, began = cookie(person), time.monotonic()
        press_the_button(person.page)
        dead.append(dead_after(person.base, sid, began))
        person.page.wait_for_url(f"{NEUTRAL_URL}**")
        back += shown_by_back(person)
    assert max(dead) < MOST_S
    timed("G15", "s_until_the_session_is_dead_without_scripts", max(dead), 1)
    measured("G15", "shown_by_back_without_scripts", len(back), exactly=0)


def test_a_page_that_was_kept_is_asked_for_again_before_it_is_seen(someone: Someone) -> None:
    person = someone(Screen("en", 360))
    sign_in_as(person, NAME)
    person.go(PRIVATE)
    kept = "new PageTransitionEvent('{}', {{persisted: true}})"
    person.page.evaluate(f"dispatchEvent({kept.format('pagehide')})")
    hidden = "getComputedStyle(document.body).visibility"
    assert person.page.evaluate(hidden) == "hidden"
    with person.page.expect_navigation() as asked:
        person.page.evaluate(f"dispatchEvent({kept.format('pageshow')})")
    assert asked.value
    assert asked.value.request.url == person.base + PRIVATE
    assert person.page.evaluate(hidden) == "visible"


def test_a_scanner_that_runs_scripts_sends_nothing(someone: Someone) -> None:
    """The page is the same for every link: its scripts have ten seconds, and press no button."""
    scanner, sent = someone(Screen("en", 1280)), []
    scanner.page.clock.install()
    scanner.page.on("request", lambda request: sent.append(request.method))
    for path in ("/sign-in/link/", "/arrive/"):
        scanner.go(path + "A" * 43)
        scanner.page.clock.fast_forward(10_000)
        assert scanner.page.url.startswith(scanner.base + path)
    assert set(sent) == {"GET"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_the_way_out_stays_in_view(someone: Someone, language: str) -> None:
    person = someone(Screen(language, 360))
    for path in ("/guide", "/nowhere"):
        person.page.goto(person.base + path)
        person.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        box = person.page.locator("form[data-leave] button").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= box["y"] + box["height"] <= person.screen.size["height"] / 4
