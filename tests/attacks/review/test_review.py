"""A review with fresh eyes: four things that are not theirs, reached for by every way there is."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.attacks.review.ground import Ground
from tests.attacks.review.reaching import WAYS
from tests.attacks.review.table import NOBODY, NOT_THERE, QUERIES, READERS, TARGETS

WEB = Path(__file__).parents[3] / "app" / "web"
READ = re.compile(r'args\.get\("([a-z]+)"|"([a-z]+)" in request\.args')


@pytest.mark.parametrize("way", WAYS)
def test_nobody_reads_what_is_not_theirs(reviewed: Ground, way: str) -> None:
    found = {
        (target, where, word)
        for target in TARGETS
        for where, text in WAYS[way](reviewed, target)
        for word in reviewed.targets[target].words
        if word in text
    }
    assert found == set()


def test_every_cell_of_the_table_has_a_reader_or_a_reason() -> None:
    for target, way in product(TARGETS, WAYS):
        said = [
            READERS[target].get(way),
            NOBODY.get(way),
            NOT_THERE.get((target, way)),
        ]
        assert len([one for one in said if one]) == 1, (target, way)
    assert {way for known in READERS.values() for way in known} | set(NOBODY) == set(WAYS)


def test_what_is_looked_for_would_be_found(reviewed: Ground) -> None:
    for target, ways in READERS.items():
        for way in ways:
            text = reviewed.shown[target, way].text
            assert [word for word in reviewed.targets[target].words if word in text], (target, way)


def test_no_browser_may_keep_what_a_friend_was_given(reviewed: Ground) -> None:
    for (target, way), answer in reviewed.shown.items():
        assert answer.headers["Cache-Control"] == "no-store", (target, way)
        kept = {"ETag", "Last-Modified", "Accept-Ranges", "Expires"} & answer.headers.keys()
        assert kept == set(), (target, way)


def test_every_word_of_a_query_that_a_page_reads_is_tried() -> None:
    lines = [
        line
        for path in WEB.rglob("*.py")
        for line in path.read_text().splitlines()
        if "request.args" in line
    ]
    read = {word for line in lines for pair in READ.findall(line) for word in pair if word}
    tried = {name for path in QUERIES for name in parse_qs(urlsplit(path).query)}
    assert len(read) > 10
    assert read <= tried
