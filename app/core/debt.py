"""A debt's parts: the order in which money is used for them, and when it grows too old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.caselines import DebtLine
from app.core.dates import add_months, latest
from app.core.periods import TIMES_A_YEAR, Every
from app.core.policy import Limitation

LONGEST_BASELINE_YEARS = 100
"""A contractual payment that needs longer is shown as one that never clears."""


def allocate(payment: int, due: Mapping[str, int], order: Sequence[str]) -> dict[str, int]:
    """What of ``payment`` goes to each part of ``due``, in ``order``; the rest is ``overpayment``.

    Raises:
        ValueError: the order leaves out a part, so that it would never be paid.
    """
    if set(order) != set(due):
        raise ValueError("the order names every part once")
    used: dict[str, int] = {}
    for part in order:
        used[part] = min(payment, due[part])
        payment -= used[part]
    return used | {"overpayment": payment}


def oldest_first(payment: int, debts: Sequence[tuple[date, int]]) -> tuple[int, ...]:
    """What of ``payment`` goes to each dated amount: oldest first, equal dates in order."""
    parts = [0] * len(debts)
    for place in sorted(range(len(debts)), key=lambda i: (debts[i][0], i)):
        parts[place] = min(payment, debts[place][1])
        payment -= parts[place]
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Age:
    """Whether a debt may be too old to enforce; ``known`` is False when that cannot be said."""

    known: bool
    expired: bool
    extinguished: bool


def age(debt: DebtLine, limits: Limitation, subdivision: str | None, day: date) -> Age:
    """The state of the limitation period, which restarts at a payment or acknowledgement."""
    since = latest((debt.last_payment_on, debt.acknowledged_on))
    years = limits.years_in(subdivision)
    if since is None or years is None:
        return Age(known=False, expired=False, extinguished=False)
    expired = day >= add_months(since, years * 12)
    return Age(
        known=True, expired=expired, extinguished=expired and subdivision in limits.extinguished
    )


def contractual_total(debt: DebtLine) -> tuple[int, int] | None:
    """(total, count) of the contractual payment at the contract rate to the end.

    Used for fees, then interest, then principal; interest on principal only,
    rounded down. None when there is no payment or it never clears.
    """
    agreed = debt.contractual_payment
    if agreed is None or agreed.frequency is Every.IRREGULAR:
        return None
    pay = agreed.amount.minor
    times = TIMES_A_YEAR[agreed.frequency]
    most = LONGEST_BASELINE_YEARS * times
    rate = Fraction(debt.annual_rate) / times
    num, den = rate.numerator, rate.denominator
    owed, beside = debt.principal.minor, debt.interest.minor + debt.fees.minor
    charge = owed * num // den
    if pay <= charge or owed + beside > pay * most:
        return None
    # Until fees and old interest are paid, principal and its interest stand still.
    count, beside = divmod(beside, pay - charge)
    owed += beside
    while charge:
        if count >= most:
            return None
        count += 1
        if owed + charge <= pay:
            return (count - 1) * pay + owed + charge, count
        owed -= pay - charge
        charge = owed * num // den
    # Without interest the rest takes as many payments as it holds.
    rows = count + -(-owed // pay)
    return None if rows > most else (count * pay + owed, rows)
