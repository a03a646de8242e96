"""A lender's table for tests: a good row, changed where the test says."""

from __future__ import annotations

from datetime import date

from app.core.imports.columns import Column
from app.core.imports.lender_csv import CsvReport, parse
from app.core.money import Currency

TODAY = date(2026, 11, 21)

HEADING = [column.value for column in Column]

GOOD = {
    "account": "NB-0001",
    "name": "Amina Yusuf",
    "contact": "amina@example.org",
    "principal": "4000.00",
    "interest": "61.30",
    "fees": "24.00",
    "annual_rate": "0.249",
    "arrears": "276.00",
    "last_payment": "2026-10-03",
    "currency": "GBP",
    "product": "Credit card",
    "original_creditor": "",
    "assigned_from": "",
    "assignments": "",
}


def read(data: bytes, *currencies: Currency) -> CsvReport:
    return parse(data, currency_allowed=currencies or (Currency.GBP,), as_of=TODAY)


def table(*rows: dict[str, str], heading: list[str] | None = None) -> bytes:
    names = heading or HEADING
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    return "\n".join(lines).encode()


def faults(report: CsvReport) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in report.problems]
