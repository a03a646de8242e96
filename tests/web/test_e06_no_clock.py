"""No page counts down or loads itself anew, and no word that is kept as data hurries (E6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import packs
from app.documents.words import WORDS
from tests.web.test_plain_words import CHINESE, HURRY, HURRY_ZH

ROOT = Path(__file__).parents[2]
COUNTS_DOWN = re.compile(
    r"http-equiv\s*=\s*[\"']?refresh|setInterval|requestAnimationFrame|countdown|<marquee|<blink"
    r"|<progress|<meter|Date\.now|new Date",
    re.IGNORECASE,
)
PUSHES_BACK = re.compile(r"[\"']Refresh[\"']")
NEVER_SAID = {"message_guard.json", "conduct.json"}
"""They hold the very words that are stopped, and teach staff not to say them."""
EMERGENCY = "紧急求助"
"""The number to ring in danger hurries nobody to pay."""


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".js", ".txt"} and path.is_file():
                yield path


def words_of(node: object) -> Iterator[str]:
    """Every text for readers in a data file: what stands under ``en`` and ``zh``."""
    if isinstance(node, dict):
        for name, inside in node.items():
            if name in {"en", "zh", "zh_Hans"} and isinstance(inside, str):
                yield inside
            else:
                yield from words_of(inside)
    elif isinstance(node, list):
        for inside in node:
            yield from words_of(inside)


DATA = {
    path.name: list(words_of(json.loads(path.read_text(encoding="utf-8"))))
    for path in sorted(Path(packs.__file__).parent.joinpath("packs").glob("*.json"))
    if path.name not in NEVER_SAID
}
KEPT = DATA | {f"documents {spoken}": list(said.values()) for spoken, said in WORDS.items()}


def test_e06_no_page_counts_down_or_loads_itself_anew() -> None:
    found = [*sources("templates", "app/web/static")]
    assert len(found) > 100
    assert [path.name for path in found if COUNTS_DOWN.search(path.read_text())] == []
    web = (ROOT / "app" / "web").rglob("*.py")
    pushing = {path.name for path in web if PUSHES_BACK.search(path.read_text())}
    assert pushing == {"session.py"}  # an empty page, once, for staff who come by a foreign link


@pytest.mark.parametrize(
    "line",
    [
        '<meta http-equiv="refresh" content="5">',
        "setInterval(tick, 1000)",
        '<p class="countdown">',
        "const left = end - Date.now()",
    ],
)
def test_e06_a_clock_would_be_found(line: str) -> None:
    assert COUNTS_DOWN.search(line)


@pytest.mark.parametrize("name", KEPT)
def test_e06_no_word_that_is_kept_as_data_hurries(name: str) -> None:
    for text in KEPT[name]:
        hurries = HURRY_ZH if CHINESE.search(text) else HURRY
        assert not hurries.search(text.replace(EMERGENCY, "")), text


def test_the_data_has_words_to_read() -> None:
    assert sum(map(len, DATA.values())) > 500
