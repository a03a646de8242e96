"""Case files for tests: a valid one as plain JSON, changed where the test says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.core import packs
from app.core.assessment import Assessment, Option, Route, assess
from app.core.casefile import parse
from app.core.money import Currency, Money

FIXTURES = Path(__file__).parent / "fixtures"


def example() -> dict[str, Any]:
    """The worked example's input as plain values, free to change."""
    found: dict[str, Any] = json.loads((FIXTURES / "example_input.json").read_bytes())
    return found


def a_case(**changes: object) -> dict[str, Any]:
    """One adult with pay, rent and one card debt; keyword arguments replace whole fields."""
    return {
        "schema": "plainpact/case-file/1",
        "case_id": "case-1",
        "as_of": "2027-01-15",
        "jurisdiction": "UK",
        "subdivision": "england_wales",
        "currency": "GBP",
        "household": {"adults": 1, "children": 0, "partner": False},
        "income": [an_income("1500.00")],
        "spending": [a_cost("1000.00")],
        "floor": None,
        "debts": [a_debt()],
        "hardship": [],
        "commitments": [],
        "lender_policy": {"version": "2027-01"},
    } | changes


def an_income(amount: str = "1500.00", **changes: object) -> dict[str, Any]:
    return {"id": "i1", "category": "salary", "amount": amount, "frequency": "monthly"} | changes


def a_cost(amount: str = "1000.00", **changes: object) -> dict[str, Any]:
    return {"id": "s1", "category": "rent", "amount": amount, "frequency": "monthly"} | changes


def a_debt(**changes: object) -> dict[str, Any]:
    return {
        "id": "d1",
        "creditor": "Northbank",
        "kind": "credit_card",
        "priority": False,
        "secured": False,
        "principal": "3000.00",
        "interest": "40.00",
        "fees": "12.00",
        "arrears": "200.00",
        "annual_rate": "0.199",
        "contractual_payment": {"amount": "90.00", "frequency": "monthly"},
        "last_payment_on": "2026-10-03",
        "acknowledged_on": None,
        "disputed": False,
    } | changes


def assessed(case: dict[str, Any]) -> Assessment:
    """The assessment of a case given as plain values."""
    read = parse(json.dumps(case).encode())
    return assess(read, packs.load(read.jurisdiction))


def only(case: dict[str, Any]) -> tuple[Assessment, Route, tuple[Option, ...]]:
    """The assessment of a case with one debt, and what it says about that debt."""
    found = assessed(case)
    (debt,) = found.debts
    return found, debt.route, debt.options


def codes(found: Assessment) -> list[str]:
    return [finding.code for finding in found.findings]


def hardship(code: str, until: str | None = None, since: str = "2026-12-01") -> dict[str, Any]:
    return {"code": code, "from": since, "expected_until": until}


def pounds(text: str) -> Money:
    return Money.parse(text, Currency.GBP)
