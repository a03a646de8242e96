"""Papers that show something: what one may be, what it is about, and how it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.core.errors import DomainError
from app.core.hardship import codes, papers_for, told_types
from app.core.household_record import Told
from app.core.packs import categories

MOST_BYTES = 10 * 2**20
MOST_PAGES = 50
MOST_DOTS = 40_000_000
MOST_RATIO = 100
"""How many bytes one byte of a file may unpack to."""
NO_BOMB = 20 * 2**20
"""Bytes that harm nobody, however small the file: a plain screenshot packs better than 100 to 1."""
A_DAY = 10
"""Files for one household on one day (UTC). Refused ones count."""
NAME_LENGTH = 80
_LAST_DOT = "."


class Why(StrEnum):
    """Why a file was not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    HEIC = "heic"
    LOCKED = "locked"
    PAGES = "pages"
    DOTS = "dots"
    RATIO = "ratio"
    BROKEN = "broken"
    SLOW = "slow"
    HARMFUL = "harmful"
    BUSY = "busy"
    ENOUGH_TODAY = "enough_today"


class State(StrEnum):
    """``pending`` waits for the scanner and is shown to nobody; ``stated`` has words and no file."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"
    STATED = "stated"


class ExhibitRefused(DomainError):
    """A file was not taken; it counts, and nothing of it was kept."""

    code = "exhibit_refused"

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Side(StrEnum):
    INCOME = "income"
    SPENDING = "spending"
    HARDSHIP = "hardship"


@dataclass(frozen=True, slots=True)
class About:
    """What a paper shows: one line of the budget, or one thing that happened."""

    side: Side
    code: str

    @property
    def text(self) -> str:
        return f"{self.side.value}-{self.code}"


@dataclass(frozen=True, slots=True)
class Brought:
    """What is known of a file. ``pages`` are (width, height, bytes) of the pictures, in order.

    ``words`` are what a counselor said instead of a file; ``name`` is then their charity's.
    """

    name: str
    kind: str
    sha256: str
    size: int
    pages: tuple[tuple[int, int, int], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """Who marked a version as checked, for which organisation, and their note."""

    number: int
    by_id: UUID
    organisation_id: UUID
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    by_id: UUID
    at: datetime
    state: State
    told: Brought
    original: str | None = None
    pictures: str | None = None
    why: str | None = None
    looked: tuple[Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """``about`` is the text of an ``About``; versions are in their order."""

    owner_id: UUID
    id: UUID
    household_id: UUID
    about: str
    added_at: datetime
    versions: tuple[Version, ...] = ()

    def version(self, number: int) -> Version | None:
        return next((one for one in self.versions if one.number == number), None)


def about_of(text: str) -> About | None:
    """``income-salary`` and its like; nothing for a word that the packs do not know."""
    side, _, code = text.partition("-")
    known = {
        Side.INCOME: {one.id for one in categories().income},
        Side.SPENDING: {one.id for one in categories().spending},
        Side.HARDSHIP: codes(),
    }
    if side not in known or code not in known[Side(side)]:
        return None
    return About(Side(side), code)


def told_abouts(told: Told | None) -> tuple[About, ...]:
    """Everything told that a paper could show, in the order it was told, each once.

    Not what happened where the person's own words are enough (ethics E17): nobody is offered
    to prove that.
    """
    if told is None:
        return ()
    found = [About(Side.INCOME, line.category) for line in told.income]
    found += [About(Side.SPENDING, line.category) for line in told.spending]
    needed = papers_for(told_types(told.hardship))
    found += [About(Side.HARDSHIP, code) for code, papers in needed.items() if papers]
    return tuple(dict.fromkeys(found))


def shown_name(name: str) -> str:
    """A file's name as people may read it: no folders, no signs that hide or turn words round.

    It is never part of a path. An empty one stays empty.
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(sign for sign in plain if _is_shown(sign)).strip(" .")
    if len(kept) <= NAME_LENGTH:
        return kept
    stem, dot, ending = kept.rpartition(_LAST_DOT)
    if not dot or len(ending) > NAME_LENGTH // 2:
        return kept[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 2]}…{dot}{ending}"


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ" or sign == " "
