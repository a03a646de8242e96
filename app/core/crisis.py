"""Who listens at any hour when life is too heavy: help lines of each jurisdiction, as data."""

from __future__ import annotations

from functools import lru_cache

from app.core.agreement import Route, Text
from app.core.packs import data_file


@lru_cache(maxsize=8)
def lines_for(jurisdiction: str) -> tuple[Route, ...]:
    """The help lines of ``jurisdiction``, the emergency number last.

    Raises:
        PackError: no such jurisdiction.
    """
    entry = data_file("help.json")["jurisdictions"][jurisdiction]["crisis"]
    return tuple(
        Route(Text(row["name"]["en"].text(), row["name"]["zh_Hans"].text()), row["contact"].text())
        for row in entry
    )
