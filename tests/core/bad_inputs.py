"""Every row of the planning rules' table of bad input, with each input it names."""

from __future__ import annotations

import json
from typing import Any

from tests.core.cases import a_case, a_cost, a_debt, an_income

Row = tuple[str, str, bytes]
"""Code, path of the problem, and the file."""


def written(case: dict[str, Any]) -> bytes:
    return json.dumps(case, ensure_ascii=False).encode()


def pay(**changes: object) -> dict[str, Any]:
    return a_case(income=[an_income() | changes])


def irregular(**changes: object) -> dict[str, Any]:
    line = {"id": "i1", "category": "salary", "frequency": "irregular"}
    return a_case(income=[line | changes])


def owing(**changes: object) -> dict[str, Any]:
    return a_case(debts=[a_debt(**changes)])


def offered(**changes: object) -> dict[str, Any]:
    offer = {"id": "p1", "by": "borrower", "debt_id": "d1", "amount": "50.00"}
    offer |= {"frequency": "monthly", "first_due": "2027-03-01"}
    return a_case(proposals=[offer | changes])


def a_floor(**changes: object) -> dict[str, Any]:
    known = {"monthly": "1100.00", "rule": "UK-S01", "source": "SFS", "effective": "2026-04-01"}
    return known | {"expires": None, "confirmed_by": "A. Person"} | changes


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in a_case().items() if name != field}


AMOUNTS: tuple[object, ...] = ("1,250.00", "1e3", " 5", "+5", "-5", "٣", "NaN", 5)
CASES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    *(("amount_format", "/income/0/amount", pay(amount=amount)) for amount in AMOUNTS),
    ("too_many_decimals", "/income/0/amount", pay(amount="1.005")),
    ("rate_format", "/debts/0/annual_rate", owing(annual_rate="24.9%")),
    ("rate_format", "/debts/0/annual_rate", owing(annual_rate=".249")),
    ("date_format", "/as_of", a_case(as_of="2027-02-30")),
    ("date_format", "/as_of", a_case(as_of="15/01/2027")),
    ("date_order", "/income/0/ends_on", pay(starts_on="2027-05-01", ends_on="2027-04-30")),
    ("monthly_values", "/income/0/monthly", irregular()),
    ("monthly_values", "/income/0/monthly", irregular(monthly=["1.00"] * 11)),
    ("monthly_values", "/income/0/amount", irregular(monthly=["1.00"] * 12, amount="1.00")),
    ("unknown_frequency", "/income/0/frequency", pay(frequency="bimonthly")),
    ("unknown_category", "/income/0/category", pay(category="wages")),
    ("unknown_category", "/spending/0/category", a_case(spending=[a_cost(category="salary")])),
    (
        "unknown_hardship",
        "/hardship/0/code",
        a_case(hardship=[{"code": "BAD_LUCK", "from": "2027-01-01", "expected_until": None}]),
    ),
    ("unknown_jurisdiction", "/jurisdiction", a_case(jurisdiction="FR")),
    ("unknown_field", "/colour", a_case(colour="red")),
    ("unknown_field", "/income/0/colour", pay(colour="red")),
    ("missing", "/debts", without("debts")),
    ("missing", "/as_of", a_case(as_of=None)),
    ("duplicate_id", "/income/1/id", a_case(income=[an_income(), an_income()])),
    ("unknown_debt", "/proposals/0/debt_id", offered(debt_id="d9")),
    ("no_debts", "/debts", a_case(debts=[])),
    (
        "balance_zero",
        "/debts",
        owing(principal="0.00", interest="0.00", fees="0.00", arrears="0.00"),
    ),
    (
        "household",
        "/household/adults",
        a_case(household={"adults": 0, "children": 0, "partner": False}),
    ),
    ("household", "/income/0/category", pay(category="partner_salary")),
    ("currency_mismatch", "/currency", a_case(currency="JPY")),
    ("arrears_above_owed", "/debts/0/arrears", owing(arrears="3052.01")),
    ("date_in_future", "/debts/0/last_payment_on", owing(last_payment_on="2027-01-16")),
    ("date_in_future", "/floor/confirmed_on", a_case(floor=a_floor(confirmed_on="2028-02-01"))),
    ("instalment_above_balance", "/proposals/0/amount", offered(amount="3052.01")),
    ("date_not_in_future", "/proposals/0/first_due", offered(first_due="2027-01-15")),
    ("below_minimum", "/proposals/0/amount", offered(amount="0.99")),
    (
        "too_large",
        "/spending",
        a_case(spending=[a_cost(id=f"s{n}") for n in range(500)]),
    ),
)
ROWS: tuple[Row, ...] = (
    *((code, path, written(case)) for code, path, case in CASES),
    ("duplicate_key", "/floor", written(a_case())[:-1] + b', "floor": null}'),
    ("too_large", "", b" " * (1024 * 1024 + 1)),
    ("too_large", "", written(a_case(household=json.loads("[" * 20 + "]" * 20)))),
    ("encoding", "", written(a_case()).replace(b"Northbank", b"Northb\xe4nk")),
)
CODES = {
    "amount_format",
    "too_many_decimals",
    "rate_format",
    "date_format",
    "date_order",
    "monthly_values",
    "unknown_frequency",
    "unknown_category",
    "unknown_hardship",
    "unknown_jurisdiction",
    "unknown_field",
    "duplicate_key",
    "missing",
    "duplicate_id",
    "unknown_debt",
    "no_debts",
    "balance_zero",
    "household",
    "currency_mismatch",
    "arrears_above_owed",
    "date_in_future",
    "instalment_above_balance",
    "date_not_in_future",
    "below_minimum",
    "too_large",
    "encoding",
}
"""All codes of the table but ``floor_unconfirmed``, which warns and refuses nothing."""
