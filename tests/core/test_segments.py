"""Pieces of a text, at each of the lengths where one more begins."""

from __future__ import annotations

import pytest

from app.core.segments import segments


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("您" * 70, 1),
        ("您" * 71, 2),
        ("您" * 134, 2),
        ("您" * 135, 3),
        ("a" * 70 + "您", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_sent_in_as_many_pieces(words: str, pieces: int) -> None:
    assert segments(words) == pieces
