"""The small language of the data file."""

from __future__ import annotations

import pytest

from app.core.message_guard.folding import folded
from app.core.message_guard.patterns import PatternFault, compiled


def finds(line: str, text: str, language: str = "en", **lists: str) -> bool:
    return bool(compiled((line,), lists, language).search(folded(text).text))


def test_a_word_is_found_whole() -> None:
    assert finds("jail", "to jail.")
    assert not finds("jail", "jailer")
    assert finds("suicid*", "suicidal")


def test_a_short_word_is_not_made_of_two_others() -> None:
    assert not finds("beat you", "we will be at your side, be at you")
    assert finds("beat you", "b e a t you")
    assert finds("beat you", "b.e.a.t you")


def test_a_long_word_may_be_broken() -> None:
    assert finds("arrested", "you are arr ested")


def test_a_gap_ends_with_the_sentence() -> None:
    assert finds("post ~ online", "post your face online")
    assert not finds("post ~ online", "in the post now. It is not online")
    assert not finds("报警~抓", "报警吧，抓", "zh")


def test_what_must_not_follow_is_looked_for_behind_the_space() -> None:
    assert finds("the court !(fee|date)", "the court calls")
    assert not finds("the court !(fee|date)", "the court fee")


def test_lists_and_choices_are_put_in() -> None:
    assert finds("call (all)? your <third>", "call your boss", third="mother|boss")
    assert finds("call (all)? your <third>", "call all your mother", third="mother|boss")


@pytest.mark.parametrize("line", ["[abc]", "a.b", "a+", "<nobody>", "a{3}"])
def test_nothing_else_is_a_pattern(line: str) -> None:
    with pytest.raises(PatternFault):
        compiled((line,), {}, "en")
