"""The demonstration goes on at night: its inbox shows what waits for a lawful hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

SUNDAY = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("language", "words"), [("en", "It waits until"), ("zh", "才发")])
def test_an_invitation_of_a_sunday_night_can_be_followed_before_it_leaves(
    stage: Stage, visit: Callable[..., Visitor], language: str, words: str
) -> None:
    stage.clock.at = SUNDAY
    part: Part = stage.part("four-weekly")
    stage.work()
    soup = visit(language=language).soup("/demo/inbox")
    (mail,) = [
        one for one in soup.find_all("article") if f"{part.story.key}@people" in one.get_text()
    ]
    assert words in mail.get_text()
    assert any("/arrive/" in link["href"] for link in mail.find_all("a"))
