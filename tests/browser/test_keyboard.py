"""With a keyboard alone: everything is reached in order, and one always sees where one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.browsing import Screen
from tests.browser.person import Person, letters_with_code, newest_code

pytestmark = pytest.mark.long

MOST_TABS = 60
FOCUS = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return {
    words: (here.textContent || "").trim().replace(/\\s+/g, " "),
    name: here.getAttribute("name") || "",
    href: here.getAttribute("href") || "",
    shown: style.boxShadow !== "none" ||
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0),
    inView: box.bottom > 0 && box.top < innerHeight,
  };
}"""


def tab_to(person: Person, **wanted: str) -> list[str]:
    """Press Tab until the focus is on what is wanted; the words passed on the way."""
    passed = []
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        here = person.page.evaluate(FOCUS)
        assert here["shown"], f"nobody sees the focus on {here}"
        assert here["inView"], f"the focus is off the screen on {here}"
        passed.append(here["words"])
        if all(here[key] == value for key, value in wanted.items()):
            return passed
    raise AssertionError(f"{wanted} was not reached: {passed}")


def press(person: Person, key: str) -> None:
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press(key)
    person.arrived()


def test_somebody_signs_in_and_comes_to_the_five_answers_with_a_keyboard(
    someone: Callable[[Screen], Person],
) -> None:
    person, reader = someone(Screen("en", 1280)), someone(Screen("en", 1280))
    address = "counter@people.example"
    before = letters_with_code(reader, address).count()
    person.go("/sign-in")
    assert tab_to(person, name="email")[0] == "Skip to the main part"
    person.page.keyboard.type(address)
    press(person, "Enter")
    tab_to(person, name="code")
    person.page.keyboard.type(newest_code(reader, address, after=before))
    press(person, "Enter")

    tab_to(person, words="Check the debt")
    press(person, "Enter")
    person.page.keyboard.press("Tab")
    press(person, "Enter")  # the skip link leads to the main part
    tab_to(person, words="See the lender's offer")
    press(person, "Enter")
    passed = tab_to(person, words="Get help")
    assert passed[-5:] == ["Accept", "Suggest a change", "Decline", "Dispute the debt", "Get help"]
    person.watch.assert_clean()
