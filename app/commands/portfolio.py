"""A lender's export at the house terms: what relief on interest would cost it, before any case."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from app.assembly import clock
from app.commands.importing import INVALID, OK, print_faults
from app.core.imports.debt_row import DebtRow
from app.core.imports.lender_csv import parse
from app.core.lender_view import percent
from app.core.lending import LADDER
from app.core.money import Currency, Money
from app.core.portfolio import RATE_UNIT, Accounts, smallest_plans

HEADING = ("rate", "a month", "in all", "worth today", "loss %")


def portfolio(file: Path, months: int) -> int:
    """Print, by currency and rung of the ladder, what level plans of ``months`` come to.

    Rows with a fault are told and left out; 2 when no row is left. What people can
    pay is no part of it: that takes their budgets.
    """
    read = parse(file.read_bytes(), currency_allowed=frozenset(Currency), as_of=clock().date())
    print_faults(read.problems, read.problem_count)
    for currency in sorted({row.currency for row in read.rows}):
        rows = [row for row in read.rows if row.currency is currency and row.owed.minor]
        if rows:
            _show(rows, currency, months)
    return OK if read.rows else INVALID


def _show(rows: Sequence[DebtRow], currency: Currency, months: int) -> None:
    owed = sum(row.owed.minor for row in rows)
    lines = [_sums(rows, rung, months) for rung in LADDER]
    print(f"debts: {len(rows)}, owed: {Money(owed, currency).plain} {currency}, months: {months}")
    _line(HEADING)
    for rung, sums in zip(LADDER, lines, strict=True):
        shown = [Money(minor, currency).plain for minor in sums]
        _line((f"x {rung}", *shown, percent(1 - Fraction(sums[-1], owed))))


def _sums(rows: Sequence[DebtRow], rung: Fraction, months: int) -> tuple[int, ...]:
    """Instalments, totals and present values, each added up over ``rows``."""
    contract = [int(row.annual_rate * RATE_UNIT) for row in rows]
    accounts = Accounts.of(
        [row.principal.minor for row in rows],
        [row.interest.minor for row in rows],
        [row.fees.minor for row in rows],
        [rate * rung.numerator // rung.denominator for rate in contract],
        contract,
    )
    plans = smallest_plans(accounts, months)
    return tuple(int(column.sum()) for column in (plans.instalment, plans.total, plans.worth))


def _line(cells: Sequence[str]) -> None:
    print(f"{cells[0]:>7}" + "".join(f"{cell:>18}" for cell in cells[1:]))
