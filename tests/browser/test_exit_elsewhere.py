"""Leaving at once in Firefox and WebKit: ``test_exit`` has it in Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.settings import NEUTRAL_URL
from tests.browser.engines import ENGINES, Engine
from tests.browser.outside import BASE, HOST, TELL, Outside, outside
from tests.browser.served import Served
from tests.browser.test_exit import (
    MOST_S,
    NAME,
    NEUTRAL,
    PRIVATE,
    SESSIONS,
    SIGNED_IN,
    TIMES,
    WATCH,
    dead_after,
)
from tests.gates.figures import Measured, timed

pytestmark = pytest.mark.long

GONE = {"blank", "neutral"}
ROUNDS = TIMES // 2


def three_shifts(engine: Engine) -> None:
    engine.shift(3)


def the_button(engine: Engine) -> None:
    engine.press("//form[@data-leave]//button")


def without_scripts(engine: Engine) -> None:
    the_button(engine)


def left(engine: Engine, product: str, way: Callable[[Engine], None]) -> float:
    """Sign in, read, leave; seconds until the session is dead."""
    engine.go(f"{BASE}/demo")
    page = engine.page
    engine.press(f"//li[.//h2[normalize-space()='{NAME}']]//button")
    engine.wait_for_other(page)
    for path in (PRIVATE, SESSIONS, PRIVATE):
        engine.go(BASE + path)
    assert all(word in engine.words for word in SIGNED_IN)
    if way is not without_scripts:
        engine.run(TELL + WATCH)
    page, sid, began = engine.page, engine.cookies["sid"], time.monotonic()
    way(engine)
    dead = dead_after(product, sid, began)
    engine.wait_for_other(page)
    assert engine.address == NEUTRAL_URL
    return dead


def brought_back(engine: Engine) -> list[str]:
    """What ``shown_by_back`` finds, in another engine. Two pages of three were private."""
    found, asked = [], 0
    for step in (engine.back, engine.back, engine.back, engine.forward, engine.forward):
        step()
        words = engine.words
        found += [word for word in SIGNED_IN if word in words]
        asked += "Send me a code" in words
    assert asked >= 4
    return found


def sight(world: Outside) -> float:
    """Milliseconds from the press to the first thing that a page said after it."""
    until = time.monotonic() + MOST_S
    while not ("pressed" in world.told and world.told.keys() & GONE):
        assert time.monotonic() < until, world.told
        time.sleep(0.01)
    return min(world.told[what] for what in world.told.keys() & GONE) - world.told["pressed"]


@pytest.mark.parametrize("name", ENGINES)
def test_leaving_in_another_engine(
    server: Served, tmp_path: Path, measured: Measured, name: str
) -> None:
    home = tmp_path / name
    home.mkdir()
    with (
        outside(tmp_path, server.base, NEUTRAL_URL, NEUTRAL) as world,
        ENGINES[name].opened(home, world.address) as engine,
    ):
        engine.go(NEUTRAL_URL)
        page = engine.page
        engine.go(f"{NEUTRAL_URL}other")
        engine.back()
        assert engine.page == page, "Back proves nothing in an engine that keeps no page at all"
        for way in (three_shifts, the_button, without_scripts):
            if way is without_scripts:
                engine.stop_scripts()
            dead, back, seen = [], [], []
            for _ in range(ROUNDS):
                world.told.clear()
                dead.append(left(engine, server.base, way))
                assert "sid" not in engine.cookies
                if way is without_scripts:
                    assert not world.told, "scripts ran"
                else:
                    seen.append(sight(world))
                back += brought_back(engine)
            by = f"{way.__name__}_{name}"
            assert max(dead) < MOST_S
            timed("G15", f"s_until_the_session_is_dead_{by}", max(dead), 1)
            measured("G15", f"shown_by_back_{by}", len(back), exactly=0)
            if seen:
                timed("G15", f"ms_until_nothing_is_seen_{by}", max(seen), 150)
    assert world.hosts == {HOST, urlsplit(NEUTRAL_URL).hostname}
