"""Text is composed, bounded and holds nothing that cannot be seen."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.plain import text_problems
from app.core.text import (
    NAME_LIMIT,
    TextFault,
    composed,
    fault,
    first_hidden,
    is_too_long,
    shown,
    tidy,
)

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def everything(*categories: str) -> list[str]:
    found = (chr(point) for point in range(sys.maxunicode + 1))
    return [char for char in found if unicodedata.category(char) in categories]


def code(text: str, most: int = NAME_LIMIT, *, many_lines: bool = False) -> str:
    with pytest.raises(TextFault) as refused:
        tidy(text, most, many_lines=many_lines)
    return refused.value.code


@pytest.mark.parametrize("category", sorted(UNSEEN))
def test_every_member_of_an_unseen_category_is_hidden(category: str) -> None:
    members = everything(category)
    assert members
    assert [f"{ord(c):04X}" for c in members if not first_hidden(f"a{c}b")] == []
    kept = [c for c in members if not first_hidden(f"a{c}b", many_lines=True)]
    assert kept == (["\t", "\n"] if category == "Cc" else [])
    assert {shown(c) for c in members} == {"\N{WHITE SQUARE}"}


def test_tags_blank_letters_and_what_is_no_character_are_hidden() -> None:
    tags = [chr(point) for point in range(0xE0000, 0xE0080)]
    blank = list("\u034f\u115f\u1160\u17b4\u17b5\u180b\u2065\u2800\u3164\uffa0\ufff0")
    none = [*map(chr, range(0xFDD0, 0xFDF0)), *(chr(p * 0x10000 + 0xFFFE) for p in range(17))]
    none += [chr(plane * 0x10000 + 0xFFFF) for plane in range(17)]
    for char in (*tags, *blank, *none):
        assert first_hidden(f"a{char}b", many_lines=True) == f"U+{ord(char):04X}"


def test_every_letter_number_and_sign_that_shows_is_taken() -> None:
    blank = set("\u115f\u1160\u2800\u3164\uffa0")
    seen = everything("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Po", "Ps", "Pe", "Sc", "So")
    assert {c for c in seen if first_hidden(c)} == blank


@pytest.mark.parametrize(
    "name", ["مُحمّد", "O'Brien, Tom", "欧阳喆", "Zoë", "岡崎🙂", "❤\ufe0f", "𠮷野"]
)
def test_real_names_are_taken(name: str) -> None:
    assert tidy(f"  {name} \n", NAME_LIMIT) == unicodedata.normalize("NFC", name)


def test_a_text_of_several_lines_has_one_kind_of_break() -> None:
    assert tidy(" one\r\ntwo\rthree\tfour\n", 50, many_lines=True) == "one\ntwo\nthree\tfour"
    assert code("one\r\ntwo") == "hidden_characters"


def test_a_character_that_a_program_lost_is_not_taken() -> None:
    assert code("Zo\ufffd") == "lost_characters"


def test_length_counts_code_points_and_bytes_once_composed() -> None:
    assert tidy("e\u0301" * 200, 200) == "é" * 200
    assert code("e\u0301" * 201, 200) == "too_long"
    assert not is_too_long("欧" * 200, 200)
    assert not is_too_long("🙂" * 150, 200)
    assert is_too_long("🙂" * 151, 200)
    assert is_too_long("\ud800" * 201, 200)


def test_a_flood_of_accents_is_refused_before_it_is_composed() -> None:
    assert code("a" + "\u0301\u0323" * 500_000, 2000) == "too_long"


def test_what_is_composed_keeps_its_spaces() -> None:
    assert composed(" e\u0301 ", 10) == " é "


@given(text=st.text(max_size=30), many_lines=st.booleans())
def test_what_is_taken_once_is_taken_again_unchanged(text: str, *, many_lines: bool) -> None:
    try:
        kept = tidy(text, 20, many_lines=many_lines)
    except TextFault:
        return
    assert tidy(kept, 20, many_lines=many_lines) == kept
    assert fault(kept, 20, many_lines=many_lines) is None
    assert text_problems(kept) == []


def test_an_agreement_names_the_text_that_is_hidden_or_too_long() -> None:
    facts = {"parties": [{"name": "a\u202eb"}, {"name": "x" * 201}], "words": "one\ntwo"}
    assert [(p.path, p.code) for p in text_problems(facts)] == [
        ("/parties/0/name", "unseen_characters"),
        ("/parties/1/name", "too_long"),
    ]


def test_foreign_text_is_shown_short_and_harmless() -> None:
    assert shown("a\u202eb") == "a\N{WHITE SQUARE}b"
    assert shown("x" * 100) == "x" * 60 + "…"
