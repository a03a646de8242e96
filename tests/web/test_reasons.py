"""Every reason for which something may not leave has words of its own, for borrowers and staff."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app.core.thread.deciding import Quiet
from app.web.reach_words import reason

APP = Path(__file__).parents[2] / "app"
MADE = re.compile(r"Because\(\s*\"((?:house|wish):[a-z-]+)\"")
NAMED = re.compile(
    r"^[A-Z_, ]+ = \"(house:contact-[a-z]+)\", \"(house:contact-[a-z]+)\"", re.MULTILINE
)


def reasons() -> set[str]:
    found = {f"house:{one.value}" for one in Quiet}
    for path in APP.rglob("*.py"):
        text = path.read_text()
        found |= set(MADE.findall(text))
        found |= {code for codes in NAMED.findall(text) for code in codes}
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_reason_of_ours_is_called_a_law(app: Flask, language: str) -> None:
    codes = reasons()
    assert {"house:not-theirs", "house:overtaken", "house:care", "house:contact-cap"} <= codes
    with app.test_request_context(headers={"Accept-Language": language}):
        assert [code for code in sorted(codes) if code in str(reason(code))] == []
