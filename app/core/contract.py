"""Reading a lender's own schedule: its level payment, rows, extra payments and breaks.

This reproduces what a lender printed (rounding "contract": half to even); no plan
of ours is made with it. Amounts are whole minor units, factors exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Context, Decimal, localcontext
from fractions import Fraction
from math import floor

from app.core.daycount import YEAR_FRACTIONS
from app.core.generate import Frozen, unfrozen
from app.core.periods import Every

PERIODIC = {
    Every.MONTHLY: Fraction(1, 12),
    Every.TWICE_MONTHLY: Fraction(1, 24),
    Every.FORTNIGHTLY: Fraction(1, 26),
    Every.WEEKLY: Fraction(1, 52),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a lender's schedule."""

    due_on: date
    due: int
    principal: int
    interest: int
    balance_after: int


@dataclass(frozen=True, slots=True)
class Contract:
    """A level loan as its lender runs it.

    ``factors`` is the interest of each period as a part of the balance;
    ``multiple`` rounds the payment to whole units of that many minor units;
    ``agreed`` fixes the payment. The first ``interest_only`` rows pay interest
    alone; in the first ``unbilled`` ones nothing is billed, and their interest
    comes as a lump with the row after them.
    """

    principal: int
    dues: tuple[date, ...]
    factors: tuple[Fraction, ...]
    multiple: int | None = None
    agreed: int | None = None
    interest_only: int = 0
    unbilled: int = 0


def factors(
    annual: Fraction,
    every: Every,
    start: date,
    dues: Sequence[date],
    *,
    day_count: str,
    frozen: Sequence[Frozen] = (),
) -> tuple[Fraction, ...]:
    """Each period's interest as a part of the balance; days in ``frozen`` bear none."""
    found: list[Fraction] = []
    for due in dues:
        if day_count == "periodic":
            years = PERIODIC[every]
        else:
            years = YEAR_FRACTIONS[day_count](start, due)
        found.append(annual * years * unfrozen(start, due, frozen))
        start = due
    return tuple(found)


def exact_payment(principal: int, parts: Sequence[Fraction]) -> Fraction:
    """The payment that clears ``principal`` over periods of these factors, unrounded.

    principal x prod(1 + f_k) / F_n with F_1 = 1 and F_k = 1 + F_(k-1) x (1 + f_k).
    """
    grown, worth = Fraction(1), Fraction(0)
    for part in parts:
        grown *= 1 + part
        worth = 1 + worth * (1 + part)
    return principal * grown / worth


def contract_rows(contract: Contract) -> tuple[Row, ...]:
    """The lender's rows. The last one takes what is left.

    When the payment is not rounded to whole units and the last row differs from
    it by more than half a minor unit a row, one better payment is tried.
    """
    if contract.agreed is not None:
        return _rows(contract, contract.agreed)
    count = len(contract.dues) - contract.interest_only
    exact = exact_payment(contract.principal, contract.factors[contract.interest_only :])
    unit = contract.multiple or 1
    payment = round(exact / unit) * unit
    rows = _rows(contract, payment)
    gap = rows[-1].due - payment
    if contract.multiple is not None or abs(gap) <= floor(Fraction(count, 2)):
        return rows
    better = payment + round(Fraction(gap, count))
    again = _rows(contract, better)
    return again if abs(again[-1].due - better) < abs(gap) else rows


def equal_principal_rows(contract: Contract) -> tuple[Row, ...]:
    """Rows of equal principal, half to even, with the interest of each period on top."""
    part = round(Fraction(contract.principal, len(contract.dues)))
    left = contract.principal
    found: list[Row] = []
    for place, (due_on, factor) in enumerate(
        zip(contract.dues, contract.factors, strict=True), start=1
    ):
        interest = round(left * factor)
        principal = left if place == len(contract.dues) else part
        left -= principal
        found.append(Row(due_on, principal + interest, principal, interest, left))
    return tuple(found)


