"""What a statement leaves for debts, and the debts it lists."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.imports.nodes import Node
from app.core.imports.sfs_budget import NOTHING, Budget, plus
from app.core.money import Money

CREDITOR_LIMIT = 200


@dataclass(frozen=True, slots=True)
class SfsDebt:
    """A debt on the statement; ``offer`` is pounds a month."""

    path: str
    creditor: str
    owed: Money
    offer: Money
    priority: bool
    court_judgment: bool


@dataclass(frozen=True, slots=True)
class LeftForDebts:
    """``savings`` and ``fee`` are pounds a month; None when the file does not say."""

    savings: Money | None
    fee: Money | None
    debts: tuple[SfsDebt, ...]


def read_left(
    root: Node, budget: Budget, sums: tuple[Money | None, Money | None], *, summary: bool
) -> LeftForDebts:
    """Read overview, savings and debts; check what is left against ``sums``.

    ``sums`` are income and outgoings as their lines add up. Left for priority debts is
    income - outgoings - savings contribution - administration fee; left for the others
    is that less the offers to priority creditors (descriptions in the v1.1 schema).
    """
    problems = len(budget.notes.problems)
    overview, at = root.child("overview"), root.child("debts")
    savings = None if summary else _savings(root)
    fee = None if summary or at is None else _fee(at)
    if overview:
        savings = _again(overview, "savings-contribution", savings, budget)
        fee = _again(overview, "debt-admin-fee", fee, budget)
    debts = _debts(at, budget, summary=summary) if at else ()
    income, outgoings = sums if len(budget.notes.problems) == problems else (None, None)
    surplus = _less(income, outgoings)
    left = _less(_less(surplus, savings or NOTHING), fee or NOTHING)
    rest = _less(left, plus(debt.offer for debt in debts if debt.priority))
    for place in (overview, None if summary else at):
        if place is not None:
            budget.check(place, "total-available-for-priority-debts", left)
            budget.check(place, "total-available-for-non-priority-debts", rest)
    if overview:
        budget.check(overview, "total-monthly-income", sums[0])
        budget.check(overview, "total-monthly-outgoings", sums[1])
        if not summary:
            budget.check(overview, "income-minus-outgoings", surplus)
        overview.done()
    if at:
        at.done()
    return LeftForDebts(savings, fee, debts)


def _less(whole: Money | None, part: Money | None) -> Money | None:
    return None if whole is None or part is None else whole - part


def _savings(root: Node) -> Money | None:
    at = root.child("savings")
    if at is None:
        return None
    amount = at.amount("savings-contribution", required=True)
    at.flag("savings-contribution-considered", required=True)
    at.done()
    return amount


def _fee(debts: Node) -> Money | None:
    at = debts.child("debt-admin-fee")
    if at is None:
        return None
    amount = at.amount("monthly-amount")
    at.text("notes")
    at.done()
    return amount


def _again(overview: Node, key: str, known: Money | None, budget: Budget) -> Money | None:
    """An amount the overview repeats, or the only place that says it."""
    if known is None:
        return overview.amount(key, required=True)
    budget.check(overview, key, known)
    return known


def _debts(at: Node, budget: Budget, *, summary: bool) -> tuple[SfsDebt, ...]:
    problems = len(budget.notes.problems)
    priority = tuple(_debt(entry, priority=True) for entry in at.children("priority-debts"))
    others = tuple(_debt(entry, priority=False) for entry in at.children("non-priority-debts"))
    at.amount("token-payments")
    sure = len(budget.notes.problems) == problems

    def owed(debts: tuple[SfsDebt, ...]) -> Money | None:
        return plus(debt.owed for debt in debts) if sure else None

    budget.check(at, "total-priority-debts", owed(priority))
    budget.check(at, "total-non-priority-debts", owed(others))
    if not summary:
        offers = plus(debt.offer for debt in priority) if sure else None
        budget.check(at, "total-priority-debt-offers", offers)
    return priority + others


def _debt(entry: Node, *, priority: bool) -> SfsDebt:
    debt = SfsDebt(
        path=entry.path,
        creditor=entry.text("creditor", limit=CREDITOR_LIMIT),
        owed=entry.amount("amount-owed") or NOTHING,
        offer=entry.amount("repayment-offer") or NOTHING,
        priority=priority,
        court_judgment=bool(entry.flag("ccj")) if not priority else False,
    )
    entry.text("notes")
    entry.done()
    return debt
