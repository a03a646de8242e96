"""A hundred rows at most on one page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE = 100
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """``rows`` of page ``page`` (from 1) of ``pages``."""

    rows: tuple[Row, ...]
    page: int
    pages: int


def cut(rows: Sequence[Row], page: int) -> Page[Row]:
    """One page of a list that is known whole. A number past the last page shows the last."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    return Page(tuple(rows[(page - 1) * PAGE : page * PAGE]), page, pages)
