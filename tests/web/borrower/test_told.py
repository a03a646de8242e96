"""What a household has told survives its way through the pages of the budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.caselines import HardshipLine, Line
from app.core.household_record import HouseholdRecord, Told
from app.core.money import Currency, Money
from app.core.packs import categories
from app.core.periods import Every
from app.usecases.demo_stories import STORIES, Story
from app.web.borrower import told as answers
from app.web.borrower.parts import ORDER, PARTS, AnyForm
from app.web.borrower.told import OtherDebt
from app.web.forms import Asked, DateField, TickField
from tests.stage import ORIGIN

TODAY = date(2026, 11, 21)
REGULAR = sorted(set(Every) - {Every.IRREGULAR})


def gbp(minor: int) -> Money:
    return Money(minor, Currency.GBP)


def in_order(lines: tuple[Line, ...]) -> list[Line]:
    return sorted(lines, key=lambda line: line.id)


def sent_again(app: Flask, name: str, told: Told, jurisdiction: str) -> Told:
    """The part ``name`` shown with what is told, sent back unchanged, and taken."""
    currency = Currency.CNY if jurisdiction == "CN" else Currency.GBP
    record = HouseholdRecord(jurisdiction=jurisdiction, currency=currency, told=told)
    part = PARTS[name]
    with app.test_request_context("/", base_url=ORIGIN):
        shown = part.read(record)
        part.fill(shown, told)
        typed = _typed(shown)
    with app.test_request_context("/", method="POST", data=typed, base_url=ORIGIN):
        form = part.read(record)
        assert form.accepted(), form.errors
        taken: Told = part.take(form, told, TODAY)
    return taken


def _typed(form: AnyForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in form:
        if isinstance(field, DateField):
            found |= {f"{field.name}-{part}": words for part, words in field.typed.items()}
        elif isinstance(field, TickField):
            found |= {field.name: "yes"} if field.data else {}
        elif isinstance(field.data, list):
            found[field.name] = field.data
        elif isinstance(field, Asked):
            found[field.name] = field._value()
    return found


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("story", [s for s in STORIES if s.told], ids=lambda s: s.key)
def test_a_page_sent_unchanged_changes_nothing(app: Flask, name: str, story: Story) -> None:
    before = story.told or answers.BLANK
    again = sent_again(app, name, before, story.place)
    assert in_order(again.income) == in_order(before.income)
    assert in_order(again.spending) == in_order(before.spending)
    assert replace(again, income=(), spending=()) == replace(before, income=(), spending=())


def test_every_part_has_a_page_before_and_after() -> None:
    assert set(ORDER) == {*PARTS, "debts", "may-help", "check"}
    assert ORDER[-1] == "check"


categories_of_income = st.sampled_from(sorted(categories().income_ids))
lines = st.lists(
    st.builds(
        Line,
        id=st.text("abcdef", min_size=3, max_size=8),
        category=categories_of_income,
        frequency=st.sampled_from(REGULAR),
        amount=st.integers(0, 10**6).map(gbp),
        starts_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ),
    max_size=8,
    unique_by=lambda line: line.id,
).map(tuple)


@given(old=lines, given_now=lines)
def test_lines_that_a_page_cannot_show_stay(
    old: tuple[Line, ...], given_now: tuple[Line, ...]
) -> None:
    now = answers.first_lines(given_now)
    kept = answers.with_lines(old, now)
    hidden = [line for line in old if line not in answers.first_lines(old)]
    assert all(line in kept for line in hidden)
    assert len(kept) == len(now) + len(hidden)
    shown = {line.category: line for line in answers.first_lines(old)}
    for line in kept[: len(now)]:
        before = shown.get(line.category)
        assert before is None or (line.id, line.starts_on) == (before.id, before.starts_on)


@given(old=lines)
def test_what_is_shown_and_sent_back_is_the_same(old: tuple[Line, ...]) -> None:
    again = answers.with_lines(old, answers.first_lines(old))
    assert in_order(again) == in_order(old)


def test_twelve_months_stand_beside_a_regular_amount() -> None:
    regular = Line("other_earnings", "other_earnings", Every.MONTHLY, gbp(5000))
    monthly = tuple(gbp(n * 100) for n in range(12))
    both = answers.with_months((regular,), "other_earnings", monthly)
    assert len({line.id for line in both}) == 2
    assert answers.month_line(both) is not None
    assert answers.with_months(both, "other_earnings", ()) == (regular,)


@given(
    owed=st.integers(1, 10**7),
    behind=st.none() | st.integers(0, 2 * 10**7),
    kind=st.sampled_from(["credit_card", "rent", "energy", "other"]),
)
def test_another_debt_never_owes_more_than_it_is(owed: int, behind: int | None, kind: str) -> None:
    asked = OtherDebt("Bank", kind, gbp(owed), None if behind is None else gbp(behind))
    told = answers.with_debt(answers.with_debt(answers.BLANK, asked), asked)
    first, second = told.other_debts
    assert first.id != second.id
    assert first.owed == gbp(owed)
    assert first.arrears.minor <= owed
    assert first.priority == (kind in {"rent", "energy"})
    assert answers.without_debt(told, first.id).other_debts == (second,)


def test_dates_that_were_not_touched_leave_each_hardship_its_own() -> None:
    told = replace(
        answers.BLANK,
        hardship=(
            HardshipLine("JOB_LOSS", date(2026, 5, 1), None),
            HardshipLine("ILLNESS_SHORT", date(2026, 8, 1), date(2027, 2, 1)),
        ),
    )
    codes = ("ILLNESS_SHORT", "JOB_LOSS", "NEW_CHILD")
    again = answers.with_hardship(told, codes, *answers.hardship_dates(told), TODAY)
    assert set(told.hardship) < set(again.hardship)
    moved = answers.with_hardship(told, ("JOB_LOSS",), date(2026, 6, 1), None, TODAY)
    assert moved.hardship == (HardshipLine("JOB_LOSS", date(2026, 6, 1), None),)
    unknown = answers.with_hardship(answers.BLANK, ("JOB_LOSS",), None, None, TODAY)
    assert unknown.hardship == (HardshipLine("JOB_LOSS", TODAY, None),)