def _rows(contract: Contract, payment: int) -> tuple[Row, ...]:
    left, held = contract.principal, 0
    found: list[Row] = []
    for place, (due_on, factor) in enumerate(zip(contract.dues, contract.factors, strict=True)):
        interest = round(left * factor)
        if place < contract.unbilled:
            held += interest
            found.append(Row(due_on, 0, 0, 0, left))
            continue
        billed, held = interest + held, 0
        if place < contract.interest_only:
            principal = 0
        elif place == len(contract.dues) - 1:
            principal = left
        else:
            principal = payment - billed
        left -= principal
        found.append(Row(due_on, principal + billed, principal, billed, left))
    return tuple(found)


def rows_after_extra(contract: Contract, paid: Sequence[int], effect: str) -> tuple[Row, ...]:
    """The rows when the first ones were paid with ``paid`` instead of the agreed payment.

    ``shorten`` keeps the payment, ``lower_instalment`` solves it again over the
    rows left, ``skip_next`` uses the extra as principal of the next rows while
    their interest stays due.

    Raises:
        ValueError: no payment is agreed, or the effect is not known.
    """
    if contract.agreed is None or effect not in {"shorten", "lower_instalment", "skip_next"}:
        raise ValueError("an agreed payment and a known effect are needed")
    done = len(paid)
    left = contract.principal
    found: list[Row] = []
    for amount, due_on, factor in zip(paid, contract.dues, contract.factors, strict=False):
        interest = round(left * factor)
        left -= amount - interest
        found.append(Row(due_on, amount, amount - interest, interest, left))
    rest = replace(
        contract, principal=left, dues=contract.dues[done:], factors=contract.factors[done:]
    )
    if effect == "lower_instalment":
        return (*found, *contract_rows(replace(rest, agreed=None)))
    extra = sum(paid) - contract.agreed * done if effect == "skip_next" else 0
    return (*found, *_until_paid(rest, contract.agreed, extra))


def _until_paid(contract: Contract, payment: int, extra: int) -> tuple[Row, ...]:
    """Rows of ``payment`` until nothing is owed; ``extra`` stands in for principal first."""
    left = contract.principal
    found: list[Row] = []
    for place, (due_on, factor) in enumerate(zip(contract.dues, contract.factors, strict=True)):
        interest = round(left * factor)
        last = place == len(contract.dues) - 1
        principal = left if last else min(left, max(0, payment - interest))
        used = 0 if last else min(extra, principal)
        extra -= used
        principal -= used
        left -= principal
        found.append(Row(due_on, principal + interest, principal, interest, left))
        if left == 0:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Repaid:
    """How a fixed payment, used for interest first, repays: rows, the last one, interest."""

    rows: int
    last: int
    interest: int


def rows_needed(principal: int, rate: Fraction, payment: int) -> int | None:
    """How many payments clear ``principal``, by the closed form; None when none ever do."""
    first = principal * rate
    if payment <= first:
        return None
    if not rate:
        return -(-principal // payment)
    with localcontext(Context(prec=28)):
        part = Decimal((1 - first / payment).numerator) / (1 - first / payment).denominator
        step = Decimal((1 + rate).numerator) / (1 + rate).denominator
        return int((-part.ln() / step.ln()).to_integral_value(ROUND_CEILING))


def repaid(principal: int, rate: Fraction, payment: int, *, most_rows: int) -> Repaid | None:
    """What paying ``payment`` each period comes to, interest half to even.

    None when it would never repay or needs more than ``most_rows``; looked at
    before any row is worked out.
    """
    needed = rows_needed(principal, rate, payment)
    if needed is None or needed > most_rows:
        return None
    rows = interest = last = 0
    while principal > 0:
        charge = round(principal * rate)
        last = min(payment, principal + charge)
        principal -= last - charge
        interest += charge
        rows += 1
    return Repaid(rows, last, interest)


def settlement_on(
    principal: int, daily: Fraction, paid: Sequence[tuple[int, int]], day: int
) -> tuple[int, int]:
    """(principal, interest) that settle a loan with simple daily interest on ``day``.

    ``paid`` are (day, amount); interest rounds down at each payment and is paid first.
    """
    since = 0
    for on, amount in paid:
        interest = floor(principal * daily * (on - since))
        principal -= amount - interest
        since = on
    return principal, floor(principal * daily * (day - since))
