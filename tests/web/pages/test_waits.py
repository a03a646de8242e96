"""Whoever tried too often is told how long to wait, no longer and no shorter than it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.usecases.throttle import LIMITS, TooMany
from tests.stage import Visitor

WORDS = {
    300: ("in ten minutes", "十分钟后"),
    600: ("in ten minutes", "十分钟后"),
    3600: ("in an hour", "一小时后"),
    86400: ("tomorrow", "明天"),
}


@pytest.mark.parametrize("kind", LIMITS)
def test_the_page_says_the_wait_of_the_limit(
    app: Flask, visit: Callable[..., Visitor], kind: str
) -> None:
    def often() -> str:
        raise TooMany(kind)

    app.view_functions["public.home"] = often
    english, chinese = WORDS[int(LIMITS[kind].within.total_seconds())]
    for language, words in (("en", english), ("zh", chinese)):
        answer = visit(language=language).get("/")
        assert answer.status_code == 429
        said = answer.get_data(as_text=True)
        assert [w for pair in set(WORDS.values()) for w in pair if w in said] == [words]
