"""Instalment arithmetic in whole minor units, with the payment used for principal first.

House plans pay principal, then interest, then fees, and interest accrues on
principal only. So principal falls by the whole instalment each period, and the
interest of all periods can be added up without going through them.
Interest of a period = floor(principal x yearly rate / periods a year).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from app.core.periods import TIMES_A_YEAR, Every


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed, in minor units. Only ``principal`` bears interest."""

    principal: int
    interest: int
    fees: int

    @property
    def owed(self) -> int:
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class PeriodRate:
    """The interest of one period as numerator / denominator of the principal."""

    num: int
    den: int

    def of(self, principal: int) -> int:
        return principal * self.num // self.den


def period_rate(annual: Fraction, every: Every) -> PeriodRate:
    """A yearly rate for one period of a plan (1/12, 1/52 ...)."""
    rate = annual / TIMES_A_YEAR[every]
    return PeriodRate(rate.numerator, rate.denominator)


@dataclass(frozen=True, slots=True)
class Level:
    """``rows`` instalments of ``amount``, the last one ``last``; ``interest`` is new interest."""

    amount: int
    rows: int
    last: int
    interest: int

    @property
    def total(self) -> int:
        return self.amount * (self.rows - 1) + self.last


def level(balance: Balance, rate: PeriodRate, amount: int) -> Level | None:
    """The plan that pays ``amount`` until nothing is owed.

    None when the amount does not exceed the first interest: it would never repay.
    """
    principal, interest = balance.principal, 0
    if amount <= 0 or amount <= principal * rate.num // rate.den:
        return None
    if rate.num:
        interest = _interest(principal, rate, amount)
    whole = principal + balance.interest + balance.fees + interest
    rows = -(-whole // amount)
    return Level(amount, rows, whole - amount * (rows - 1), interest)


def _interest(principal: int, rate: PeriodRate, amount: int) -> int:
    """All new interest when each period ``amount`` is paid off the principal.

    The sum of floor(p x num / den) over p = principal, principal - amount ... above 0.
    Counted from the last row it is a sum of floor((a x k + b) / m), which Euclid's
    algorithm adds up: the cost grows with the digits of the rate, not with the rows.
    """
    rows = -(-principal // amount)
    a, m = amount * rate.num, rate.den
    b = (principal - amount * (rows - 1)) * rate.num
    interest = 0
    while rows > 0:
        interest += rows * (rows - 1) // 2 * (a // m) + rows * (b // m)
        a %= m
        rows, b = divmod(a * rows + b % m, m)
        a, m = m, a
    return interest


def smallest(balance: Balance, rate: PeriodRate, rows: int) -> int | None:
    """The smallest instalment that clears ``balance`` in ``rows`` rows; None without rows."""
    if rows < 1:
        return None
    low = -(-balance.owed // rows)
    if not rate.num:
        return low

    def needed(amount: int) -> int:
        """What clears, in ``rows`` rows, all that is owed when ``amount`` is paid."""
        return -(-(balance.owed + _interest(balance.principal, rate, amount)) // rows)

    first = rate.of(balance.principal)
    low, high = max(low, first + 1), balance.owed + first
    # Interest comes near rate x (principal^2 / 2 amount + principal / 2): the root of
    # that quadratic is where to look, and its slope says how far to move. What an
    # amount needs is a bound from the other side, so each try narrows both ends.
    curve = balance.principal**2 * rate.num
    line = balance.owed + (first - rows) // 2
    tried = (line + isqrt(line**2 + 2 * rows * curve // rate.den)) // (2 * rows) + 1
    run = 2 * tried**2 * rows * rate.den
    while low < high:
        tried = min(max(tried, low), high - 1)
        found = needed(tried)
        if found <= tried:
            low, high = max(low, found), tried
        else:
            low, high = tried + 1, min(high, found)
        tried += (found - tried) * run // (run + curve)
    return low


def follow(balance: Balance, rate: PeriodRate, limits: Sequence[int]) -> tuple[int, ...] | None:
    """Pay up to ``limits[k]`` in row k until nothing is owed; the amounts paid.

    None when the limits run out first, or when a row would not pay its own
    interest (the balance would rise). Rows of 0 are fine while no interest runs.
    """
    amounts: list[int] = []
    principal, rest = balance.principal, balance.interest + balance.fees
    for limit in limits:
        interest = rate.of(principal)
        if interest and limit <= interest:
            return None
        rest += interest
        paid = min(limit, principal + rest)
        amounts.append(paid)
        to_principal = min(paid, principal)
        principal -= to_principal
        rest -= paid - to_principal
        if principal + rest == 0:
            return tuple(amounts)
    return None


@dataclass(frozen=True, slots=True)
class Split:
    """One row's parts, and what is owed after it."""

    amount: int
    principal: int
    interest: int
    fees: int
    after: int


def splits(balance: Balance, charges: Sequence[int], amounts: Sequence[int]) -> tuple[Split, ...]:
    """Each row's parts, the payment used for principal, then interest, then fees.

    ``charges[k]`` is the interest that arises in row k.
    """
    rows: list[Split] = []
    principal, interest, fees = balance.principal, balance.interest, balance.fees
    for charge, amount in zip(charges, amounts, strict=True):
        interest += charge
        to_principal = min(amount, principal)
        to_interest = min(amount - to_principal, interest)
        to_fees = amount - to_principal - to_interest
        principal -= to_principal
        interest -= to_interest
        fees -= to_fees
        rows.append(Split(amount, to_principal, to_interest, to_fees, principal + interest + fees))
    return tuple(rows)
