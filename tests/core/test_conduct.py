"""The conduct course and its test: what it rests on, how it is drawn, what passes and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from app.core.conduct.course import EVERYWHERE, course
from app.core.conduct.exam import (
    OF_ALL,
    OF_PLACE,
    drawn,
    passes,
    right_answers,
    rules_digest,
    seed_of,
    valid_until,
)
from app.core.message_guard.judging import Outcome, judge
from app.core.packs import JURISDICTIONS, load

COURSE = course()
SEEDS = [seed_of(str(n), "UK", 1) for n in range(200)]
LONGEST_SENTENCE, LONGEST_CLAUSE = 22, 20


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_every_place_has_a_course_with_rules_and_more_questions_than_one_test(place: str) -> None:
    assert COURSE.rules(place)
    shared, own = COURSE.bank(place)
    assert len(shared) > OF_ALL
    assert len(own) > OF_PLACE


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_a_test_has_ten_different_questions_and_the_same_seed_draws_the_same(place: str) -> None:
    for seed in SEEDS:
        asked = drawn(COURSE, place, seed)
        assert asked == drawn(COURSE, place, seed)
        assert len({one.question.code for one in asked}) == 10
        assert {one.question.place for one in asked} == {EVERYWHERE, place}


def test_every_question_is_drawn_and_every_place_of_an_answer_is_right_at_times() -> None:
    tests = [drawn(COURSE, "UK", seed) for seed in SEEDS]
    shared, own = COURSE.bank("UK")
    assert {one.question.code for asked in tests for one in asked} == {
        one.code for one in (*shared, *own)
    }
    assert {one.right for asked in tests for one in asked} == {0, 1, 2}


def test_eight_of_ten_pass_and_seven_do_not() -> None:
    asked = drawn(COURSE, "CN", "a seed")
    given = {one.question.code: one.right for one in asked}
    assert right_answers(asked, given) == 10
    for wrong in range(4):
        spoiled = given | {one.question.code: (one.right + 1) % 3 for one in asked[:wrong]}
        assert right_answers(asked, spoiled) == 10 - wrong
        assert passes(10 - wrong, 10) is (wrong <= 2)
    assert not passes(0, 0)
    assert right_answers(asked, {}) == 0


def test_a_pass_lasts_a_year() -> None:
    assert valid_until(date(2026, 11, 22)) == date(2027, 11, 22)
    assert valid_until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_pass_hangs_on_the_words_and_figures_of_conduct_rules_alone() -> None:
    pack = load("UK")
    before = rules_digest(COURSE, pack)
    rule = pack.rules["UK-C01"]
    assert rules_digest(COURSE, pack.with_rules([replace(rule, text="Other words")])) != before
    other = next(one for code, one in pack.rules.items() if code not in COURSE.rules("UK"))
    assert rules_digest(COURSE, pack.with_rules([replace(other, text="Other words")])) == before
    looked_at = replace(rule, citation=replace(rule.citation, as_at=date(2027, 1, 1)))
    assert rules_digest(COURSE, pack.with_rules([looked_at])) == before


def said(language: str) -> Iterator[str]:
    for lesson in COURSE.lessons:
        yield from (getattr(one, language) for one in (lesson.title, *lesson.lines))
    for one in COURSE.questions:
        yield from (getattr(part, language) for part in (one.asks, one.why, one.answers[0]))


def test_e8_the_course_is_short_and_plain_in_both_languages() -> None:
    sentences = [s for line in said("en") for s in line.replace("?", ".").split(".") if s.strip()]
    assert [s for s in sentences if len(s.split()) > LONGEST_SENTENCE] == []
    assert sum(len(s.split()) for s in sentences) / len(sentences) <= 15
    clauses = [
        c
        for line in said("zh")
        for c in "".join(x if x not in "，。；：？、" else " " for x in line).split()
    ]
    assert sum(map(len, clauses)) / len(clauses) <= LONGEST_CLAUSE
    assert [c for c in clauses if len(c) > 26] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_right_answer_holds_words_that_staff_may_not_send(language: str) -> None:
    right = [getattr(one.answers[0], language) for one in COURSE.questions]
    stopped = [text for text in right if judge(text).outcome is Outcome.BLOCKED]
    assert stopped == []


def test_no_question_gives_its_answer_away_by_its_place_in_the_file() -> None:
    for one in COURSE.questions:
        assert len({said.en for said in one.answers}) == len({said.zh for said in one.answers}) == 3
