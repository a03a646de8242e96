"""A name that would be drawn as an empty box is asked about again, before anything is drawn."""

from __future__ import annotations

import pytest

from app.core.shapes import FILE, first_without_shape
from app.core.text import TextFault, printable
from app.documents.fonts.build import HERE, REGULAR, shapes


def test_the_list_of_characters_is_what_the_fonts_hold() -> None:
    assert FILE.read_text(encoding="ascii") == shapes(HERE / name for name in REGULAR)


@pytest.mark.parametrize(
    "name",
    ["张伟", "骨", "直", "龘", "O’Neil-Díaz (Jr.) ^]\\", "Łukasz Żak", "سارة الأحمد", "Ω" * 200],
)
def test_a_name_with_shapes_is_taken_as_it_is(name: str) -> None:
    assert printable(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "character"), [("Zoë 🙂", "🙂"), ("𠮷野家", "𠮷"), ("䶮", "䶮"), ("김민준", "김")]
)
def test_a_name_without_shapes_is_refused_and_the_character_is_named(
    name: str, character: str
) -> None:
    assert first_without_shape(name) == character
    with pytest.raises(TextFault, match="no_shape") as refused:
        printable(name)
    assert refused.value.which == character


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 201, "too_long"),
        ("a\u202eb", "hidden_characters"),
        ("a\u200bb", "hidden_characters"),
        ("a\u2066b", "hidden_characters"),
    ],
)
def test_names_that_hide_something_are_refused_as_ever(name: str, code: str) -> None:
    with pytest.raises(TextFault, match=code):
        printable(name)
