"""What a household must keep to live on: official tables as monthly sums, exact.

A period's amount becomes a month's as everywhere: times a year over 12, never 4.33 weeks.
Sums are fractions and round up once, so doubt favours the borrower. Knows nothing of any
lender's policy. Source: each pack's ``living_standards``; ADR 0004 for the conversion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from app.core.caselines import Floor, Household
from app.core.confirmation import Confirmation, Figure, binds, figures_of, living_id
from app.core.living_standard import LivingStandard, Shape
from app.core.money import Currency, Money, round_up
from app.core.policy import PolicyPack

MOST_DEPENDANTS = 5
"""ZPO 850c counts the first five people somebody supports."""

KINDS = {(1, 0, 0): "single", (2, 2, 0): "couple_2_children"}
"""Rows for one kind of household: adults, children, others they support."""

MONTHS = 12
Term = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a table says about a household like this one, a month. It never binds."""

    standard: LivingStandard
    monthly: Money
    formula: str


def terms(table: LivingStandard, people: Household, place: str | None) -> tuple[Term, ...]:
    """Which rows of a table the household takes, and how many times; empty when it has none.

    Whoever lives on the same money counts: adults, children, others they support.
    """
    if table.place is not None and table.place != place:
        return ()
    counted = tuple((row, times) for row, times in _counted(table, people, place) if times > 0)
    return counted if all(table.figure(row) for row, _ in counted) else ()


def _counted(table: LivingStandard, people: Household, place: str | None) -> tuple[Term, ...]:
    members = people.adults + people.children + people.dependants
    supported = members - 1
    match table.shape:
        case Shape.PER_MEMBER:
            return (((people.area or place or "").lower(), members),)
        case Shape.BY_DEPENDANTS:
            further = min(supported, MOST_DEPENDANTS) - 1
            return (("base", 1), ("first_dependant", min(supported, 1)), ("each_2_to_5", further))
        case Shape.BY_FAMILY:
            adults = "one_adult" if people.adults == 1 else "two_adults"
            return ((adults, 1), ("each_child", people.children + people.dependants))
        case Shape.BY_SIZE:
            listed = sum(row.id.startswith("size_") for row in table.figures)
            return ((f"size_{min(members, listed)}", 1), ("additional", members - listed))
        case Shape.BY_KIND:
            kind = (people.adults, people.children, people.dependants)
            return ((KINDS.get(kind, ""), 1),)
        case _:
            assert_never(table.shape)


def floor_of(
    pack: PolicyPack,
    confirmations: Iterable[Confirmation],
    people: Household,
    place: str | None,
    day: date,
) -> Floor | None:
    """The highest floor whose every figure is confirmed and in force on ``day``; None otherwise.

    Of two confirmations of one figure the higher counts, until it is withdrawn or runs
    out: so that confirming can never leave a household with less.
    """
    figures = {figure.id: figure for figure in figures_of(pack)}
    known = tuple(c for c in confirmations if c.pack == pack.id)
    found = [
        floor
        for table in pack.living_standards
        if table.protected
        if (floor := _floor(table, terms(table, people, place), figures, known, pack, day))
    ]
    return max(found, key=lambda floor: floor.monthly, default=None)


def comparisons(pack: PolicyPack, people: Household, place: str | None) -> tuple[Comparison, ...]:
    """What the tables that may never bind say, where they have every figure."""
    found = []
    for table in pack.living_standards:
        taken = [(table.figure(row), times) for row, times in terms(table, people, place)]
        amounts = [(row.value, times) for row, times in taken if row and row.value]
        if not table.protected and amounts and len(amounts) == len(taken):
            found.append(Comparison(table, *_monthly(table, amounts, pack.currency)))
    return tuple(found)


def _floor(
    table: LivingStandard,
    wanted: Sequence[Term],
    figures: dict[str, Figure],
    known: Sequence[Confirmation],
    pack: PolicyPack,
    day: date,
) -> Floor | None:
    taken: list[tuple[Confirmation, int]] = []
    for row, times in wanted:
        figure = figures[living_id(table.id, row)]
        standing = [c for c in known if binds(c, figure, day)]
        if not standing:
            return None
        best = max(standing, key=lambda c: (_amount(c, pack.currency).minor, c.effective, c.at))
        taken.append((best, times))
    if not taken:
        return None
    amounts = [(_amount(c, pack.currency), times) for c, times in taken]
    monthly, formula = _monthly(table, amounts, pack.currency)
    used = [c for c, _ in taken]
    return Floor(
        monthly=monthly,
        rule=table.rule or table.id,
        source="; ".join(dict.fromkeys(c.source for c in used)),
        effective=min(c.effective for c in used),
        expires=min((c.expires for c in used if c.expires), default=None),
        confirmed_by=", ".join(dict.fromkeys(c.by for c in used)),
        confirmed_on=max(c.confirmed_on for c in used),
        formula=formula,
    )


def _monthly(
    table: LivingStandard, amounts: Sequence[tuple[Money, int]], currency: Currency
) -> tuple[Money, str]:
    """The monthly sum, rounded up to a minor unit, and the formula that gives it."""
    exact = sum(amount.minor * times for amount, times in amounts)
    parts = "+".join(
        amount.plain if times == 1 else f"{amount.plain}*{times}" for amount, times in amounts
    )
    if table.times_a_year != MONTHS:
        parts = f"ceil(({parts})*{table.times_a_year}/{MONTHS})"
    return round_up(Fraction(exact * table.times_a_year, MONTHS), currency), parts


def _amount(confirmation: Confirmation, currency: Currency) -> Money:
    return Money.parse(confirmation.value, currency)
