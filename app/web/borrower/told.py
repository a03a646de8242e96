"""Answers to what a household has told, part by part, and back. Pure: no form, no request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.caselines import DebtLine, HardshipLine, Household, Line, Payment, Wishes
from app.core.debt_kinds import comes_first
from app.core.household_record import Told
from app.core.money import Money
from app.core.periods import Every

BLANK = Told(Household(adults=1, children=0, partner=False))
BY_MONTH = "_by_month"


@dataclass(frozen=True, slots=True)
class OtherDebt:
    """A debt to a lender that is not here, as a person knows it. ``behind`` is what is late."""

    creditor: str
    kind: str
    owed: Money
    behind: Money | None = None
    pays: Money | None = None
    every: Every | None = None


def first_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What one page can show: the first regular line of each category."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.frequency is not Every.IRREGULAR:
            found.setdefault(line.category, line)
    return tuple(found.values())


def month_line(lines: Iterable[Line]) -> Line | None:
    """The income told month by month."""
    return next((line for line in lines if line.frequency is Every.IRREGULAR), None)


def with_lines(old: tuple[Line, ...], given: Iterable[Line]) -> tuple[Line, ...]:
    """``given`` in place of the lines that were shown; lines a page cannot show stay.

    A line keeps its id, its dates and whether it is essential.
    """
    shown = {line.category: line for line in first_lines(old)}
    kept = tuple(line for line in old if line not in shown.values())
    return (*(_like(shown.get(line.category), line) for line in given), *kept)


def with_months(
    old: tuple[Line, ...], category: str, monthly: tuple[Money, ...]
) -> tuple[Line, ...]:
    """The twelve amounts, January first; without amounts the line goes."""
    kept = tuple(line for line in old if line.frequency is not Every.IRREGULAR)
    if not monthly:
        return kept
    before = month_line(old)
    name = before.id if before else category + BY_MONTH
    return (*kept, Line(name, category, Every.IRREGULAR, monthly=monthly))


def with_debt(told: Told, asked: OtherDebt) -> Told:
    """One more debt. Nobody knows its rate or parts here: all of it counts as principal."""
    zero = Money.zero(asked.owed.currency)
    priority = comes_first(asked.kind)
    behind = asked.behind or (asked.owed if priority else zero)
    pays = Payment(asked.pays, asked.every) if asked.pays and asked.every else None
    line = DebtLine(
        id=_free_id({debt.id for debt in told.other_debts}),
        creditor=asked.creditor,
        kind=asked.kind,
        priority=priority,
        secured=asked.kind == "mortgage",
        principal=asked.owed,
        interest=zero,
        fees=zero,
        arrears=min(behind, asked.owed, key=lambda m: m.minor),
        annual_rate=Fraction(0),
        contractual_payment=pays,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )
    return replace(told, other_debts=(*told.other_debts, line))


def without_debt(told: Told, debt_id: str) -> Told:
    return replace(told, other_debts=tuple(d for d in told.other_debts if d.id != debt_id))


def with_hardship(
    told: Told, codes: Iterable[str], since: date | None, until: date | None, today: date
) -> Told:
    """What happened. Dates that were shown and not changed leave each line its own."""
    shown_since, shown_until = hardship_dates(told)
    before = {line.code: line for line in told.hardship}

    def line_of(code: str) -> HardshipLine:
        known = before.get(code)
        if known is not None and (since, until) == (shown_since, shown_until):
            return known
        return HardshipLine(code, since or today, until)

    return replace(told, hardship=tuple(line_of(code) for code in codes))


def hardship_dates(told: Told) -> tuple[date | None, date | None]:
    """The two dates the page shows: the earliest beginning and the latest end."""
    since = min((line.since for line in told.hardship), default=None)
    ends = [line.expected_until for line in told.hardship if line.expected_until]
    return since, max(ends, default=None)


def has_wishes(told: Told) -> bool:
    """Whether the person has said anything about how to pay."""
    return told.wishes != Wishes()


def _like(before: Line | None, now: Line) -> Line:
    if before is None:
        return now
    return replace(before, frequency=now.frequency, amount=now.amount)


def _free_id(taken: set[str]) -> str:
    number = 1
    while f"other-{number}" in taken:
        number += 1
    return f"other-{number}"
