"""Choices read from bytes: Hypothesis draws the bytes and shrinks them, a long run counts them up.

One draw for a whole household keeps generating cheap. Bytes that have run out
read as 0, and every choice has its plainest answer at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")
ENOUGH = 400


class Dice:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @classmethod
    def numbered(cls, name: str, number: int) -> Dice:
        """The same choices for the same name and number, on every machine."""
        return cls(hashlib.shake_256(f"{name}:{number}".encode()).digest(2 * ENOUGH))

    def whole(self, low: int, high: int) -> int:
        span = high - low + 1
        size = ((span - 1).bit_length() + 7) // 8
        piece = self._data[self._at : self._at + size]
        self._at += size
        return low + int.from_bytes(piece.ljust(size, b"\0"), "big") % span

    def one_in(self, times: int) -> bool:
        return self.whole(1, times) == times

    def pick(self, among: Sequence[_T]) -> _T:
        return among[self.whole(0, len(among) - 1)]
