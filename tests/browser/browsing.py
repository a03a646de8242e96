"""Chromium, one for all tests, which can reach nothing but the served product."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from app.translations.catalog import load
from tests.browser.watch import Watch

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
HEIGHTS = {360: 640, 1280: 800}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
PATIENCE_MS = 20_000


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class Screen:
    """How somebody looks at the pages: which language and how wide, with scripts or without."""

    language: str
    width: int
    scripts: bool = True
    dark: bool = False

    def __str__(self) -> str:
        return f"{self.language}-{self.width}"

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": HEIGHTS[self.width]}

    def words(self) -> Callable[[str], str]:
        """English words as this reader sees them, by the product's own catalog."""
        if self.language == "en":
            return str
        spoken = load("zh_Hans").gettext
        return lambda words: str(spoken(words))


def open_page(browser: Browser, base: str, screen: Screen) -> tuple[Page, Watch]:
    """A new person's browser: no cookies, and a watch on all that happens."""
    context = browser.new_context(
        viewport=screen.size,
        locale=LOCALES[screen.language],
        java_script_enabled=screen.scripts,
        color_scheme="dark" if screen.dark else "light",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(base, screen.language)
    _fence(context, base)
    watch.follow(context)
    return context.new_page(), watch


def _fence(context: BrowserContext, base: str) -> None:
    """Whatever is asked of another host ends here."""
    context.route(re.compile(rf"^(?!{re.escape(base)}/)"), lambda route: route.abort())
