"""What somebody needs so that they can take part, and what the product and a lender do about it.

A closed list, as data. Each need changes something (ethics E18). A lender reads
what to do, never why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.packnode import Node
from app.core.packs import data_file


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The note and the instruction of a need for somebody who also has the need ``code``."""

    code: str
    note: Said
    lender: Said | None


@dataclass(frozen=True, slots=True)
class Need:
    """``said`` is how a person ticks it, ``note`` what they then have on their pages.

    ``lender`` is the instruction that lenders of the household read, None when the
    need concerns the person's own pages alone. ``beside`` says what changes when
    another need was told too, so that two of them never contradict each other.
    """

    code: str
    said: Said
    note: Said
    lender: Said | None
    beside: tuple[Beside, ...] = ()


@lru_cache
def needs() -> tuple[Need, ...]:
    """All of them, in the order of a form."""
    return tuple(
        Need(
            node["code"].text(),
            _said(node),
            _said(node["note"]),
            _said_or_none(node["lender"]),
            tuple(
                Beside(one["code"].text(), _said(one["note"]), _said_or_none(one["lender"]))
                for one in node.get("beside") or ()
            ),
        )
        for node in data_file("support.json")["needs"]
    )


def needed(codes: Iterable[str]) -> tuple[Need, ...]:
    """The needs of these codes, in the order of the form; a code that is no longer known is left out."""
    told = frozenset(codes)
    return tuple(need for need in needs() if need.code in told)


def settled(codes: Iterable[str]) -> tuple[Need, ...]:
    """The needs of these codes, each with the words that fit the others.

    One way of contact goes before every other: for somebody who is not safe at home
    a letter or a call can do harm.
    """
    told = needed(codes)
    known = frozenset(need.code for need in told)
    return tuple(_fitting(need, known) for need in told)


def instructions(codes: Iterable[str]) -> tuple[Said, ...]:
    """What a lender does for somebody with these needs."""
    return tuple(need.lender for need in settled(codes) if need.lender is not None)


def _fitting(need: Need, known: frozenset[str]) -> Need:
    for one in need.beside:
        if one.code in known:
            return replace(need, note=one.note, lender=one.lender)
    return need


def _said(node: Node) -> Said:
    return Said(node["en"].text(), node["zh"].text())


def _said_or_none(node: Node) -> Said | None:
    return None if node.value is None else _said(node)
