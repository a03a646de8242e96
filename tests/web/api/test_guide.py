"""The page for developers: its example is the documented one, and its answer the real one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from tests.core.cases import example
from tests.stage import ORIGIN, Visitor
from tests.web.api.conftest import PLACE, Send

Visit = Callable[..., Visitor]


def blocks(visit: Visit) -> list[str]:
    """What stands in the page letter by letter: the command, the file, the answer."""
    found = re.findall(r"<pre[^>]*>(.*?)</pre>", visit().get("/api").text, re.DOTALL)
    return [html.unescape(each) for each in found]


def test_the_example_is_the_documented_one_and_gets_the_answer_that_is_shown(
    visit: Visit, send: Send
) -> None:
    command, sent, got = blocks(visit)

    assert json.loads(sent) == example()
    assert json.loads(got) == send(sent.encode()).get_json()
    assert command.endswith(ORIGIN + PLACE)


@pytest.mark.parametrize(("language", "title"), [("en", "For developers"), ("zh", "开发者")])
def test_the_page_is_in_both_languages(visit: Visit, language: str, title: str) -> None:
    page = visit(language=language).soup("/api")

    assert [h1.get_text() for h1 in page.select("h1")] == [title]
    assert "24.9%" in page.get_text()
    assert "%%" not in page.get_text()
    assert page.select("a[href='/api/v1/openapi.json']")
    assert page.select("footer a[href='/api']")
