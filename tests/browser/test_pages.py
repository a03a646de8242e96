"""Pages that anyone may open, in both languages, on a phone and on a desk, by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.browsing import Screen
from tests.browser.person import Person, sign_in_as

pytestmark = pytest.mark.long

Someone = Callable[[Screen], Person]
COVERED = """() => {
  const at = document.activeElement;
  if (at === document.body || at.closest(".pp-header, .pp-skip-link")) return "";
  const frame = document.querySelector(".pp-header").getBoundingClientRect();
  return at.getBoundingClientRect().top < frame.bottom - 1 ? at.innerText || at.name : "";
}"""
"""The words of what has the focus, where the frame lies over it."""
OPEN = (
    "/",
    "/guide",
    "/glossary",
    "/privacy",
    "/rights",
    "/contact",
    "/complaints",
    "/accessibility",
    "/api",
    "/calculator",
    "/calculator/uk",
    "/calculator/cn",
    "/verify",
    "/verify?code=AAAA-BBBB-CCCC",
    "/sign-in",
    "/sign-in/code",
    "/arrive",
    "/demo",
    "/demo/inbox",
)


def test_every_open_page_is_clean(someone: Someone, screen: Screen) -> None:
    person = someone(screen)
    for path in OPEN:
        person.go(path)
    person.watch.assert_clean()


def test_open_pages_are_clean_in_the_dark(someone: Someone) -> None:
    person = someone(Screen("en", 360, dark=True))
    for path in ("/", "/calculator/uk", "/verify", "/sign-in", "/demo"):
        person.go(path)
    person.watch.assert_clean()


def test_the_calculator_answers_without_an_account(someone: Someone, screen: Screen) -> None:
    person = someone(screen)
    person.go("/")
    person.follow("Work out what I can pay")
    place, rent, pay = ("cn", "2300", "6800") if screen.language == "zh" else ("uk", "640", "1700")
    person.go(f"/calculator/{place}")
    person.write("adults", "1")
    for name, amount in (("salary", pay), ("rent", rent), ("groceries", "300")):
        person.write(name, amount)
        person.choose(f"{name}_every", "monthly")
    live = person.main.locator("output[data-sum=spending]")
    assert str(int(rent) + 300) in live.inner_text().replace(",", "")
    person.press("Show the sum")
    assert person.heading == person.say("What you can pay")
    person.watch.assert_clean()


def test_a_mistake_is_shown_first_and_what_was_typed_stays(
    someone: Someone, screen: Screen
) -> None:
    person = someone(screen)
    person.go("/sign-in")
    person.write("email", "nobody at all")
    refused = person.send("Send me a code")
    assert refused == 422
    summary = person.page.locator("[data-error-summary]")
    assert summary.evaluate("e => e === document.activeElement")
    summary.get_by_role("link").click()
    box = person.main.locator("[name=email]")
    assert box.evaluate("e => e === document.activeElement")
    assert box.input_value() == "nobody at all"
    person.watch.errors.clear()  # the browser notes the refusal itself
    person.watch.assert_clean()


def test_the_language_changes_in_place_and_stays(someone: Someone) -> None:
    person = someone(Screen("en", 360))
    person.go("/guide")
    person.watch.language = "zh"
    person.follow_by(person.page.get_by_role("button", name="中文"))
    assert person.page.url.endswith("/guide")
    person.go("/verify")
    person.watch.language = "en"
    person.follow_by(person.page.get_by_role("button", name="English"))
    person.watch.assert_clean()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("letters", ["100%", "118%", "200%"])
def test_the_frame_that_stays_covers_no_focus_whatever_the_size_of_letters(
    someone: Someone, width: int, letters: str
) -> None:
    """WCAG 2.2, 2.4.11, backwards, too: 118% is the product's own large print on a phone."""
    person, hidden = someone(Screen("en", 360)), []
    page = person.page
    sign_in_as(person, "Sam Taylor")
    page.set_viewport_size({"width": width, "height": 640})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(beyond) == 0
    page.locator("footer a").last.focus()
    for _ in range(page.locator("main a, footer a, main button").count()):
        page.keyboard.press("Shift+Tab")
        hidden.append(page.evaluate(COVERED))
    assert hidden
    assert set(hidden) == {""}


def test_what_does_not_exist_says_so_and_offers_a_person(someone: Someone, screen: Screen) -> None:
    person = someone(screen)
    person.go("/nowhere")
    assert person.main.locator("a[href^='mailto:']").count() == 1
    person.watch.errors.clear()  # the browser notes the missing page itself
    person.watch.assert_clean()


def test_a_request_to_anybody_else_would_be_seen_and_stopped(someone: Someone) -> None:
    person = someone(Screen("en", 360))
    person.go("/")
    assert person.watch.foreign == []
    person.page.goto("about:blank")
    sent = person.page.evaluate(
        "() => fetch('http://192.0.2.1/', {mode: 'no-cors'}).then(() => 'sent', () => 'stopped')"
    )
    assert sent == "stopped"
    assert person.watch.foreign == ["http://192.0.2.1/"]
