"""Households to measure with: the same ones every time, from a seed."""

from __future__ import annotations

import json
from hashlib import shake_128
from typing import Any

from app.core.casefile import parse
from app.core.caselines import CaseFile

CURRENCIES = {"UK": "GBP", "EU": "EUR", "US": "USD", "AU": "AUD", "CN": "CNY"}
PLACES = tuple(CURRENCIES)
SCALE = {"CN": 5}
"""Amounts in yuan are larger."""


def numbers(seed: str, count: int, low: int, high: int) -> tuple[int, ...]:
    """``count`` whole numbers from ``low`` to ``high``, spread evenly, the same for a seed."""
    stream = shake_128(seed.encode()).digest(8 * count)
    span = high - low + 1
    return tuple(
        low + int.from_bytes(stream[k : k + 8], "big") % span for k in range(0, 8 * count, 8)
    )


def mixed(count: int) -> tuple[CaseFile, ...]:
    """Households of every jurisdiction; half have one debt, the others up to four."""
    extra = numbers("debts", count, 0, 5)
    every = numbers("frequencies", count, 0, 7)
    return tuple(
        household(
            n,
            PLACES[n % len(PLACES)],
            debts=max(1, extra[n] - 1),
            every="fortnightly" if every[n] == 0 else "monthly",
        )
        for n in range(count)
    )


def household(
    n: int,
    place: str = "UK",
    *,
    debts: int = 1,
    months: int = 36,
    ladder: int = 5,
    every: str = "monthly",
) -> CaseFile:
    """One household. ``ladder`` is the number of rates tried, from the contract's to none."""
    scale = SCALE.get(place, 1)
    pay, rent, food = numbers(f"household {n}", 3, 0, 40_000)
    income = (170_000 + pay + 20_000 * debts) * scale
    case = {
        "schema": "plainpact/case-file/1",
        "case_id": f"bench-{n}",
        "as_of": "2027-01-15",
        "jurisdiction": place,
        "currency": CURRENCIES[place],
        "household": {"adults": 1, "children": 0, "partner": False, "savings": "300.00"},
        "income": [
            _line("pay", "salary", income * 9 // 10),
            _line("extra", "other_earnings", income // 40, "weekly"),
        ],
        "spending": [
            _line("home", "rent", (60_000 + rent) * scale),
            _line("food", "groceries", (8_000 + food // 20) * scale, "weekly"),
            _line("bills", "electricity", 9_000 * scale),
            _line("clothes", "uniform", 15_000 * scale, "annual"),
        ],
        "floor": None,
        "debts": [_debt(f"{n} {k}", k, scale) for k in range(debts)],
        "hardship": [{"code": "INCOME_CUT", "from": "2026-10-01", "expected_until": None}],
        "commitments": [],
        "lender_policy": {
            "version": "bench",
            "max_term_months": months,
            "rate_ladder": [_rung(k, ladder) for k in range(ladder)],
        },
        "wishes": {"frequency": every, "day": 1},
    }
    return parse(json.dumps(case).encode())


def _line(name: str, category: str, minor: int, every: str = "monthly") -> dict[str, str]:
    return {"id": name, "category": category, "amount": _text(minor), "frequency": every}


def _debt(seed: str, place: int, scale: int) -> dict[str, Any]:
    principal, interest, fees, points = numbers(f"debt {seed}", 4, 0, 10_000)
    return {
        "id": f"d{place}",
        "creditor": "Northbank",
        "kind": "credit_card",
        "priority": False,
        "secured": False,
        "principal": _text((150_000 + 20 * principal) * scale),
        "interest": _text(interest * scale),
        "fees": _text(fees // 4 * scale),
        "arrears": "100.00",
        "annual_rate": f"0.{500 + points // 5:04d}",
        "contractual_payment": {"amount": _text(9_000 * scale), "frequency": "monthly"},
        "last_payment_on": "2026-10-03",
        "acknowledged_on": None,
        "disputed": False,
    }


def _rung(place: int, count: int) -> str:
    """Even steps of the contract rate from 1 down to 0."""
    parts = 10_000 * (count - 1 - place) // max(1, count - 1)
    return "1" if place == 0 else f"0.{parts:04d}"


def _text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
