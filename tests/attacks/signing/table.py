"""The rows of the attack table: each is a test whose id begins with ``row-NN``."""

from __future__ import annotations

import pytest

ROWS = range(1, 32)

ELSEWHERE: dict[int, tuple[str, ...]] = {}
"""Rows whose tests stand with what they test: node ids, which must be collected."""


def row(number: int, what: str, *values: object) -> object:
    """A case of row ``number``; ``what`` tells it from the other cases of the row."""
    return pytest.param(*values, id=f"row-{number:02d} {what}")
