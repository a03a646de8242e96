"""The message guard: what it stops, what it lets go, and how often it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.message_guard.categories import Category, words
from app.core.message_guard.judging import PRIVATE, Outcome, judge
from app.core.packs import LANGUAGES
from tests.core.message_guard.evasions import EVASIONS, OF_NUMBERS, Evasion
from tests.core.message_guard.ordinary import MOST_STOPPED, sentences, share

CATEGORIES = words().categories
WAYS = [(language, way) for language, ways in EVASIONS.items() for way in ways]


def examples(kind: str) -> Iterator[tuple[Category, str, str]]:
    for category in CATEGORIES:
        for language in LANGUAGES:
            for text in getattr(category.speech[language], kind):
                yield category, language, text


BLOCKED = list(examples("blocked"))


def stops(category: Category, text: str) -> bool:
    return category.code in {hit.category for hit in judge(text).blocking}


def tripped(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in judge(text).blocking]


def test_thirteen_ways_to_wrong_a_borrower_have_examples_in_both_languages() -> None:
    assert len(CATEGORIES) == 13
    for category in CATEGORIES:
        for speech in category.speech.values():
            assert len(speech.blocked) >= 3
            assert len(speech.sent) >= 2


@pytest.mark.parametrize(
    ("category", "text"), [(c, t) for c, _, t in BLOCKED], ids=[t for _, _, t in BLOCKED]
)
def test_words_that_wrong_a_borrower_are_stopped(category: Category, text: str) -> None:
    assert stops(category, text)


@pytest.mark.parametrize(
    ("language", "way"), WAYS, ids=[f"{spoken}-{way.__name__}" for spoken, way in WAYS]
)
def test_no_way_of_writing_gets_them_past(language: str, way: Evasion) -> None:
    tried = [
        (category, way(text))
        for category, spoken, text in BLOCKED
        if spoken == language and (category.code != PRIVATE or way in OF_NUMBERS)
    ]
    assert [text for category, text in tried if not stops(category, text)] == []
    assert len(tried) > 50


def test_every_safe_rewrite_passes_without_a_remark() -> None:
    rewrites = [speech.rewrite for one in CATEGORIES for speech in one.speech.values()]
    assert [said for said in rewrites if judge(said).outcome is not Outcome.PASSED] == []


def test_words_close_to_the_forbidden_are_sent() -> None:
    stopped = [text for _, _, text in examples("sent") if tripped(text)]
    assert stopped == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fewer_than_2_in_100_ordinary_sentences_are_stopped(language: str) -> None:
    said = sentences(language)
    assert len(set(said)) == len(said) >= 200
    assert share(language, Outcome.BLOCKED) < MOST_STOPPED


def test_e6_urgency_is_stopped_in_both_languages_and_a_promise_of_time_is_not() -> None:
    for text in ("This is your last chance.", "Pay within 2 hours.", "请立即还款。", "仅限今天。"):
        assert judge(text).categories == ("FALSE_URGENCY",), text
    for text in ("We reply within 24 hours.", "There is no rush.", "我们会在24小时内回复您。"):
        assert judge(text).outcome is not Outcome.BLOCKED, text


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("You will not be arrested.", Outcome.NEAR_MISS),
        ("Nobody will be sent to prison for this.", Outcome.NEAR_MISS),
        ("You will not only be arrested.", Outcome.BLOCKED),
        ("It is not hard. You will be arrested.", Outcome.BLOCKED),
        ("Do not ignore this or you will go to jail.", Outcome.BLOCKED),
        ("If you do not pay, you will be arrested.", Outcome.BLOCKED),
        ("If you do not you will be arrested.", Outcome.BLOCKED),
        ("If you pay now you will not be arrested.", Outcome.BLOCKED),
        ("You will not be arrested if you pay late.", Outcome.NEAR_MISS),
        ("We will never ask you to borrow it from a friend.", Outcome.PASSED),
        ("No legal action will be taken.", Outcome.NEAR_MISS),
        ("Court fees are frozen.", Outcome.PASSED),
        ("您不会坐牢。", Outcome.NEAR_MISS),
        ("你不能还款就等着坐牢。", Outcome.BLOCKED),
        ("只要您今天还款，就不会坐牢。", Outcome.BLOCKED),
        ("我们不会起诉您。", Outcome.NEAR_MISS),
        ("你没有还钱，我们就起诉你。", Outcome.BLOCKED),
    ],
)
def test_a_denial_is_let_go_and_noted_but_never_one_that_hangs_on_paying(
    text: str, outcome: Outcome
) -> None:
    assert judge(text).outcome is outcome


def test_the_words_that_tripped_it_are_named_as_they_were_typed() -> None:
    assert tripped("Hello.\nYou will be A.r.r-e.s.t.e.d, friend.") == ["be A.r.r-e.s.t.e.d"]
    assert tripped("您好，坐 牢 吧") == ["坐 牢"]
    assert tripped("Think of it 🔪 well") == ["🔪"]
    assert tripped("Card 4111 1111 1111 1111 ends") == ["4111 1111 1111 1111"]


def test_a_number_that_is_no_card_may_stand_in_a_message() -> None:
    assert judge("Reference 4111 1111 1111 1112").outcome is Outcome.PASSED
    assert judge("合同编号2026-001，合计12345.67元").outcome is Outcome.PASSED
    for number in range(1000):
        assert judge(f"You pay {number} a month, £{number}.58 in all.").outcome is Outcome.PASSED


@pytest.mark.parametrize("text", ["", " \n\t", "\ud800", "\u200b" * 50, "🙂", "\x00", "ﷺ" * 20])
def test_odd_text_has_a_verdict_too(text: str) -> None:
    assert judge(text).outcome is Outcome.PASSED
