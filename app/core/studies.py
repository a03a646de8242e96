"""What studies found about repayment plans, with their sources: for lenders, never as a promise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.core.packs import data_file


@dataclass(frozen=True, slots=True)
class Study:
    """One finding in both languages. ``source`` is a proper name: authors, place, year."""

    en: str
    zh: str
    source: str


@lru_cache
def studies() -> tuple[Study, ...]:
    return tuple(
        Study(node["en"].text(), node["zh"].text(), node["source"].text())
        for node in data_file("evidence.json")["studies"]
    )
