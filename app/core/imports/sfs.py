"""A household budget as a UK Standard Financial Statement (data definition v1.1, JSON)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.caselines import Household, Line
from app.core.errors import Problem
from app.core.evidence import sha256_hex
from app.core.imports.nodes import Node, Notes, node
from app.core.imports.sfs_budget import (
    Budget,
    LineNote,
    TotalMismatch,
    read_data_entry,
    read_summary,
)
from app.core.imports.sfs_debts import LeftForDebts, SfsDebt, read_left
from app.core.imports.sfs_form import FIXED, FLEXIBLE, INCOME
from app.core.imports.sfs_people import SfsPerson, read_people
from app.core.money import Money
from app.core.strictjson import UnreadableJson, read

MOST_PROBLEMS = 1000


class Form(StrEnum):
    DATA_ENTRY = "data_entry"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class SfsReport:
    """What a statement holds; every amount is pounds a month.

    Nothing is to be stored while ``problems`` is not empty. ``mismatches`` are stated
    totals that their lines do not add up to: the lines are read, the totals are not,
    so a person has to look before the budget counts (a line may be missing).
    Lists stop at 1,000; ``problem_count`` counts all problems.
    """

    sha256: str
    form: Form | None = None
    household: Household | None = None
    person: SfsPerson | None = None
    income: tuple[Line, ...] = ()
    spending: tuple[Line, ...] = ()
    line_notes: tuple[LineNote, ...] = ()
    savings_contribution: Money | None = None
    debt_admin_fee: Money | None = None
    debts: tuple[SfsDebt, ...] = ()
    mismatches: tuple[TotalMismatch, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    problem_count: int = 0


def parse_sfs(data: bytes) -> SfsReport:
    """Read a statement; any bytes give a report, never an exception."""
    notes = Notes()
    try:
        value = read(data)
    except UnreadableJson as error:
        notes.problem("", error.code)
        return _refused(data, notes)
    root = node(value, "", notes)
    form = _form(root) if root else None
    if root is None or form is None:
        if root is not None:
            notes.problem("", "unknown_form")
        return _refused(data, notes)
    for name in ("monthly-income", "monthly-outgoings"):
        if not root.has(name):
            notes.warn(root.at(name), "missing")
    household, person = read_people(root)
    budget = Budget(notes)
    left = _money(root, budget, form)
    partner_paid = any(line.category == "partner_salary" for line in budget.income)
    if partner_paid and not household.partner:
        notes.warn("/is-joint-application", "partner_income")
    root.done()
    problems = sorted(notes.problems)
    return SfsReport(
        sha256=sha256_hex(data),
        form=form,
        household=household,
        person=person,
        income=tuple(budget.income),
        spending=tuple(budget.spending),
        line_notes=tuple(budget.line_notes),
        savings_contribution=left.savings,
        debt_admin_fee=left.fee,
        debts=left.debts,
        mismatches=tuple(sorted(budget.mismatches, key=lambda mismatch: mismatch.path)),
        problems=tuple(problems[:MOST_PROBLEMS]),
        warnings=tuple(sorted(notes.warnings)[:MOST_PROBLEMS]),
        problem_count=len(problems),
    )


def _refused(data: bytes, notes: Notes) -> SfsReport:
    problems = tuple(sorted(notes.problems)[:MOST_PROBLEMS])
    return SfsReport(sha256_hex(data), problems=problems, problem_count=len(notes.problems))


def _form(root: Node) -> Form | None:
    """The long form has groups of lines where the short one has plain amounts."""
    blocks = {
        "monthly-income": INCOME,
        "fixed-costs": FIXED,
        "flexible-costs": FLEXIBLE,
    }
    money = {name: _peek(root, name) for name in ("monthly-income", "monthly-outgoings")}
    for name in ("fixed-costs", "flexible-costs"):
        money[name] = _peek(money["monthly-outgoings"], name)
    if all(place is None for place in money.values()):
        return None
    for name, groups in blocks.items():
        place = money[name]
        if place and any(place.has(*group.names) for group in groups):
            return Form.DATA_ENTRY
    return Form.SUMMARY


def _peek(at: Node | None, name: str) -> Node | None:
    """A child looked at without reading it, so that nothing is noted twice."""
    return node(at.values.get(name), "", Notes()) if at else None


def _money(root: Node, budget: Budget, form: Form) -> LeftForDebts:
    if form is Form.SUMMARY:
        sums = read_summary(root, budget)
        if confirmed := root.child("confirmations"):
            confirmed.flag("asset-use-considered", required=True)
            confirmed.flag("savings-contribution-considered", required=True)
            confirmed.done()
        root.texts("notes")
        return read_left(root, budget, sums, summary=True)
    sums = read_data_entry(root, budget)
    root.flag("asset-use-considered")
    root.texts("additional-notes")
    return read_left(root, budget, sums, summary=False)
