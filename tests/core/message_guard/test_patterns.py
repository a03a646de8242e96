"""The small language of the data file."""

from __future__ import annotations

import json
import re

import pytest

from app.core.message_guard.categories import words
from app.core.message_guard.folding import View, folded, unmasked
from app.core.message_guard.patterns import PatternFault, compiled
from app.core.message_guard.phrases import holds, phrases
from app.core.message_guard.pinyin import READ, spelled
from app.core.packs import LANGUAGES, data_file


def finds(line: str, text: str, language: str = "en", **lists: str) -> bool:
    return bool(compiled((line,), language, lists=lists, masked=False).search(folded(text).text))


def starred(line: str, language: str) -> re.Pattern[str]:
    return compiled((line,), language, lists={}, masked=True)


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
        compiled((line,), "en", lists={}, masked=False)


def test_a_masked_letter_is_any_letter_and_only_inside_a_word() -> None:
    assert unmasked("go to jail") is None
    assert unmasked("we *will* see") is None
    found = unmasked("the p*l*ce and the pr**on")
    assert found is not None
    assert starred("police", "en").search(found.text)
    assert starred("prison", "en").search(found.text)
    assert not starred("bailiff", "en").search(found.text)
    assert not compiled(("police",), "en", lists={}, masked=False).search(found.text)


def test_chinese_in_latin_letters_is_read_by_its_syllables() -> None:
    prison = compiled(("坐牢",), "zh", lists={}, masked=False)
    for text in ("zuo lao", "zuolao", "Zuò-Láo", "坐lao", "zuo 牢", "坐牢"):
        view = spelled(folded(text))
        found = prison.search(view.text)
        assert found is not None, text
        assert view.original(*found.span()) == (0, len(text))
    for text in ("zuo", "lao", "zuolaos", "zuo1lao", "make home"):
        assert not prison.search(spelled(folded(text)).text), text


def test_every_character_of_the_guards_words_can_be_spelled() -> None:
    known = json.loads(json.dumps(data_file("message_guard.json").value))
    lines = [line for one in known["categories"] for line in one["zh"]["patterns"]]
    used = set(re.findall("[\u3400-\u9fff]", "".join([*lines, *known["lists"].values()])))
    assert sorted(used - READ.keys()) == []


def test_a_capital_inside_a_word_begins_another() -> None:
    assert finds("call your boss", "CallYourBoss")
    assert finds("jail", "jAiL")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("masked", [False, True])
def test_lines_are_found_as_one_expression_of_all_of_them_would(
    language: str, *, masked: bool
) -> None:
    """But that takes seconds to compile, so three categories stand for all."""
    data = data_file("message_guard.json")
    lists = {name: node.text() for name, node in data["lists"].entries().items()}
    found = 0
    for category in data["categories"]:
        if category["code"].text() not in {"ARREST", "PUBLIC_SHAME", "FALSE_URGENCY"}:
            continue
        said = category[language]
        for kind in ("patterns", "allowed"):
            lines = said[kind].texts()
            whole = compiled(lines, language, lists=lists, masked=masked) if lines else None
            each = phrases(lines, language, lists=lists, masked=masked)
            for text in (*said["blocked"].texts(), *said["sent"].texts(), said["why"].text()):
                view = spelled(_viewed(text, masked=masked)).text
                at_once = [one.span() for one in whole.finditer(view)] if whole else []
                by_line = [one.span() for one in each.finditer(view, holds(view, masked=masked))]
                assert by_line == at_once, text
                found += len(at_once)
    assert found > 5


def test_every_line_is_an_expression() -> None:
    """The product makes one ready only when a text may hold it, which is too late to be wrong."""
    known = words()
    made = [*known.conditions.values()]
    for speech in (one for category in known.categories for one in category.speech.values()):
        made += [speech.phrases, speech.allowed]
    assert all(re.compile(line.source) for each in made for line in each.lines)


def _viewed(text: str, *, masked: bool) -> View:
    """With ``masked``, one letter of each long word is a star."""
    if not masked:
        return folded(text)
    return unmasked(re.sub(r"(?<=[a-z]{2})[a-z](?=[a-z])", "*", text)) or folded(text)
