"""Which binding rules of a pack stop the terms of an offer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from app.core.access import Role
from app.core.accommodation import Capitalise
from app.core.money import total
from app.core.negotiation.events import Debt, SharedBudget
from app.core.periods import TIMES_A_YEAR
from app.core.policy import PolicyPack, Severity
from app.core.results import Route
from app.core.rows import HOUSE_ORDER
from app.core.rule_checks import Numbers, Proposal, Room, Standing
from app.core.rule_findings import evaluate
from app.core.terms import Terms


def stopped_by(
    terms: Terms, debt: Debt, budget: SharedBudget, pack: PolicyPack, *, by: Role, today: date
) -> tuple[str, ...]:
    """The code of every rule of ``pack`` that stops these terms on ``today``.

    Months are those of the shared budget, so that what the lender may not see takes
    no part; a month nobody has looked at bears nothing.
    """
    rows = terms.schedule.instalments
    amounts = tuple(row.amount.minor for row in rows)
    income = budget.income.minor
    known = {
        month.month: Room(income, month.hard.minor, min(month.recommended, month.hard).minor)
        for month in budget.months
    }
    rooms = tuple(known.get(f"{row.due_on:%Y-%m}", Room(income, 0, 0)) for row in rows)
    standing = Standing(
        debt_kind=debt.kind,
        contract_rate=Fraction(debt.annual_rate),
        owed=debt.owed.minor,
        contract_total=None if budget.baseline_total is None else budget.baseline_total.minor,
        times=TIMES_A_YEAR[terms.frequency],
        order=HOUSE_ORDER,
        least=Room(
            income, min(room.left_over for room in rooms), min(room.share for room in rooms)
        ),
        rooms=rooms,
        too_old=budget.route == Route.TIME_BARRED_WARNING,
    )
    plan = Numbers(
        rate=terms.rate,
        instalment=max(amounts),
        rows=len(rows),
        total=terms.schedule.total.minor,
        interest=terms.new_interest.minor,
        amounts=amounts,
    )
    joined = (a.amount for a in terms.accommodations if isinstance(a, Capitalise))
    proposal = Proposal(
        standing,
        plan,
        by_lender=by is Role.LENDER,
        joined=total(joined, debt.principal.currency).minor,
        unsaid=max(0, rows[-1].balance_after.minor - terms.left.minor),
    )
    return tuple(
        found.rule for found in evaluate(pack, proposal, today) if found.severity is Severity.BLOCK
    )
