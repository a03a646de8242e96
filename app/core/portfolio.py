"""The plans of many accounts at once: the arithmetic of ``amortise`` over columns.

House rules: payments cover principal, then interest, then fees; monthly interest =
floor(principal x yearly rate / 12), on principal only. Everything is whole 64-bit
integers, but the present value: that is worked out in binary, with a bound on its
error, and again in decimals where the bound reaches a half. So every figure equals
the one that ``amortise`` and ``lender_view`` give for the account alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Self

import numpy as np
from numpy import typing as npt

from app.core.amortise import Level
from app.core.errors import DomainError
from app.core.lender_view import discount
from app.core.periods import Every

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

RATE_UNIT = 10**8
"""Yearly rates are counted in hundred-millionths, the finest that a case file can say."""
MOST_MINOR = 10**13
MOST_RATE = 70 * RATE_UNIT
MOST_ROWS = 1_200
BLOCK = 1 << 15
"""Accounts at a time: their columns stay in the processor's cache."""

_A_MONTH = 12 * RATE_UNIT
_ULP = 2.0**-53

_Sized = tuple[Column, Column, Flags]
"""Instalments, the interest they bear, and whether there is a plan at all."""


class BeyondColumns(DomainError):
    """A figure is too large, or below zero, for exact 64-bit arithmetic."""

    code = "beyond_columns"


