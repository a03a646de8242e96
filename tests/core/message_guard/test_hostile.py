"""A hundred sentences of each language that were written to get past the guard, and none does.

``hostile`` says it openly; ``evasive`` is polite, hints, spells and draws.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.actions import Role
from app.core.message_guard.categories import Severity, words
from app.core.message_guard.judging import Outcome, judge
from app.core.message_guard.rewriting import rewritten
from app.core.message_guard.weighing import needs_care, weigh
from app.core.packs import LANGUAGES

HERE = Path(__file__).parent


def hostile(language: str) -> list[str]:
    files = (HERE / f"{kind}.{language}.txt" for kind in ("hostile", "evasive"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hostile_sentence_is_stopped_however_it_is_written(language: str) -> None:
    said = hostile(language)
    assert len(set(said)) == len(said) >= 100
    assert [text for text in said if judge(text).outcome is not Outcome.BLOCKED] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_them_has_safe_words_that_pass(language: str) -> None:
    assert [s for s in hostile(language) if judge(rewritten(s)).outcome is Outcome.BLOCKED] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_them_leaves_without_somebody_s_yes(language: str) -> None:
    for by in (Role.LENDER, Role.COUNSELOR):
        weights = [weigh(judge(text), by) for text in hostile(language)]
        assert all(one.blocked or one.review or one.confirm for one in weights)


def test_each_category_speaks_as_strongly_as_the_rules_of_the_guard_say() -> None:
    soft = {one.code: one.severity for one in words().categories if one.severity != "block"}
    assert soft == {
        "FALSE_LEGAL": Severity.REVIEW,
        "FALSE_URGENCY": Severity.WARN,
        "DISTRESS": Severity.ESCALATE,
    }


@pytest.mark.parametrize(
    ("text", "lender", "counselor"),
    [
        ("You will be arrested.", ("blocked", "ARREST"), ("blocked", "ARREST")),
        ("We will sue you.", ("review", "FALSE_LEGAL"), ("confirm", "FALSE_LEGAL")),
        ("Last chance.", ("confirm", "FALSE_URGENCY"), ("confirm", "FALSE_URGENCY")),
        ("You do not want to live.", ("blocked", "DISTRESS"), ("confirm", "DISTRESS")),
    ],
)
def test_what_becomes_of_words_hangs_on_who_writes_them(
    text: str, lender: tuple[str, str], counselor: tuple[str, str]
) -> None:
    for by, (name, code) in ((Role.LENDER, lender), (Role.COUNSELOR, counselor)):
        assert getattr(weigh(judge(text), by), name) == (code,)
    nothing = weigh(judge(text), Role.BORROWER)
    assert (nothing.blocked, nothing.review, nothing.confirm) == ((), (), ())


def test_a_call_for_help_is_heard_in_both_languages_and_nothing_else_is_taken_for_one() -> None:
    for text in ("I want to end my life.", "I feel suicidal", "我不想活了", "活不下去了。"):
        assert needs_care(text), text
    for text in ("The plan ends in May.", "You liars!", "还款期结束。", "生活费先留出来。"):
        assert not needs_care(text), text
