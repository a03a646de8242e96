"""The rule behind everything: no offer above what the household can pay, in any month."""

from __future__ import annotations

from datetime import date

from app.core.access import Role
from app.core.money import total
from app.core.negotiation.events import Debt, SharedBudget
from app.core.periods import TIMES_A_YEAR
from app.core.terms import Terms

MOST_INSTALMENTS = 360


def blocks(
    terms: Terms, debt: Debt, budget: SharedBudget, *, by: Role, today: date
) -> tuple[str, ...]:
    """The code of every rule that these terms break; empty when the offer may be made.

    Ceilings are monthly; an instalment paid ``t`` times a year counts as
    ``t / 12`` of itself a month, compared without rounding. A lender is held to
    the recommended ceiling, the borrower's side to the hard one (planning rule:
    a lender may accept, never propose, above the recommended amount).
    """
    found: list[str] = []
    schedule = terms.schedule
    currency = debt.principal.currency
    if not schedule.instalments or terms.owed.currency is not currency:
        return ("schedule_empty",)
    if len(schedule.instalments) > MOST_INSTALMENTS:
        found.append("too_many_instalments")
    if terms.owed != debt.owed:
        found.append("owed_differs")
    paid = total((i.amount for i in schedule.instalments), currency)
    interest = total((i.interest for i in schedule.instalments), currency)
    if paid > terms.owed - terms.waived - terms.written_off + interest or paid.minor <= 0:
        found.append("sum_differs")
    if any(i.amount.minor < 0 for i in schedule.instalments):
        found.append("negative_instalment")
    dues = [i.due_on for i in schedule.instalments]
    if dues != sorted(set(dues)):
        found.append("dates_out_of_order")
    if dues[0] <= today:
        found.append("date_not_in_future")
    if _above(terms, budget, by):
        found.append("above_affordable")
    return tuple(found)


def _above(terms: Terms, budget: SharedBudget, by: Role) -> bool:
    ceilings = budget.ceilings()
    times = TIMES_A_YEAR[terms.frequency]
    for row in terms.schedule.instalments:
        month = ceilings.get(f"{row.due_on:%Y-%m}")
        if month is None:
            # Nobody has looked at what this month can bear: doubt favours the borrower.
            if row.amount.minor > 0:
                return True
            continue
        limit = month.recommended if by is Role.LENDER else month.hard
        if row.amount.minor * times > 12 * limit.minor:
            return True
    return False
