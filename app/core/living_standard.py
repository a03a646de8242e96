"""What official tables say a household needs to live on, as a pack's data file holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.money import Currency, Money
from app.core.packnode import Node, PackError, translated

_STANDARD_KEYS = (
    "en zh shape times_a_year protected_floor rule place stale_after_months source note note_zh "
    "figures"
)
_FIGURE_KEYS = "id en zh value effective expires verification"
_VERIFICATIONS = frozenset({"primary", "secondary", "none"})
_TIMES_A_YEAR = frozenset({1, 12, 52})


class Shape(StrEnum):
    """How a table counts a household; ``core.living`` turns each into a sum."""

    PER_MEMBER = "per_member"
    BY_DEPENDANTS = "by_dependants"
    BY_FAMILY = "by_family"
    BY_SIZE = "by_size"
    BY_KIND = "by_kind"


@dataclass(frozen=True, slots=True)
class LivingFigure:
    """One amount of a table; ``value`` is None until somebody loads it.

    ``verification`` says what the pack's author read: primary, secondary, none.
    """

    id: str
    en: str
    zh: str
    value: Money | None
    effective: date | None
    expires: date | None
    verification: str


@dataclass(frozen=True, slots=True)
class LivingStandard:
    """One table. Only a ``protected`` one may become a floor; the others are for comparison.

    Amounts are for ``times_a_year`` periods (52 a week, 12 a month, 1 a year). ``place``
    is the subdivision it holds in; None is the whole jurisdiction.
    """

    id: str
    en: str
    zh: str
    shape: Shape
    times_a_year: int
    protected: bool
    rule: str | None
    place: str | None
    stale_after_months: int
    source_title: str | None
    source_url: str | None
    note: str | None
    note_zh: str | None
    figures: tuple[LivingFigure, ...]

    def figure(self, figure_id: str) -> LivingFigure | None:
        return next((one for one in self.figures if one.id == figure_id), None)


def read_standard(name: str, node: Node, currency: Currency) -> LivingStandard:
    """One table out of a pack's data.

    Raises:
        PackError: something is missing, unknown or of the wrong kind, with its place.
    """
    node.keys(_STANDARD_KEYS)
    times = node["times_a_year"].whole()
    if times not in _TIMES_A_YEAR:
        raise PackError(f"{node.path}/times_a_year: 1, 12 or 52 is needed")
    source = None if node["source"].value is None else node["source"].keys("title url")
    rule = node["rule"].text_or_none()
    protected = node["protected_floor"].flag()
    if protected and rule is None:
        raise PackError(f"{node.path}/rule: a protected floor names its rule")
    return LivingStandard(
        id=name,
        en=node["en"].text(),
        zh=node["zh"].text(),
        shape=Shape(node["shape"].one_of(frozenset(Shape))),
        times_a_year=times,
        protected=protected,
        rule=rule,
        place=node["place"].text_or_none(),
        stale_after_months=node["stale_after_months"].whole(),
        source_title=source["title"].text() if source else None,
        source_url=source["url"].text() if source else None,
        note=node["note"].text_or_none(),
        note_zh=translated(node["note"], node["note_zh"]),
        figures=tuple(_figure(one, currency) for one in node["figures"]),
    )


def _figure(node: Node, currency: Currency) -> LivingFigure:
    node.keys(_FIGURE_KEYS)
    return LivingFigure(
        id=node["id"].text(),
        en=node["en"].text(),
        zh=node["zh"].text(),
        value=_amount(node["value"], currency),
        effective=_day_or_none(node["effective"]),
        expires=_day_or_none(node["expires"]),
        verification=node["verification"].one_of(_VERIFICATIONS),
    )


def _amount(node: Node, currency: Currency) -> Money | None:
    text = node.text_or_none()
    if text is None:
        return None
    try:
        return Money.parse(text, currency)
    except ValueError as error:
        raise PackError(f"{node.path}: {error}") from None


def _day_or_none(node: Node) -> date | None:
    return None if node.value is None else node.day()
