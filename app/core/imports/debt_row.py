"""One row of a lender's export: its cells to a debt, or every fault in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from app.core.evidence import canonical, sha256_hex
from app.core.holders import Holder
from app.core.imports.assignments import read_assignments
from app.core.imports.cells import (
    CellFault,
    Contact,
    read_account,
    read_amount,
    read_contact,
    read_currency,
    read_name,
    read_past_date,
    read_rate,
    read_text,
)
from app.core.imports.columns import OPTIONAL, TEXT_LIMITS, Column
from app.core.money import Currency, Money, total

T = TypeVar("T")
Fault = tuple[Column, str]

# Most decimals of all: an amount whose currency is unknown gets no fault of that kind.
_PLACEHOLDER = Currency.KWD
_ORDER = {column: place for place, column in enumerate(Column)}


@dataclass(frozen=True, slots=True)
class DebtRow:
    """One debt as the lender states it.

    ``row`` is the line in the file, from 1. ``annual_rate`` is a fraction a year.
    ``fingerprint`` depends on the values alone, not on row, column order, encoding
    or delimiter. It is a digest of personal data: keep it as carefully.
    """

    row: int
    account: str
    name: str
    contact: Contact
    principal: Money
    interest: Money
    fees: Money
    annual_rate: Fraction
    arrears: Money
    last_payment: date | None
    currency: Currency
    product: str
    original_creditor: str | None
    assigned_from: str | None
    assignments: tuple[Holder, ...] = ()
    fingerprint: str = ""

    @property
    def owed(self) -> Money:
        return total((self.principal, self.interest, self.fees), self.currency)


class _Cells:
    """The cells of one row by column; collects the faults of those that are read."""

    def __init__(self, texts: Mapping[Column, str]) -> None:
        self._texts = texts
        self.faults: list[Fault] = []

    def read(self, column: Column, reader: Callable[[str], T]) -> T | None:
        """The value, or None when the cell is empty, faulty or not there."""
        cell = self._texts.get(column)
        if not cell:
            if cell is not None and column not in OPTIONAL:
                self.faults.append((column, "missing"))
            return None
        try:
            return reader(cell)
        except CellFault as fault:
            self.faults.append((column, fault.code))
            return None

    def amount(self, column: Column, currency: Currency | None) -> Money | None:
        return self.read(column, lambda cell: read_amount(cell, currency or _PLACEHOLDER))

    def text(self, column: Column) -> str | None:
        return self.read(column, lambda cell: read_text(cell, TEXT_LIMITS[column]))


def read_row(
    row: int, texts: Mapping[Column, str], allowed: frozenset[Currency], as_of: date
) -> tuple[DebtRow | None, tuple[Fault, ...]]:
    """The debt in ``texts``, and what is wrong, in the order of the columns.

    There is no debt when anything is wrong, or when a required column is not in
    ``texts`` at all; that fault belongs to the heading and is not repeated here.
    """
    cells = _Cells(texts)
    account = cells.read(Column.ACCOUNT, lambda c: read_account(c, TEXT_LIMITS[Column.ACCOUNT]))
    currency = cells.read(Column.CURRENCY, lambda c: read_currency(c, allowed))
    name = cells.read(Column.NAME, lambda c: read_name(c, TEXT_LIMITS[Column.NAME]))
    contact = cells.read(Column.CONTACT, lambda c: read_contact(c, currency))
    principal = cells.amount(Column.PRINCIPAL, currency)
    interest = cells.amount(Column.INTEREST, currency)
    fees = cells.amount(Column.FEES, currency)
    arrears = cells.amount(Column.ARREARS, currency)
    rate = cells.read(Column.ANNUAL_RATE, read_rate)
    last_payment = cells.read(Column.LAST_PAYMENT, lambda c: read_past_date(c, as_of))
    product = cells.text(Column.PRODUCT)
    original_creditor = cells.text(Column.ORIGINAL_CREDITOR)
    assigned_from = cells.text(Column.ASSIGNED_FROM)
    steps = cells.read(Column.ASSIGNMENTS, lambda c: read_assignments(c, as_of))
    faults = cells.faults
    if principal is not None and interest is not None and fees is not None:
        owed = principal.minor + interest.minor + fees.minor
        if owed == 0:
            faults.append((Column.PRINCIPAL, "balance_zero"))
        if arrears is not None and arrears.minor > owed:
            faults.append((Column.ARREARS, "arrears_above_owed"))
    faults.sort(key=lambda fault: _ORDER[fault[0]])
    if (
        faults
        or account is None
        or name is None
        or contact is None
        or currency is None
        or principal is None
        or interest is None
        or fees is None
        or arrears is None
        or rate is None
        or product is None
    ):
        return None, tuple(faults)
    debt = DebtRow(
        row,
        account,
        name,
        contact,
        principal,
        interest,
        fees,
        rate,
        arrears,
        last_payment,
        currency,
        product,
        original_creditor,
        assigned_from,
        steps or (),
    )
    return replace(debt, fingerprint=_fingerprint(debt)), ()


def _fingerprint(debt: DebtRow) -> str:
    return sha256_hex(
        canonical(
            [
                "plainpact/debt-row/1",
                debt.account,
                debt.name,
                debt.contact.value,
                debt.principal.plain,
                debt.interest.plain,
                debt.fees.plain,
                str(debt.annual_rate),
                debt.arrears.plain,
                _day(debt.last_payment),
                debt.currency.value,
                debt.product,
                debt.original_creditor,
                debt.assigned_from,
                # Only where there are any: rows of before keep their digest.
                *(
                    [[[_day(h.since), h.name] for h in debt.assignments]]
                    if debt.assignments
                    else []
                ),
            ]
        )
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
