"""What is kept, how long, why and by which law: read from ``packs/retention.json``.

The public page, the daily sweep and the answer to a request to delete all read this one table.
No lawyer has confirmed it; where a citation was not checked against a text, it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from app.core.dates import add_months
from app.core.packnode import Node, PackError
from app.core.packs import JURISDICTIONS, data_file

CLASS_KEYS = "id en zh unit amount start start_zh why why_zh basis"
UNITS = frozenset({"hours", "days", "law", "use"})
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Basis:
    """``checked``: the wording was held against a text; ``rule`` names the rule of the pack."""

    en: str
    zh: str
    url: str
    rule: str | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Law:
    """One place: how many ``years`` the law of claims runs, and the law that asks for less."""

    place: str
    years: int
    claims: Basis
    shortest: Basis
    note: str | None
    note_zh: str | None


@dataclass(frozen=True, slots=True)
class DataClass:
    """One line of the table. ``unit`` hours and days have an ``amount``.

    ``law`` is the years of the place, ``use`` is without end.
    ``basis`` names which law of a place stands behind it: claims, or shortest.
    """

    id: str
    en: str
    zh: str
    unit: str
    amount: int | None
    start: str | None
    start_zh: str | None
    why: str
    why_zh: str
    basis: str
    tables: tuple[str, ...]

    @property
    def span(self) -> timedelta:
        """How long it is kept; only where the unit is one of time.

        Raises:
            LookupError: a law ends it, or nothing.
        """
        if self.amount is None:
            raise LookupError(self.id)
        return timedelta(**{self.unit: self.amount})


@dataclass(frozen=True, slots=True)
class Retention:
    version: str
    as_at: date
    confirmed_by_lawyer: bool
    classes: tuple[DataClass, ...]
    laws: tuple[Law, ...]

    def of(self, name: str) -> DataClass:
        return next(one for one in self.classes if one.id == name)

    def law(self, place: str) -> Law:
        return next(one for one in self.laws if one.place == place)


@lru_cache
def retention() -> Retention:
    """The table.

    Raises:
        PackError: the data file breaks its schema, or a place has no law.
    """
    data = data_file("retention.json")
    data.keys("schema version as_at confirmed_by_lawyer classes law tables")
    data["schema"].one_of(frozenset({"plainpact/retention/1"}))
    tables = {name: node.texts() for name, node in data["tables"].entries().items()}
    classes = tuple(_class(node, tables) for node in data["classes"])
    laws = tuple(_law(node) for node in data["law"])
    if unknown := tables.keys() - {one.id for one in classes}:
        raise PackError(f"{data['tables'].path}: no class {', '.join(sorted(unknown))}")
    if missing := set(JURISDICTIONS) ^ {law.place for law in laws}:
        raise PackError(f"{data['law'].path}: {', '.join(sorted(missing))}")
    return Retention(
        data["version"].text(),
        data["as_at"].day(),
        data["confirmed_by_lawyer"].flag(),
        classes,
        laws,
    )


def ended_at(
    stage: str, moved_at: datetime, plan_ends: date | None, place: str, at: datetime
) -> datetime | None:
    """When a case ended: its close, or the day after the last payment of its plan.

    One that nobody touched for as long as claims last has ended where it stood. ``None`` while
    it goes on.
    """
    if stage == "closed":
        return moved_at
    if stage == "sealed" and plan_ends is not None:
        over = datetime.combine(plan_ends + timedelta(days=1), time(), UTC)
        return over if over <= at else None
    return moved_at if legal_end(moved_at, place) <= at else None


def purpose_end(ended: datetime) -> datetime:
    """From then on nobody needs the case any more, and it is put under lock."""
    return ended + retention().of("circumstances").span


def legal_end(start: datetime, place: str) -> datetime:
    """Until when the law of claims of ``place`` runs, from ``start``."""
    months = MONTHS * retention().law(place).years
    return datetime.combine(add_months(start.date(), months), start.timetz())


def _class(node: Node, tables: Mapping[str, tuple[str, ...]]) -> DataClass:
    node.keys(CLASS_KEYS)
    name, unit, amount = node["id"].text(), node["unit"].one_of(UNITS), node["amount"]
    if (amount.whole_or_none() is None) is (unit in ("hours", "days")):
        raise PackError(f"{amount.path}: hours and days have an amount, and nothing else has")
    return DataClass(
        name,
        node["en"].text(),
        node["zh"].text(),
        unit,
        amount.whole_or_none(),
        node["start"].text_or_none(),
        node["start_zh"].text_or_none(),
        node["why"].text(),
        node["why_zh"].text(),
        node["basis"].one_of(frozenset({"claims", "shortest"})),
        tables.get(name, ()),
    )


def _law(node: Node) -> Law:
    node.keys("place years claims shortest note note_zh")
    return Law(
        node["place"].one_of(frozenset(JURISDICTIONS)),
        node["years"].whole(),
        _basis(node["claims"]),
        _basis(node["shortest"]),
        node["note"].text_or_none(),
        node["note_zh"].text_or_none(),
    )


def _basis(node: Node) -> Basis:
    node.keys("en zh url rule checked")
    return Basis(
        node["en"].text(),
        node["zh"].text(),
        node["url"].text(),
        node["rule"].text_or_none(),
        node["checked"].flag(),
    )
