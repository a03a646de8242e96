"""What somebody reads on a page of a case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.person import Person

OPEN_PLACE = re.compile(r"%\\\(\w+\\\)[sd]")


@dataclass(frozen=True, slots=True)
class Midpoint:
    """The plan between two offers as it is shown: facts, drawing, every payment, and why."""

    facts: tuple[str, ...]
    drawing: str
    payments: tuple[str, ...]
    reasons: tuple[str, ...]


def reads(where: Locator, words: str) -> None:
    """``words`` stand there, with anything in the places that they leave open."""
    text = where.inner_text()
    assert _pattern(words).search(text), f"{words!r} is not in:\n{text}"


def silent_about(where: Locator, words: str) -> None:
    text = where.inner_text()
    assert not _pattern(words).search(text), f"{words!r} is in:\n{text}"


def fees(person: Person) -> str:
    """What the sum of the debt says of fees."""
    row = person.main.locator(".pp-sum tr").filter(has_text=person.say("Fees")).first
    return row.locator("td").inner_text()


def midpoint(person: Person) -> Midpoint:
    main = person.main
    why = main.get_by_role("heading", name=person.say("Why it is fair"), exact=True)
    found = Midpoint(
        facts=_texts(main.locator(".pp-facts--page > div")),
        drawing=main.locator("figure").inner_text(),
        payments=_texts(main.locator("details tbody tr")),
        reasons=_texts(why.locator("~ p")),
    )
    assert found.facts, main.inner_text()
    assert found.drawing
    assert found.payments
    assert found.reasons
    return found


def story(person: Person) -> list[str]:
    """What has happened, the first thing first: a list for one side, a table for the other."""
    told = person.main.locator(".pp-timeline > li > strong, #history ~ .pp-scroll tbody th")
    return [words.strip() for words in told.all_inner_texts()][::-1]


def _texts(found: Locator) -> tuple[str, ...]:
    """Also of what is folded away."""
    return tuple(" ".join(text.split()) for text in found.all_text_contents())


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(OPEN_PLACE.sub(".+?", re.escape(words)))
