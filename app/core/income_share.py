"""Instalments that are a part of the income of their month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.accommodation import PercentOfIncome
from app.core.compose import ByMonth
from app.core.generate import Timetable
from app.core.money import Money
from app.core.periods import ceiling_per_instalment


@dataclass(frozen=True, slots=True)
class IncomeMonth:
    """One month (``2027-02``): what comes in, and what is recommended at most for this debt."""

    month: str
    income: Money
    recommended: Money


def share_of_income(
    granted: PercentOfIncome, months: Sequence[IncomeMonth], timetable: Timetable, rows: int
) -> ByMonth:
    """A row's part of its month, rounded down, and never above what is recommended then.

    The least amount that was agreed gives way to the recommended one. The plan has no
    row beyond the months that are known.
    """
    known = {each.month: each for each in months}
    amounts: list[Money] = []
    for due in timetable.due(rows):
        month = known.get(f"{due:%Y-%m}")
        if month is None:
            break
        monthly = min(granted.instalment(month.income), month.recommended)
        amounts.append(ceiling_per_instalment(monthly, timetable.every))
    return ByMonth(tuple(amounts), granted)
