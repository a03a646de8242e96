"""The rule behind everything: no offer above what the household can pay, in any month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor

from app.core.access import Role
from app.core.accommodation import Capitalise, PaymentHoliday
from app.core.money import Currency, total
from app.core.negotiation.events import Debt, SharedBudget
from app.core.negotiation.lawful import stopped_by
from app.core.periods import (
    DAYS_APART,
    MONTHS_APART,
    MOST_ROWS,
    PLAN_FREQUENCIES,
    TIMES_A_YEAR,
    Every,
    rows_within,
)
from app.core.policy import PolicyPack
from app.core.terms import Terms, check, joined_in_break


def blocks(
    terms: Terms,
    debt: Debt,
    budget: SharedBudget,
    *,
    by: Role,
    today: date,
    pack: PolicyPack | None = None,
) -> tuple[str, ...]:
    """The code of every rule that these terms break; empty when the offer may be made.

    House rules come first, then those of ``pack`` that bind; without a pack the house
    rules alone are looked at.

    Ceilings are monthly; an instalment paid ``t`` times a year counts as
    ``t / 12`` of itself a month, compared without rounding. A lender is held to
    the recommended ceiling, the borrower's side to the hard one (planning rule:
    a lender may accept, never propose, above the recommended amount). All that falls
    due in one calendar month stays within its hard ceiling, whoever offers.
    """
    if set(_currencies(terms, budget)) != {debt.principal.currency}:
        return ("currency_differs",)
    if terms.frequency not in PLAN_FREQUENCIES:
        return ("unknown_frequency",)
    rows = terms.schedule.instalments
    broken = {
        "too_many_instalments": len(rows) > MOST_ROWS,
        "owed_differs": terms.owed != debt.owed,
        "nothing_to_pay": not terms.schedule.total,
        "rate_above_contract": not 0 <= terms.rate <= Fraction(debt.annual_rate),
        "sum_differs": _adds_to_debt(terms, debt),
        "date_not_in_future": rows[0].due_on <= today,
        "dates_too_close": _too_often([r.due_on for r in rows if r.amount], terms.frequency),
        "above_affordable": _above(terms, budget, by),
    }
    house = (*check(terms), *(code for code, is_so in broken.items() if is_so))
    law = () if pack is None else stopped_by(terms, debt, budget, pack, by=by, today=today)
    return tuple(dict.fromkeys((*house, *law)))


def tightest(budget: SharedBudget) -> int:
    """What the tightest month can bear under the hard ceiling, in minor units; 0 without months."""
    return min((month.hard.minor for month in budget.months), default=0)


def _currencies(terms: Terms, budget: SharedBudget) -> Iterator[Currency]:
    for row in terms.schedule.instalments:
        for part in (row.amount, row.principal, row.interest, row.fees, row.balance_after):
            yield part.currency
    for sum_ in (terms.owed, terms.waived, terms.left):
        yield sum_.currency
    for month in budget.months:
        yield month.hard.currency
        yield month.recommended.currency


def _adds_to_debt(terms: Terms, debt: Debt) -> bool:
    """More principal, fees or interest than the debt and its rate can give, to the minor unit.

    Interest of a period is floor(principal x rate / times a year) at most (planning 2.8);
    freezes and breaks only lower it. Interest joins the principal only where the terms
    name it, and never more of it than there is.
    """
    rows = terms.schedule.instalments
    currency = debt.principal.currency
    joined = total((a.amount for a in terms.accommodations if isinstance(a, Capitalise)), currency)
    from_break = joined_in_break(terms)
    principal = debt.principal + joined + from_break
    if joined > debt.interest or from_break.minor > _most_in_break(terms, debt):
        return True
    if total((row.principal for row in rows), currency) > principal:
        return True
    if total((row.fees for row in rows), currency) > debt.fees:
        return True
    most, left = 0, principal.minor
    for row in rows:
        most += floor(left * terms.rate / TIMES_A_YEAR[terms.frequency])
        left -= row.principal.minor
    return terms.new_interest.minor > most


def _most_in_break(terms: Terms, debt: Debt) -> int:
    """The most interest a break can put off: each period's joins the principal at once."""
    most = grown = (debt.principal + debt.interest).minor
    for holiday in terms.accommodations:
        if isinstance(holiday, PaymentHoliday):
            for _ in range(rows_within(holiday.months, terms.frequency)):
                grown += floor(grown * terms.rate / TIMES_A_YEAR[terms.frequency])
    return grown - most


def _too_often(days: list[date], every: Every) -> bool:
    """Whether payments come more often than ``every`` says, which would hide their weight."""
    gaps = pairwise(days)
    if step := DAYS_APART.get(every):
        return any((after - before).days < step for before, after in gaps)
    if apart := MONTHS_APART.get(every):
        return any(_month(after) - _month(before) < apart for before, after in gaps)
    return any(count > TIMES_A_YEAR[every] // 12 for count in Counter(map(_month, days)).values())


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _above(terms: Terms, budget: SharedBudget, by: Role) -> bool:
    ceilings = budget.ceilings()
    times = TIMES_A_YEAR[terms.frequency]
    together: Counter[str] = Counter()
    for row in terms.schedule.instalments:
        name = f"{row.due_on:%Y-%m}"
        month = ceilings.get(name)
        together[name] += row.amount.minor
        if month is None:
            # Nobody has looked at what this month can bear: doubt favours the borrower.
            if row.amount.minor > 0:
                return True
            continue
        limit = min(month.recommended, month.hard) if by is Role.LENDER else month.hard
        if row.amount.minor * times > 12 * limit.minor or together[name] > month.hard.minor:
            return True
    return False
