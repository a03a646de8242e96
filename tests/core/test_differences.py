"""Two versions of an agreement differ in exactly the figures that are named."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.agreement import facts_bytes
from app.core.differences import ABOUT_THE_PAPER, SCHEDULE, Difference, differences
from app.core.evidence import canonical
from tests.agreements import a_chinese_agreement, an_english_agreement

FACTS: list[dict[str, Any]] = [
    json.loads(facts_bytes(made())) for made in (an_english_agreement, a_chinese_agreement)
]
AMOUNT = {"currency": "GBP", "minor": 99}
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 5),
    st.text(max_size=2),
    st.just(AMOUNT),
    st.lists(st.integers(0, 3), max_size=2),
)


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a value stands that is no container."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from places(item, (*path, place))
    else:
        yield path


def changed(facts: dict[str, Any], path: tuple[str | int, ...], to: object) -> dict[str, Any]:
    made = copy.deepcopy(facts)
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = to
    return made


FIGURES = [
    (facts, path)
    for facts in FACTS
    for path in places(facts)
    if path[0] not in ABOUT_THE_PAPER and path[-1] != "role"
]


@given(st.sampled_from(FIGURES), values)
def test_a_figure_that_changed_is_named_with_what_it_was_and_is(
    figure: tuple[dict[str, Any], tuple[str | int, ...]], to: object
) -> None:
    facts, path = figure
    after = changed(facts, path, to)
    found = differences(facts, after)
    if canonical(facts) == canonical(after):
        assert found == ()
        return
    assert len(found) <= 1 or isinstance(to, dict)
    assert found or to is None  # something that is empty may be left out
    for one in found:
        assert canonical(one.before) != canonical(one.after)
        assert one.name.split(".")[0] == path[0]


@given(st.sampled_from(FIGURES), st.sampled_from(FIGURES), values, values)
def test_before_and_after_change_places_with_the_versions(
    one: tuple[dict[str, Any], tuple[str | int, ...]],
    two: tuple[dict[str, Any], tuple[str | int, ...]],
    first: object,
    second: object,
) -> None:
    old, new = changed(*one, first), changed(*two, second)
    there, back = differences(old, new), differences(new, old)
    assert [Difference(d.name, d.after, d.before) for d in there] == list(back)


@given(st.sampled_from(FACTS), st.sampled_from(sorted(ABOUT_THE_PAPER)), values)
def test_what_only_names_the_paper_is_no_change_of_the_terms(
    facts: dict[str, Any], name: str, to: object
) -> None:
    assert differences(facts, {**facts, name: to}) == ()


def test_the_payments_come_first_and_stay_together() -> None:
    facts = FACTS[0]
    rows = copy.deepcopy(facts["terms"]["schedule"]["instalments"])
    rows[3]["amount"]["minor"] += 1
    rows[4]["due_on"] = "2027-05-20"
    after = changed(facts, ("terms", "schedule", "instalments"), rows)
    after = changed(after, ("budget", "income", "minor"), 1)
    after = changed(after, ("totals", "repayable", "minor"), 2)
    found = differences(facts, after)
    assert [one.name for one in found] == [SCHEDULE, "totals.repayable", "budget.income"]
    assert found[0].after == rows
    assert found[2] == Difference(
        "budget.income", facts["budget"]["income"], {"currency": "GBP", "minor": 1}
    )


def test_a_party_is_the_same_party_in_another_place() -> None:
    facts = FACTS[0]
    assert differences(facts, {**facts, "parties": facts["parties"][::-1]}) == ()
    gone = differences(facts, {**facts, "parties": facts["parties"][1:]})
    assert {one.name.rpartition(".")[0] for one in gone} == {"parties.lender"}
    assert all(one.after is None for one in gone)


def test_a_budget_that_is_no_longer_shared_is_named_figure_by_figure() -> None:
    found = differences(FACTS[0], {**FACTS[0], "budget": None})
    names = {"essential", "income", "left_over", "other"}
    assert {one.name for one in found} == {f"budget.{name}" for name in names}
