"""No text makes the guard slow: eight times the length takes eight times as long, about."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from time import process_time

import pytest

from app.core.message_guard import categories
from app.core.message_guard.judging import judge

DATA = Path(categories.__file__).parents[1] / "packs" / "message_guard.json"
SHORT, FACTOR = 1_000, 8
SEVERAL = 3


def hostile() -> tuple[str, ...]:
    """Beginnings of what is looked for, over and over, so that every search starts and fails."""
    firsts = (
        "hurry ",
        "cnm ",
        "1 ",
        "4 1 1 1 ",
        "i ",
        "card",
        "will ll will ",
        "we will call your ",
    )
    more = (
        "a ",
        "e.",
        "不",
        "会",
        "把你",
        "not ",
        "if you pay ",
        "\u200b",
        "\u0301",
        "🔪",
        "l1",
        ". ",
    )
    return firsts + more


def quickest(text: str) -> float:
    times = []
    for _ in range(SEVERAL):
        began = process_time()
        judge(text)
        times.append(process_time() - began)
    return min(times)


@pytest.mark.parametrize("part", hostile(), ids=ascii)
def test_time_grows_with_the_length_and_no_faster(part: str) -> None:
    short, long = (
        (part * (length // len(part) + 1))[:length] for length in (SHORT, SHORT * FACTOR)
    )
    # Twice as much is noise; the square of the length would be four times as much again.
    assert quickest(long) < quickest(short) * FACTOR * 3


def test_no_line_of_the_data_holds_a_loop_inside_a_loop() -> None:
    for category in categories.words().categories:
        for speech in category.speech.values():
            for phrase, endless in product(speech.phrases.lines, ("*", "+)", "+?", ",}")):
                assert endless not in phrase.source.replace("?+", "?")


def test_every_category_cites_rules_by_their_code() -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    for category in data["categories"]:
        assert category["basis"]
        assert all(re.fullmatch(r"(CN|US|UK|EU)-[A-Z]\d\d", code) for code in category["basis"])
