"""Generated households, and a second way to work out what they have left over."""

from __future__ import annotations

import ast
import json
import os
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from app.core import packs
from app.core.amortise import Balance, period_rate, smallest
from app.core.assessment import Assessment, assess
from app.core.casefile import parse
from app.core.packs import categories
from app.core.periods import TIMES_A_YEAR, Every

many = settings(max_examples=int(os.environ.get("PLAINPACT_EXAMPLES", "60")))
"""More households: PLAINPACT_EXAMPLES=10000 pytest tests/core/test_engine_properties.py."""

REGULAR = [every.value for every in TIMES_A_YEAR]
PLAN = ["weekly", "fortnightly", "four_weekly", "twice_monthly", "monthly", "quarterly"]
PAY = [c.id for c in categories().income if not c.partner]
COSTS = [c.id for c in categories().spending]


def pence(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda minor: f"{minor // 100}.{minor % 100:02d}")


def rates() -> st.SearchStrategy[str]:
    return st.one_of(
        st.just("0"), st.integers(1, 4999).map(lambda points: f"0.{points:04d}"), st.just("0.249")
    )


@st.composite
def lines(draw: st.DrawFn, name: str, kinds: list[str], most: int, high: int) -> list[Any]:
    found = []
    for n in range(draw(st.integers(0, most))):
        line: dict[str, Any] = {"id": f"{name}{n}", "category": draw(st.sampled_from(kinds))}
        if draw(st.integers(0, 5)) == 5:
            line |= {"frequency": "irregular"}
            line["monthly"] = draw(st.lists(pence(0, high), min_size=12, max_size=12))
        else:
            every = draw(st.sampled_from(REGULAR))
            most_each = max(1, high * 12 // TIMES_A_YEAR[Every(every)])
            line |= {"frequency": every, "amount": draw(pence(0, most_each))}
        if draw(st.integers(0, 4)) == 4:
            line["starts_on"] = (
                date(2026, 6, 1) + timedelta(draw(st.integers(0, 900)))
            ).isoformat()
        found.append(line)
    return found


@st.composite
def debts(draw: st.DrawFn, place: int) -> dict[str, Any]:
    principal = draw(st.integers(0, 1_500_000) if place else st.integers(1, 1_500_000))
    interest, fees = draw(st.integers(0, 30_000)), draw(st.integers(0, 5_000))
    arrears = draw(st.integers(0, min(100_000, principal)))

    def text(minor: int) -> str:
        return f"{minor // 100}.{minor % 100:02d}"

    return {
        "id": f"d{place}",
        "creditor": "Northbank",
        "kind": "credit_card",
        "priority": draw(st.integers(0, 3)) == 3,
        "secured": False,
        "principal": text(principal),
        "interest": text(interest),
        "fees": text(fees),
        "arrears": text(arrears),
        "annual_rate": draw(rates()),
        "contractual_payment": draw(
            st.none() | pence(100, 50_000).map(lambda a: {"amount": a, "frequency": "monthly"})
        ),
        "last_payment_on": "2026-10-03",
        "acknowledged_on": None,
        "disputed": draw(st.integers(0, 19)) == 19,
    }


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {"version": "1"}
    if draw(st.booleans()):
        found["max_term_months"] = draw(st.integers(1, 80))
    if draw(st.booleans()):
        found["waive_fees"] = draw(st.booleans())
    if draw(st.booleans()):
        found["min_instalment"] = draw(pence(0, 1000))
    if draw(st.booleans()):
        found["max_break_months"] = draw(st.integers(0, 14))
    if draw(st.booleans()):
        found["rate_ladder"] = draw(st.lists(st.sampled_from(["1", "0.8", "0.5", "0.1", "0"])))
    return found


@st.composite
def households(draw: st.DrawFn, *, monthly: bool = False) -> dict[str, Any]:
    """A case file as plain values: any mix of lines, debts, policy and wishes."""
    count = draw(st.integers(1, 3))
    wishes: dict[str, Any] = {
        "day": draw(st.integers(1, 31)),
        "follow_months": draw(st.booleans()),
        "offer_from_benefits": draw(st.booleans()),
    }
    if not monthly:
        wishes["frequency"] = draw(st.sampled_from(PLAN))
    if draw(st.integers(0, 3)) == 3:
        wishes["lump_sum"] = draw(pence(0, 500_000))
    commitments = [
        {
            "id": f"c{n}",
            "creditor": "Otherbank",
            "status": "agreed",
            "amount": draw(pence(0, 8_000)),
            "frequency": "monthly",
            "from": "2026-06-01",
            "until": draw(st.sampled_from([None, "2027-08-15"])),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    return {
        "schema": "plainpact/case-file/1",
        "case_id": "case-1",
        "as_of": (date(2027, 1, 1) + timedelta(draw(st.integers(0, 400)))).isoformat(),
        "jurisdiction": "UK",
        "subdivision": "england_wales",
        "currency": "GBP",
        "household": {
            "adults": 1,
            "children": 0,
            "partner": False,
            "savings": draw(pence(0, 200_000)),
        },
        "income": [
            _base("pay", "salary", draw(pence(60000, 250000))),
            *draw(lines("i", PAY, 3, 60000)),
        ],
        "spending": [
            _base("home", "rent", draw(pence(50000, 120000))),
            *draw(lines("s", COSTS, 3, 40000)),
        ],
        "floor": None,
        "debts": [draw(debts(place)) for place in range(count)],
        "hardship": draw(
            st.sampled_from(
                [
                    [],
                    [{"code": "JOB_LOSS", "from": "2026-12-01", "expected_until": "2028-04-30"}],
                    [{"code": "JOB_LOSS", "from": "2026-12-01", "expected_until": None}],
                ]
            )
        ),
        "commitments": commitments,
        "lender_policy": draw(policies()),
        "wishes": wishes,
    }


def _base(name: str, category: str, amount: str) -> dict[str, Any]:
    return {"id": name, "category": category, "amount": amount, "frequency": "monthly"}


def assessed(case: dict[str, Any]) -> Assessment:
    return assess(parse(json.dumps(case).encode()), packs.load("UK"))


def free(case: dict[str, Any], month: str) -> Fraction:
    """Income - essential spending - commitments of ``YYYY-MM`` in pence, exactly."""
    start = date.fromisoformat(f"{month}-01")
    end = (start + timedelta(31)).replace(day=1) - timedelta(1)
    income = sum(
        (_value(x, start) for x in case["income"] if x.get("starts_on", "") <= start.isoformat()),
        Fraction(0),
    )
    spent = sum(
        (_value(x, start) for x in case["spending"] if x.get("starts_on", "") <= end.isoformat()),
        Fraction(0),
    )
    promised = sum(
        (_value(c, start) for c in case["commitments"] if (c["until"] or "9") >= start.isoformat()),
        Fraction(0),
    )
    return income - spent - promised


def _value(line: dict[str, Any], start: date) -> Fraction:
    if "monthly" in line:
        return Fraction(line["monthly"][start.month - 1]) * 100
    return Fraction(line["amount"]) * 100 * TIMES_A_YEAR[Every(line["frequency"])] / 12


def evaluate(formula: str) -> Fraction:
    """A formula of the explanation in pounds; floor and ceil act on pence."""
    return _node(ast.parse(formula, mode="eval").body, formula)


def _node(node: ast.expr, text: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.UnaryOp):
        return -_node(node.operand, text)
    if isinstance(node, ast.BinOp):
        left, right = _node(node.left, text), _node(node.right, text)
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case _:
                return left / right
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise TypeError(text)
    values = [_node(each, text) for each in node.args]
    return _call(node.func.id, values)


def _call(name: str, values: list[Fraction]) -> Fraction:
    match name:
        case "floor":
            return Fraction(floor(values[0] * 100), 100)
        case "ceil":
            return Fraction(ceil(values[0] * 100), 100)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case _:
            principal, interest, fees = (int(each * 100) for each in values[:3])
            every = Every.MONTHLY
            if len(values) > 5:
                every = next(e for e, times in TIMES_A_YEAR.items() if times == values[5])
            size = smallest(
                Balance(principal, interest, fees), period_rate(values[3], every), int(values[4])
            )
            return Fraction(size or 0, 100)
