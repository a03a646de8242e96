"""What a plan leaves over a month, with everything else that the household would pay."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.money import Money
from app.core.periods import TIMES_A_YEAR
from app.core.results import Assessment, DebtResult, Route
from app.core.terms import Terms


def left_after(terms: Terms, assessment: Assessment, debt_id: str) -> Money:
    """What is left over in the tightest month until the plan for ``debt_id`` ends.

    Each month's surplus less what is promised elsewhere, the first plan of every debt
    ``beside`` this one, and the largest payment due in it; a payment made t times a year
    counts as t / 12 of itself, rounded up. The months of a break count too.
    One sum that settles the debt comes from beside the budget, and takes nothing of a month.
    """
    plans = (terms, *(debt.options[0].terms for debt in beside(assessment, debt_id)))
    taken = plans[_settled(terms, assessment, debt_id) :]
    return _least_left(taken, assessment, f"{terms.schedule.last_due:%Y-%m}")


def left_after_all(plans: Sequence[Terms], assessment: Assessment) -> Money:
    """What is left over in the tightest month when all ``plans`` are paid, rounded as above."""
    last = max((f"{plan.schedule.last_due:%Y-%m}" for plan in plans), default="")
    return _least_left(plans, assessment, last)


def _least_left(plans: Sequence[Terms], assessment: Assessment, last: str) -> Money:
    taken = [_by_month(plan) for plan in plans]
    free = {
        row.month: one.minor for row, one in zip(assessment.horizon, assessment.free, strict=True)
    }
    # A plan that is over, or is not in the sum at all, is held against every month.
    months = [month for month in free if month <= last] or list(free)
    left = min(free[month] - sum(plan.get(month, 0) for plan in taken) for month in months)
    return Money(left, assessment.currency)


def beside(assessment: Assessment, debt_id: str) -> tuple[DebtResult, ...]:
    """The other debts that have a plan; a settlement is paid once, from beside the budget."""
    return tuple(
        debt
        for debt in assessment.debts
        if debt.id != debt_id and debt.options and debt.route is not Route.SETTLEMENT
    )


def _settled(terms: Terms, assessment: Assessment, debt_id: str) -> bool:
    route = next(debt.route for debt in assessment.debts if debt.id == debt_id)
    return route is Route.SETTLEMENT and terms.schedule.payments == 1


def _by_month(terms: Terms) -> dict[str, int]:
    times = TIMES_A_YEAR[terms.frequency]
    taken: dict[str, int] = {}
    for row in terms.schedule.instalments:
        name = f"{row.due_on:%Y-%m}"
        taken[name] = max(taken.get(name, 0), -(-row.amount.minor * times // 12))
    return taken
