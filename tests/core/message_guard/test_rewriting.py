"""A safe way to say it: what was fine stays, what was not is replaced, and it passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.message_guard.categories import words
from app.core.message_guard.judging import Outcome, judge
from app.core.message_guard.rewriting import rewritten
from app.core.packs import LANGUAGES

CATEGORIES = words().categories
BAD = [text for one in CATEGORIES for spoken in LANGUAGES for text in one.speech[spoken].blocked]
FINE = (
    "Your offer is 60.00 a month.",
    "您的方案是每月600元。",
    "Thank you",
    "谢谢",
    "\n",
    "12.50!",
)


def test_only_the_sentence_that_tripped_it_is_replaced() -> None:
    safe = words().category("ARREST").speech["en"].rewrite
    typed = "Thank you for 60.00. Pay up or you will be arrested! We can start in May."
    assert rewritten(typed) == f"Thank you for 60.00. {safe} We can start in May."


def test_a_number_is_left_out_and_its_sentence_stays() -> None:
    typed = "Use card 4111 1111 1111 1111 for it."
    assert rewritten(typed) == "Use card (number left out) for it."
    assert rewritten("电话13800138000。") == "电话（号码略）。"


def test_words_spread_over_sentences_are_all_replaced() -> None:
    safe = words().category("ARREST").speech["en"].rewrite
    assert rewritten("You will. Be. Arrested. Good day.") == f"You will. {safe} Good day."


def test_lines_stay_lines_and_chinese_stays_chinese() -> None:
    safe = words().category("ARREST").speech["zh"].rewrite
    assert rewritten("您好。\n再不听就让你坐牢。\n谢谢。") == f"您好。\n{safe}\n谢谢。"


def test_what_passes_stays_as_it_is() -> None:
    assert rewritten("  No change here , really.\n\nBye ") == "  No change here , really.\n\nBye "


@pytest.mark.parametrize("text", BAD)
def test_a_rewrite_of_every_example_passes(text: str) -> None:
    assert judge(rewritten(text)).outcome is Outcome.PASSED


@given(st.lists(st.sampled_from((*BAD, *FINE)), max_size=8), st.sampled_from(("", " ", "\n", ", ")))
def test_a_rewrite_of_any_mixture_is_never_stopped(parts: list[str], between: str) -> None:
    assert judge(rewritten(between.join(parts))).outcome is not Outcome.BLOCKED
