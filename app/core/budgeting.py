"""The budget as an assessment shows it, and how its worst month bears the balanced plans."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.caselines import CaseFile
from app.core.desks import Base
from app.core.household import Month, floor_in_force, largest_income, worst
from app.core.money import Money
from app.core.periods import TIMES_A_YEAR
from app.core.results import Budget, DebtResult, MonthBudget, Stress
from app.core.strain import Strain
from app.core.stress import stress


def budget_of(case: CaseFile, shown: tuple[Month, ...], *, benefits: bool) -> Budget:
    """The worst month shown, and all of them in runs of equal ones."""

    def money(minor: int) -> Money:
        return Money(minor, case.currency)

    runs: list[list[Month]] = []
    for month in shown:
        same = runs and _figures(runs[-1][0]) == _figures(month)
        runs[-1].append(month) if same else runs.append([month])
    least = worst(shown)
    floor = floor_in_force(case.floor, case.as_of)
    return Budget(
        income=money(least.income),
        essential=money(least.essential),
        floor=None if floor is None else floor.monthly,
        protected=money(least.protected),
        surplus=money(least.surplus),
        buffer=money(least.buffer),
        commitments=money(least.commitments),
        hard_ceiling=money(least.hard),
        recommended=money(least.recommended),
        worst_month=least.name,
        benefit_only=benefits,
        months=tuple(
            MonthBudget(
                run[0].name,
                run[-1].name,
                money(run[0].income),
                money(run[0].surplus),
                money(run[0].hard),
                money(run[0].recommended),
            )
            for run in runs
        ),
        floor_basis=floor,
    )


def _figures(month: Month) -> tuple[int, int, int, int]:
    return month.income, month.surplus, month.hard, month.recommended


def stress_of(base: Base, results: Sequence[DebtResult]) -> Stress | None:
    """For the balanced plans of ``results`` together; None when nothing would be paid.

    A settlement does not belong here: it is paid once, from beside the budget.
    """
    planned = [debt.options[0] for debt in results if debt.options]
    times = TIMES_A_YEAR[base.case.wishes.frequency]
    together = -(-sum(option.instalment.minor for option in planned) * times // 12)
    if not together:
        return None
    least = worst(base.known)
    savings = base.case.household.savings
    last = max(option.terms.schedule.last_due for option in planned)
    strain = Strain(
        income=least.income,
        protected=least.protected,
        commitments=least.commitments,
        instalments=together,
        largest_income=largest_income(base.case.income, least.year, least.month),
        savings=0 if savings is None else savings.minor,
        months=(last.year - base.first.year) * 12 + last.month - base.first.month + 1,
    )
    return stress(strain, base.case.currency)
