"""The income and spending of a statement, and whether its totals are those of its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.core.caselines import Line
from app.core.imports.nodes import Node, Notes
from app.core.imports.sfs_form import (
    FIXED,
    FLEXIBLE,
    INCOME,
    LISTS,
    SUMMARY_FIXED,
    SUMMARY_FLEXIBLE,
    SUMMARY_INCOME,
    SUMMARY_SEVERAL,
    Group,
)
from app.core.money import Currency, Money, total
from app.core.periods import Every

NOTHING = Money.zero(Currency.GBP)
Sums = tuple[Money | None, Money | None]
"""Income and outgoings as their lines add up."""
Part = Callable[[Node], Money | None]

_FREE = frozenset({"total-other-essential"})  # the one total the schema does not ask for


@dataclass(frozen=True, slots=True)
class TotalMismatch:
    """A stated total that its lines do not add up to; both in pounds a month."""

    path: str
    stated: Money
    computed: Money


@dataclass(frozen=True, slots=True)
class LineNote:
    """What the household wrote beside a line; ``line_id`` is unique in the report."""

    line_id: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """One line as it stands in the file."""

    path: str
    amount: Money | None
    note: str = ""


@dataclass(slots=True)
class Budget:
    """Collects lines while the file is read. A sum is None when a part could not be read."""

    notes: Notes
    income: list[Line] = field(default_factory=list)
    spending: list[Line] = field(default_factory=list)
    line_notes: list[LineNote] = field(default_factory=list)
    mismatches: list[TotalMismatch] = field(default_factory=list)

    def check(self, at: Node, key: str, computed: Money | None, *, required: bool = True) -> None:
        """Compare a stated total, which alone may be negative, with what it should be."""
        stated = at.amount(key, required=required, signed=True)
        if stated is not None and computed is not None and stated != computed:
            self.mismatches.append(TotalMismatch(at.at(key), stated, computed))

    def add(self, category: str, line: Read, *, spending: bool) -> None:
        """Take a line into income or spending; one of 0 says nothing and is left out."""
        if not line.amount:
            if line.note:
                self.notes.warn(line.path, "note_dropped")
            return
        lines, prefix = (self.spending, "s") if spending else (self.income, "i")
        made = Line(f"{prefix}{len(lines) + 1}", category, Every.MONTHLY, line.amount)
        lines.append(made)
        if line.note:
            self.line_notes.append(LineNote(made.id, line.path, line.note))


def plus(parts: Iterable[Money | None]) -> Money | None:
    """The sum, or None when a part is unknown."""
    known: list[Money] = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
    return total(known, Currency.GBP)


def read_data_entry(root: Node, budget: Budget) -> Sums:
    """All lines of the long form, which come in groups."""

    def of(groups: Iterable[Group], *, spending: bool) -> Part:
        return lambda at: plus([_group(at, group, budget, spending=spending) for group in groups])

    return _sums(
        root,
        budget,
        of(INCOME, spending=False),
        of(FIXED, spending=True),
        of(FLEXIBLE, spending=True),
    )


def read_summary(root: Node, budget: Budget) -> Sums:
    """All lines of the short form, which are plain amounts."""

    def of(keys: Mapping[str, str], *, spending: bool) -> Part:
        return lambda at: _amounts(at, keys, budget, spending=spending)

    return _sums(
        root,
        budget,
        of(SUMMARY_INCOME, spending=False),
        of(SUMMARY_FIXED, spending=True),
        of(SUMMARY_FLEXIBLE, spending=True),
    )


def _sums(root: Node, budget: Budget, coming: Part, fixed: Part, flexible: Part) -> Sums:
    income: Money | None = NOTHING
    outgoings: Money | None = NOTHING
    if at := root.child("monthly-income"):
        income = coming(at)
        budget.check(at, "total-monthly-income", income)
        at.done()
    if at := root.child("monthly-outgoings"):
        parts = []
        for name, part in (("fixed-costs", fixed), ("flexible-costs", flexible)):
            if costs := at.child(name):
                parts.append(part(costs))
                budget.check(costs, f"total-{name}", parts[-1])
                costs.done()
        outgoings = plus(parts)
        budget.check(at, "total-monthly-outgoings", outgoings)
        at.done()
    return income, outgoings


def _group(parent: Node, group: Group, budget: Budget, *, spending: bool) -> Money | None:
    name = next((name for name in group.names if parent.has(name)), group.names[0])
    problems = len(budget.notes.problems)
    at = parent.child(name)
    if at is None:
        return NOTHING if len(budget.notes.problems) == problems else None
    amounts: list[Money] = []
    for key, category in group.lines.items():
        for line in at.children(key) if key in LISTS else _one(at, key):
            read = Read(line.path, line.amount("monthly-amount"), line.text("notes"))
            line.done()
            budget.add(category, read, spending=spending)
            if read.amount and key in LISTS and not read.note:
                budget.notes.warn(line.path, "note_needed")
            amounts.append(read.amount or NOTHING)
    known = set(group.lines) | {group.total}
    sure = len(budget.notes.problems) == problems and at.unread <= known
    computed = total(amounts, Currency.GBP) if sure else None
    budget.check(at, group.total, computed, required=group.total not in _FREE)
    at.done()
    return computed


def _one(at: Node, key: str) -> tuple[Node, ...]:
    line = at.child(key)
    if line is None:
        if not at.has(key):
            at.notes.warn(at.at(key), "missing")
        return ()
    return (line,)


def _amounts(at: Node, keys: Mapping[str, str], budget: Budget, *, spending: bool) -> Money | None:
    problems = len(budget.notes.problems)
    amounts: list[Money] = []
    for key, category in keys.items():
        amount = at.amount(key, required=True)
        budget.add(category, Read(at.at(key), amount), spending=spending)
        if amount and (key.startswith("total-") or key in SUMMARY_SEVERAL):
            budget.notes.warn(at.at(key), "summary_only")
        amounts.append(amount or NOTHING)
    sure = len(budget.notes.problems) == problems
    return total(amounts, Currency.GBP) if sure else None
