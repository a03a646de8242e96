"""Somebody at a browser, who reads words and presses what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from playwright.sync_api import Browser, Locator, Page
from pyotp import TOTP

from tests.browser.browsing import Screen, open_page
from tests.browser.choices import check_choices
from tests.browser.watch import Watch

Look = Callable[[str, Page], None]
LOOKS = 120
PAUSE_MS = 500
CODE = re.compile(r"\b([0-9]{8})\b")


def look_away(_name: str, _page: Page) -> None:
    """Nobody takes pictures."""


@dataclass(slots=True)
class Person:
    """One browser context. ``look`` is told the name of each page worth a picture."""

    page: Page
    watch: Watch
    base: str
    screen: Screen
    deeply: bool = True
    look: Look = look_away
    say: Callable[[str], str] = field(init=False)

    def __post_init__(self) -> None:
        self.say = self.screen.words()

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.arrived()

    def follow(self, words: str) -> None:
        """Open the link that says ``words`` in the main part, or the way back above it."""
        parts = self.page.locator(".pp-back, main")
        self._open(parts.get_by_role("link", name=self.say(words), exact=True).first)

    def follow_by(self, chosen: Locator) -> None:
        """Open a link that is found by its place, not by its words."""
        self._open(chosen)

    def press(self, words: str) -> None:
        """Press the button that says ``words`` in the main part."""
        self._open(self.main.get_by_role("button", name=self.say(words), exact=True).first)

    def send(self, words: str) -> int:
        """Press a button whose answer may be a refusal; the answer's status."""
        with self.page.expect_navigation(wait_until="load") as went:
            self.main.get_by_role("button", name=self.say(words), exact=True).click()
        self.arrived()
        return went.value.status if went.value else 0

    def write(self, name: str, text: str) -> None:
        self._show(name)
        self.main.locator(f"[name='{name}']").first.fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose in a list, or among round buttons."""
        self._show(name)
        found = self.main.locator(f"select[name='{name}']")
        if found.count():
            found.select_option(value)
        else:
            self.main.locator(f"[name='{name}'][value='{value}']").check()

    def tick(self, name: str) -> None:
        self.main.locator(f"[name='{name}']").check()

    def write_day(self, name: str, day: date) -> None:
        for part in ("day", "month", "year"):
            self.write(f"{name}-{part}", str(getattr(day, part)))

    def wait_for(self, there: Locator) -> None:
        """Load the page again until ``there`` is on it: work behind the page takes a while."""
        for _ in range(LOOKS):
            if there.count():
                self.arrived()
                return
            self.page.wait_for_timeout(PAUSE_MS)
            self.page.reload()
        raise AssertionError(f"{self.page.url} never showed it: {self.main.inner_text()[:500]}")

    def letter(self, address: str) -> Locator:
        """The newest letter to ``address``, once it has come; the inbox is open then."""
        self.go("/demo/inbox")
        found = self.page.locator("article", has_text=_to(address))
        self.wait_for(found)
        return found.first

    def photo(self, name: str) -> None:
        self.look(name, self.page)

    def arrived(self) -> None:
        self.watch.check(self.page, deeply=self.deeply)
        self.watch.faults += [f"{self.page.url}: {fault}" for fault in check_choices(self.page)]

    def _open(self, target: Locator) -> None:
        before = self.page.url
        with self.page.expect_navigation(wait_until="load") as went:
            target.click()
        answer = went.value
        assert answer is None or answer.ok, (before, self.page.url, answer.status, self.heading)
        self.arrived()

    def _show(self, name: str) -> None:
        """Open the group of questions that hides an input."""
        closed = self.main.locator("details:not([open])").filter(
            has=self.page.locator(f"[name='{name}']")
        )
        if closed.count():
            closed.first.locator("summary").first.click()


def enter(
    browser: Browser, base: str, screen: Screen, look: Look = look_away, *, deeply: bool = True
) -> Person:
    """Somebody comes who was never here."""
    page, watch = open_page(browser, base, screen)
    # Without scripts the accessibility engine would wait for its own for ever.
    return Person(page, watch, base, screen, deeply and screen.scripts, look)


def sign_in_by_code(person: Person, address: str) -> None:
    """Ask for a code, read it in the mail, type it."""
    reader = replace(person, page=person.page.context.new_page())
    before = letters_with_code(reader, address).count()
    person.go("/sign-in")
    person.write("email", address)
    person.press("Send me a code")
    person.write("code", newest_code(reader, address, after=before))
    reader.page.close()
    person.press("Go on")


APPS: dict[tuple[str, str], tuple[str, str]] = {}
"""The code apps that staff of a server have set up, by its address and theirs: key, used code."""


def sign_in_staff(person: Person, address: str) -> None:
    """By the code of a mail and of an app; the first time, the app is set up."""
    sign_in_by_code(person, address)
    place = (person.base, address)
    key, used = APPS.get(place, ("", ""))
    if not key:
        person.press("Set up a code app")
        key = person.main.locator("[data-secret]").inner_text()
        person.write("name", "Work phone")
    while (code := TOTP(key).now()) == used:  # each works once
        person.page.wait_for_timeout(PAUSE_MS)
    APPS[place] = (key, code)
    person.write("code", code)
    person.press("Go on" if used else "Add this app")


def letters_with_code(reader: Person, address: str) -> Locator:
    """The sign-in letters that ``address`` got so far; the inbox is open then."""
    reader.go("/demo/inbox")
    return reader.page.locator("article", has_text=_to(address)).filter(has_text=CODE)


def newest_code(reader: Person, address: str, *, after: int) -> str:
    """The code of the letter that comes as number ``after`` + 1, once it has come."""
    letters = letters_with_code(reader, address)
    reader.wait_for(letters.nth(after))
    found = CODE.search(letters.first.inner_text())
    if found is None:
        raise LookupError(address)
    return found.group(1)


def _to(address: str) -> re.Pattern[str]:
    """The address itself, not one that ends like it."""
    return re.compile(rf"(?<![\w.-]){re.escape(address)}")


def sign_in_as(person: Person, name: str) -> None:
    """One of the people on the demonstration page."""
    person.go("/demo")
    card = person.page.locator("li", has=person.page.get_by_role("heading", name=name, exact=True))
    person.follow_by(card.get_by_role("button"))
