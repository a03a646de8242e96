"""The calendar months that an offer in a case file falls in, and what is paid in each.

Months go by the due day: where a collection rolls past a month's end, the money was
set aside for the month it was due in.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.amortise import Balance, level, period_rate
from app.core.caselines import ProposalLine
from app.core.dates import due_dates_until
from app.core.household import Month
from app.core.periods import MOST_ROWS

LOOKED_AHEAD = MOST_ROWS + 24
"""Months from the day of the case that offers are held against, whatever a lender's terms say.

A monthly offer of the most rows fits into them when it begins within two years.
"""


@dataclass(frozen=True, slots=True)
class Paid:
    """Minor units by month (``YYYY-MM``), in order; ``beyond``: more is due after those looked at."""

    months: dict[str, int]
    beyond: bool


def paid_by_month(
    proposal: ProposalLine, balance: Balance, rate: Fraction, known: tuple[Month, ...]
) -> Paid:
    """Every payment until ``balance`` is cleared at ``rate``.

    One that never clears goes on to the end of ``known``; other rules stop it.
    """
    last = known[-1]
    until = date(last.year, last.month, monthrange(last.year, last.month)[1])
    days = due_dates_until(proposal.first_due, proposal.frequency, until)
    amount = proposal.amount.minor
    plan = level(balance, period_rate(rate, proposal.frequency), amount)
    asked = days if plan is None else days[: plan.rows]
    paid = {
        f"{year:04d}-{month:02d}": count * amount
        for (year, month), count in Counter((day.year, day.month) for day in asked).items()
    }
    if plan is None:
        return Paid(paid, beyond=not days)
    if asked and len(asked) == plan.rows:
        paid[f"{asked[-1]:%Y-%m}"] -= amount - plan.last
    return Paid(paid, beyond=len(asked) < plan.rows)
