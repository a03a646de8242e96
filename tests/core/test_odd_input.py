"""Whatever is sent, there is an assessment or a list of what to write differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.core.cases import a_case, assessed
from tests.core.households import Placed, households, many
from tests.core.test_bad_input import of, problems


def _break(case: dict[str, Any], path: list[str | int], value: object) -> None:
    target: Any = case
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value


PLACES: list[list[str | int]] = [
    ["as_of"],
    ["household"],
    ["household", "adults"],
    ["income"],
    ["income", 0],
    ["income", 0, "amount"],
    ["spending", 0, "category"],
    ["floor"],
    ["debts", 0, "principal"],
    ["debts", 0, "contractual_payment"],
    ["debts", 0, "disputed"],
    ["lender_policy"],
    ["commitments"],
    ["hardship"],
    ["case_id"],
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)


@many
@given(place=st.sampled_from(PLACES), value=ANYTHING)
def test_property_27_any_value_anywhere_gives_an_assessment_or_a_list_of_problems(
    place: list[str | int], value: object
) -> None:
    case = a_case()
    _break(case, place, value)
    found = of(case)

    assert found == sorted(found)
    assert all(path == "" or path.startswith("/") for path, _ in found)
    if not found:
        assert assessed(case).debts


@many
@given(placed=households(), spot=st.integers(0), value=ANYTHING)
def test_property_27_any_household_with_one_odd_value_is_assessed_or_asked_about(
    placed: Placed, spot: int, value: object
) -> None:
    _, case = placed
    places = list(_places(case, []))
    _break(case, places[spot % len(places)], value)

    assert of(case) or assessed(case).debts


def _places(value: object, path: list[str | int]) -> Iterator[list[str | int]]:
    """Where something stands in plain JSON values, the whole left out."""
    known: dict[str | int, object] = {}
    if isinstance(value, dict):
        known = dict(value)
    elif isinstance(value, list):
        known = dict(enumerate(value))
    for name, inner in known.items():
        yield [*path, name]
        yield from _places(inner, [*path, name])


@many
@given(data=st.binary(max_size=200))
def test_property_27_any_bytes_give_a_list_of_problems(data: bytes) -> None:
    assert problems(data)
