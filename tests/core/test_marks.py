"""Names show what they are: real scripts are taken, towers of marks and empty names are not."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.marks import MOST_MARKS, MOST_ON_PAPER, first_covering, first_stack
from app.core.plain import text_problems
from app.core.text import TEXT_LIMIT, TextFault, first_hidden, paper_fault, printable, tidy

MARKS = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in ("Mn", "Me")]


def code(name: str, *, or_figure: bool = False) -> str:
    with pytest.raises(TextFault) as refused:
        printable(name, or_figure=or_figure)
    return refused.value.code


@pytest.mark.parametrize(
    "words",
    [
        "Nguyễn Thị Ngọc Diệp",
        "Ἀριστοτέλης ᾧ",
        "שִׁשָּׁה",
        "اللّٰهُ مُحَمَّدٌ",
        "ज़ें क्ष्म्य",
        "น้ำใจ ผู้ใหญ่ ปี่",
        "ລີ້ ບໍ່",
        "བསྒྲུབས་ རྒྱུ",
        "ខ្ញុំ ស្ត្រី",
        "လှုံ့ဆော် ရွှံ့",
        "i̇́ ọ̣́ ǫ̈́",
        "1️⃣ ❤️",
    ],
)
def test_the_heaviest_letters_of_real_scripts_are_taken(words: str) -> None:
    assert tidy(words, TEXT_LIMIT) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize("name", ["Nguyễn Thị Ngọc Diệp", "שִׁשָּׁה", "اللّٰهُ مُحَمَّدٌ", "Ἀριστοτέλης"])
def test_names_of_the_scripts_on_paper_are_taken(name: str) -> None:
    assert printable(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a" + "\u030c" * 40, "stacked_marks"),
        ("Ann\u0302\u0303\u0304\u0305\u0306", "stacked_marks"),
        ("A\u0336n\u0336n\u0336", "covering_marks"),
        ("Ann\u20dd", "covering_marks"),
        ("Ann \u0489Lee", "covering_marks"),
        ("\ufe0f", "hidden_characters"),
        ("Ann\ufe00", "hidden_characters"),
        ("\ufffc", "hidden_characters"),
        ("\u0301", "no_letter"),
        ("\u0301Ann", "no_letter"),
        ("— . —", "no_letter"),
        ("365", "no_letter"),
    ],
)
def test_a_name_that_hides_covers_or_says_nothing_is_refused(name: str, found: str) -> None:
    assert code(name) == found


@pytest.mark.parametrize("name", ["365", "4U", "³"])
def test_an_organisation_may_be_called_by_a_figure(name: str) -> None:
    assert printable(name, or_figure=True) == name
    assert code("+-", or_figure=True) == "no_letter"


def test_every_mark_through_or_around_a_letter_covers_it() -> None:
    covering = {c for c in MARKS if first_covering(f"a{c}")}
    assert covering == {
        c for c in MARKS if unicodedata.combining(c) == 1 or unicodedata.category(c) == "Me"
    }


def test_an_agreement_bears_no_tower_of_marks() -> None:
    facts = {"name": "a" + "\u030c" * 4, "product": "Card\u0336", "words": "e\u0323\u0302\u0303"}
    assert [(p.path, p.code) for p in text_problems(facts)] == [
        ("/name", "covering_marks"),
        ("/product", "covering_marks"),
    ]


@given(text=st.text(st.sampled_from(["a", "字", " ", *MARKS[:60]]), max_size=60))
def test_no_letter_of_a_text_that_is_taken_bears_more_marks_than_we_say(text: str) -> None:
    try:
        kept = tidy(text, TEXT_LIMIT)
    except TextFault:
        assert first_stack(unicodedata.normalize("NFC", text.strip()))
        return
    assert longest_row(kept) <= MOST_MARKS
    if paper_fault(kept, or_figure=True) is None:
        assert longest_row(kept) <= MOST_ON_PAPER


def longest_row(text: str) -> int:
    rows = "".join("m" if c in MARKS else " " for c in text).split()
    return max(map(len, rows), default=0)


def default_ignorable() -> set[str]:
    """Source: DerivedCoreProperties.txt of Unicode 15.0, with its lists of PropList.txt.

    Other_Default_Ignorable_Code_Point + Cf + Variation_Selector, without White_Space, the
    annotation characters, the Egyptian controls and Prepended_Concatenation_Mark.
    """
    other = "034F 115F-1160 17B4-17B5 2065 3164 FFA0 FFF0-FFF8 E0000 E0002-E001F E0080-E00FF"
    chosen = "E01F0-E0FFF 180B-180D 180F FE00-FE0F E0100-E01EF"
    without = "FFF9-FFFB 13430-13440 0600-0605 06DD 070F 0890-0891 08E2 110BD 110CD"
    formats = {c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Cf"}
    return points(f"{other} {chosen}") | formats - points(without)


def points(ranges: str) -> set[str]:
    pairs = (one.split("-") for one in ranges.split())
    return {chr(n) for pair in pairs for n in range(int(pair[0], 16), int(pair[-1], 16) + 1)}


def test_nothing_that_programs_leave_undrawn_stands_in_a_name() -> None:
    unseen = default_ignorable()
    assert len(unseen) > 4_000
    shown = {c for c in unseen if not first_hidden(c)}
    assert {c for c in shown if paper_fault(f"a{c}b", or_figure=True) is None} == set()
    selectors = points("FE00-FE0F")  # an emoji has them, in the words of a person
    assert shown == selectors
