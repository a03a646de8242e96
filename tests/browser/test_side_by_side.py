"""The ways to answer, measured on a small phone as it comes up: no pixel speaks for one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.browsing import Screen
from tests.browser.choices import Choice, measured
from tests.browser.person import Person, sign_in_as

pytestmark = pytest.mark.long

Someone = Callable[[Screen], Person]
WIDTH, HEIGHT = 360, 640
ANSWERS = ("Accept", "Suggest a change", "Decline", "Dispute the debt", "Get help")
WAYS = ("Work out payments", "Dispute the debt", "Get help", "This is not me")
LANGUAGES = ("en", "zh")
NEW = ("Sam Taylor", "张伟")
"""Two whose debts are new here, in two countries."""
PUSHES = {
    "width: 160.5px": "width",
    "height: 3.8rem": "height",
    "font-weight: 700": "style",
    "font-size: 1.2rem": "style",
    "text-decoration: underline": "style",
    "color: rgb(0, 0, 0)": "contrast",
}
"""What would make one answer stand out, and where that shows."""


def looks(someone: Someone, language: str, name: str, *way: str) -> Person:
    """``name`` on a phone, in either language, at the page that ``way`` leads to."""
    person = someone(Screen(language, WIDTH))
    # For this browser alone: what the account speaks stays as it is.
    person.page.context.add_cookies([{"name": "lang", "value": language, "url": person.base}])
    sign_in_as(person, name)
    for words in way:
        person.follow(words)
    assert person.page.viewport_size == {"width": WIDTH, "height": HEIGHT}
    assert person.page.evaluate("scrollX + scrollY") == 0
    return person


def side_by_side(person: Person, *names: str) -> list[Choice]:
    """The one group of choices on the page, which has exactly these."""
    (group,) = measured(person.page)
    assert [choice.words for choice in group] == [person.say(name) for name in names]
    return group


def differences(group: list[Choice]) -> dict[str, set[object]]:
    """In what the choices differ at all; nothing is rounded away."""
    traits = ("width", "height", "component", "style", "contrast")
    found = {trait: {getattr(choice, trait) for choice in group} for trait in traits}
    return {trait: values for trait, values in found.items() if len(values) > 1}


def out_of_sight(group: list[Choice]) -> list[str]:
    """Those that are not wholly in the first view, or whose words are cut."""
    return [
        one.words
        for one in group
        if one.clipped or min(one.left, one.top) < 0 or one.right > WIDTH or one.bottom > HEIGHT
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_e05_five_answers_to_an_offer_are_alike_to_the_pixel_in_the_first_view(
    someone: Someone, language: str
) -> None:
    person = looks(someone, language, "Dan Whitfield", "Offer and answer")
    group = side_by_side(person, *ANSWERS)
    assert differences(group) == {}
    assert out_of_sight(group) == []
    person.watch.assert_clean()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NEW)
def test_e05_four_ways_to_meet_a_debt_are_alike_to_the_pixel_in_the_first_view(
    someone: Someone, language: str, name: str
) -> None:
    person = looks(someone, language, name, "Check the debt")
    group = side_by_side(person, *WAYS)
    assert differences(group) == {}
    assert out_of_sight(group) == []
    person.watch.assert_clean()


def test_e05_whatever_speaks_for_one_answer_is_found(someone: Someone) -> None:
    person = looks(someone, "en", "Dan Whitfield", "Offer and answer")
    first = person.main.locator(".pp-choices a").first
    for push, trait in PUSHES.items():
        first.evaluate(f"e => {{ e.style.cssText = 'flex: none; {push}' }}")
        assert trait in differences(side_by_side(person, *ANSWERS)), push
    first.evaluate("e => { e.style.cssText = '' }")
    assert differences(side_by_side(person, *ANSWERS)) == {}


def test_e05_an_answer_below_the_first_view_is_found(someone: Someone) -> None:
    person = looks(someone, "en", "Dan Whitfield", "Offer and answer")
    person.page.locator("h1").evaluate("e => { e.style.marginBottom = '640px' }")
    assert out_of_sight(side_by_side(person, *ANSWERS)) == [*ANSWERS]