@dataclass(frozen=True, slots=True)
class _Columns:
    @classmethod
    def of(cls, *columns: Sequence[int]) -> Self:
        return cls(*(np.asarray(column, dtype=np.int64) for column in columns))

    def part(self, where: slice | Column) -> Self:
        return type(self)(*(getattr(self, column.name)[where] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Accounts(_Columns):
    """Minor units owed; ``rate`` is the plan's, ``contract_rate`` values it for the lender."""

    principal: Column
    interest: Column
    fees: Column
    rate: Column
    contract_rate: Column

    @property
    def owed(self) -> Column:
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class Plans(_Columns):
    """As ``amortise.Level``, and ``worth``, the present value.

    All are 0 where nothing is owed, or the instalment does not exceed the first
    interest, or more than ``MOST_ROWS`` would be needed.
    """

    instalment: Column
    rows: Column
    last: Column
    interest: Column
    total: Column
    worth: Column


def smallest_plans(accounts: Accounts, rows: int, *, threads: int = 1) -> Plans:
    """The smallest level monthly instalments that clear in ``rows``, and what they come to."""
    if not 1 <= rows <= MOST_ROWS:
        raise BeyondColumns(f"{rows} rows")
    return _in_blocks(accounts, lambda block, _: _smallest(block, rows), threads)


def level_plans(accounts: Accounts, instalments: Sequence[int], *, threads: int = 1) -> Plans:
    """What these monthly instalments come to."""
    sizes = np.asarray(instalments, dtype=np.int64)
    _bounded(sizes, MOST_MINOR)
    return _in_blocks(accounts, lambda block, where: _given(block, sizes[where]), threads)


def _in_blocks(
    accounts: Accounts, sized: Callable[[Accounts, slice], _Sized], threads: int
) -> Plans:
    for column in (accounts.principal, accounts.interest, accounts.fees):
        _bounded(column, MOST_MINOR)
    for column in (accounts.rate, accounts.contract_rate):
        _bounded(column, MOST_RATE)
    count = len(accounts.principal)
    plans = Plans(*(np.zeros(count, dtype=np.int64) for _ in fields(Plans)))

    def work(start: int) -> None:
        where = slice(start, start + BLOCK)
        block = accounts.part(where)
        _fill(plans.part(where), block, *sized(block, where))

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, range(0, count, BLOCK)):
            pass
    return plans


def _bounded(column: Column, most: int) -> None:
    if len(column) and not 0 <= int(column.min()) <= int(column.max()) <= most:
        raise BeyondColumns(f"between {column.min()} and {column.max()}; 0 to {most} is allowed")


def _fill(plans: Plans, block: Accounts, size: Column, interest: Column, pays: Flags) -> None:
    whole = block.owed + interest
    rows = -(-whole // size)
    pays = pays & (rows <= MOST_ROWS)
    last = whole - size * (rows - 1)
    worth = _worth(size, np.where(pays, rows, 1), last, block.contract_rate)
    figures = Plans(size, rows, last, interest, whole, worth)
    for column in fields(Plans):
        np.multiply(getattr(figures, column.name), pays, out=getattr(plans, column.name))


def _given(block: Accounts, size: Column) -> _Sized:
    owed = block.owed
    pays = (owed > 0) & (size > _charge(block.principal, block.rate)[0])
    pays &= owed <= size * MOST_ROWS
    # An amount that pays all at once stands in where there is no plan.
    size = np.where(pays, size, owed + 1)
    return size, _interest(block.principal, block.rate, size), pays


def _charge(amount: Column, rate: Column) -> tuple[Column, Column]:
    """A month's interest on ``amount``: whole minor units, and the rest in parts of _A_MONTH.

    The amount is taken apart first, so that no product leaves 64 bits.
    """
    high = amount // _A_MONTH
    product = (amount - high * _A_MONTH) * rate
    low = product // _A_MONTH
    return high * rate + low, product - low * _A_MONTH


def _interest(principal: Column, rate: Column, size: Column) -> Column:
    """All new interest of each plan: ``amortise``'s sum, with fewer accounts each time round."""
    rows = -(-principal // size)
    each, a = _charge(size, rate)
    least, b = _charge(principal - size * (rows - 1), rate)
    interest = rows * (rows - 1) // 2 * each + rows * least
    m = np.full_like(rows, _A_MONTH)
    where = np.arange(len(rows))
    while len(where):
        top = a * rows + b
        live = np.flatnonzero(top >= m)
        where, top, a, m = where[live], top[live], m[live], a[live]
        rows = top // a
        b = top - rows * a
        each, least = a // m, b // m
        a -= each * m
        b -= least * m
        interest[where] += rows * (rows - 1) // 2 * each + rows * least
    return interest


def _smallest(block: Accounts, rows: int) -> _Sized:
    """As ``amortise.smallest``. Where to look may be rough: what is found there is exact."""
    owed, principal, rate = block.owed, block.principal, block.rate
    first, _ = _charge(principal, rate)
    answer, high = np.maximum(-(-owed // rows), first + 1), owed + first
    curve = principal.astype(np.float64) ** 2 * (rate / _A_MONTH)
    line = owed + (first - rows) / 2
    tried = ((line + np.sqrt(line**2 + 2 * rows * curve)) / (2 * rows)).astype(np.int64) + 1
    slope = 1 / (1 + curve / (2.0 * rows * tried.astype(np.float64) ** 2))
    low, where = answer, np.arange(len(answer))
    looked, interest = np.zeros_like(answer), np.zeros_like(answer)
    while True:
        answer[where] = low
        live = np.flatnonzero(low < high)
        if not len(live):
            break
        where, owed, principal, rate = where[live], owed[live], principal[live], rate[live]
        low, high, tried, slope = low[live], high[live], tried[live], slope[live]
        tried = np.minimum(np.maximum(tried, low), high - 1)
        charged = _interest(principal, rate, tried)
        looked[where], interest[where] = tried, charged
        found = -(-(owed + charged) // rows)
        clears = found <= tried
        low = np.where(clears, np.maximum(low, found), tried + 1)
        high = np.where(clears, tried, np.minimum(high, found))
        tried += ((found - tried) * slope).astype(np.int64)
    # Most answers were looked at on the way; the others were only bounded.
    left = np.flatnonzero(looked != answer)
    interest[left] = _interest(block.principal[left], block.rate[left], answer[left])
    return answer, interest, block.owed > 0


def _worth(size: Column, rows: Column, last: Column, rate: Column) -> Column:
    """Present value of each plan, half even to minor units."""
    step = 1 / (1 + rate / _A_MONTH)
    level, power = _powers(step, rows - 1)
    worth = size * level + last * (power * step)
    nearest = np.rint(worth)
    # Each of some 5 roundings a row adds at most one part in 2**53.
    error = worth * ((8 * rows + 64) * _ULP)
    unsure = np.flatnonzero(np.abs(worth - nearest) >= 0.5 - error)
    found = nearest.astype(np.int64)
    for k in unsure.tolist():
        factors = discount(Fraction(int(rate[k]), RATE_UNIT), Every.MONTHLY, int(rows[k]))
        found[k] = factors.level(Level(int(size[k]), int(rows[k]), int(last[k]), 0))
    return found


def _powers(step: Reals, count: Column) -> tuple[Reals, Reals]:
    """Sums step + ... + step**count, and step**count, doubling the count bit by bit."""
    total, power = np.zeros_like(step), np.ones_like(step)
    for bit in reversed(range(int(count.max(initial=0)).bit_length())):
        total += total * power
        power *= power
        odd = (count >> bit & 1).astype(bool)
        power *= np.where(odd, step, 1.0)
        total += np.where(odd, power, 0.0)
    return total, power
