"""A request that is sent again is known by its body, also after the program was renewed."""

from __future__ import annotations

import pytest

from app.core.sent import body_sha256

CARRIED: dict[str, object] = {
    "version": 1,
    "typed_name": "张伟",
    "agrees": True,
    "answers": ("total", ""),
}
KEPT = "9abc76334e932b4f999875948ab94d0e2e5e3d53417007eb8bec99f2d804fc0c"


def test_the_digest_of_a_body_stays_what_was_kept() -> None:
    assert body_sha256(CARRIED) == KEPT


def test_neither_order_nor_an_empty_field_that_came_later_makes_another_body() -> None:
    turned = dict(reversed(CARRIED.items()))
    assert body_sha256(turned | {"drawing": "", "later": (), "ticked": False}) == KEPT


@pytest.mark.parametrize(
    "other",
    [
        {"version": 2},
        {"typed_name": "张偉"},
        {"agrees": False},
        {"answers": ("", "total")},
        {"answers": ("total",)},
        {"drawing": "data:"},
    ],
)
def test_whatever_else_is_carried_makes_another_body(other: dict[str, object]) -> None:
    assert body_sha256(CARRIED | other) != KEPT


def test_the_same_letters_composed_another_way_are_another_body() -> None:
    assert body_sha256({"name": "Zo\u00eb"}) != body_sha256({"name": "Zoe\u0308"})


def test_half_a_character_and_a_number_beyond_json_have_a_digest_too() -> None:
    assert body_sha256({"name": "\ud800", "version": 10**30}) != body_sha256({"name": "\ud801"})


def test_what_no_form_carries_is_refused() -> None:
    with pytest.raises(TypeError, match=r"\Afloat is carried by no form\Z"):
        body_sha256({"rate": 0.1})
