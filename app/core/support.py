"""What somebody needs so that they can take part, and what the product and a lender do about it.

A closed list, as data. Each need changes something (ethics E18). A lender reads
what to do, never why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.core.packs import data_file


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Need:
    """``said`` is how a person ticks it, ``note`` what they then have on their pages.

    ``lender`` is the instruction that lenders of the household read, None when the
    need concerns the person's own pages alone.
    """

    code: str
    said: Said
    note: Said
    lender: Said | None


@lru_cache
def needs() -> tuple[Need, ...]:
    """All of them, in the order of a form."""
    return tuple(
        Need(
            node["code"].text(),
            Said(node["en"].text(), node["zh"].text()),
            Said(node["note"]["en"].text(), node["note"]["zh"].text()),
            None
            if node["lender"].value is None
            else Said(node["lender"]["en"].text(), node["lender"]["zh"].text()),
        )
        for node in data_file("support.json")["needs"]
    )


def needed(codes: Iterable[str]) -> tuple[Need, ...]:
    """The needs of these codes, in the order of the form; a code that is no longer known is left out."""
    told = frozenset(codes)
    return tuple(need for need in needs() if need.code in told)


def instructions(codes: Iterable[str]) -> tuple[Said, ...]:
    """What a lender does for somebody with these needs."""
    return tuple(need.lender for need in needed(codes) if need.lender is not None)
