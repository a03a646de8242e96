"""The whole sum as rows: what comes in and goes out in the tightest month, and each step after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.household import covers, income_in, month_ends, spending_in, touches
from app.core.household_record import Told
from app.core.money import Money, total
from app.core.results import Assessment, MonthBudget
from app.core.together import Both, counted
from app.web import i18n
from app.web.budget import category_names
from app.web.fields import Words
from app.web.plans.steps import StepRow, steps

SumRow = tuple[Words, Money, bool]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month, or several equal ones; its name says whether it is the tightest."""

    name: str
    income: Money
    surplus: Money
    at_most: Money
    affordable: Money


@dataclass(frozen=True, slots=True)
class Sums:
    month: str
    income: tuple[SumRow, ...]
    spending: tuple[SumRow, ...]
    left: tuple[SumRow, ...]
    months: tuple[MonthRow, ...]
    steps: tuple[StepRow, ...]


def of(told: Told, assessment: Assessment, case_id: UUID, other: Both | None = None) -> Sums:
    """Lines are rounded one by one for show; the totals are the engine's own.

    What the other person of a joint budget told is one row, whatever it is made of.
    """
    told = counted(told, Both(other.currency) if other else None)
    budget = assessment.budget
    worst = _first_of(budget.worst_month)
    names = category_names()
    start, end = month_ends(worst.year, worst.month)
    coming = [
        (names.get(x.category, x.category), income_in(x, worst.month), False)
        for x in told.income
        if covers(x, start, end)
    ]
    going = [
        (names.get(x.category, x.category), spending_in(x, worst.month), False)
        for x in told.spending
        if x.essential and touches(x, start, end)
    ]
    if other is not None:
        coming.append((_l("Told by the other person"), _income_of(other, worst), False))
        going.append((_l("Told by the other person"), _spending_of(other, worst), False))
    left: list[SumRow] = [
        (_l("Coming in"), budget.income, False),
        (_l("Living costs"), -budget.protected, False),
        (_l("Left over"), budget.surplus, True),
        (_l("Buffer that stays with you"), -budget.buffer, False),
        (_l("Already promised to other debts"), -budget.commitments, False),
        (_l("The most any plan may take"), budget.hard_ceiling, True),
        (_l("Affordable amount"), budget.recommended, True),
    ]
    return Sums(
        month=i18n.month(worst),
        income=(*coming, (_l("Coming in"), budget.income, True)),
        spending=(*going, (_l("Living costs"), budget.essential, True)),
        left=tuple(left),
        months=_months(assessment),
        steps=steps(assessment, debt_names(told, case_id)),
    )


def _income_of(other: Both, worst: date) -> Money:
    start, end = month_ends(worst.year, worst.month)
    lines = [income_in(x, worst.month) for x in other.income if covers(x, start, end)]
    return total(lines, other.currency)


def _spending_of(other: Both, worst: date) -> Money:
    start, end = month_ends(worst.year, worst.month)
    lines = [
        spending_in(x, worst.month)
        for x in other.spending
        if x.essential and touches(x, start, end)
    ]
    return total(lines, other.currency)


def debt_names(told: Told | None, case_id: UUID) -> dict[str, str]:
    """How the sum calls each debt: this one, or by its creditor. Other cases stay unnamed."""
    names = {debt.id: debt.creditor for debt in (told.other_debts if told else ())}
    return {**names, case_id.hex: _("this one")}


def _months(assessment: Assessment) -> tuple[MonthRow, ...]:
    runs = assessment.budget.months
    return tuple(
        MonthRow(
            _named(run, assessment.budget.worst_month, alone=len(runs) == 1),
            run.income,
            run.surplus,
            run.hard_ceiling,
            run.recommended,
        )
        for run in runs
    )


def _named(run: MonthBudget, worst: str, *, alone: bool) -> str:
    name = _span(run.since, run.until)
    if alone or not run.since <= worst <= run.until:
        return name
    return _("%(month)s (tightest)", month=name)


def _span(since: str, until: str) -> str:
    first = i18n.month(_first_of(since))
    if since == until:
        return first
    return _("%(first)s to %(last)s", first=first, last=i18n.month(_first_of(until)))


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
