"""A second way to work out what the engine says, from the plain values of a case file.

Amounts are minor units; monthly values are kept in twelfths of one, so that they
are whole and exact.
"""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from app.core.dates import add_months, on_day
from app.core.periods import TIMES_A_YEAR, Every

TWELVE = 12
STALE_MONTHS = 18
LONGEST_CONTRACT_YEARS = 100


def minor(text: str) -> int:
    """Generated amounts always have two decimals."""
    return int(text.replace(".", ""))


def left_over(case: dict[str, Any], year: int, month: int) -> int:
    """Income - protected - commitments of a month, in twelfths of a minor unit."""
    start, end = date(year, month, 1).isoformat(), on_day(year, month, 31).isoformat()
    income = sum(
        _twelfths(line, month)
        for line in case["income"]
        if line.get("starts_on", "") <= start and line.get("ends_on", "9") >= end
    )
    essential = sum(
        _twelfths(line, month)
        for line in case["spending"]
        if line.get("essential", True)
        and line.get("starts_on", "") <= end
        and line.get("ends_on", "9") >= start
    )
    promised = sum(
        _twelfths(line, month)
        for line in case["commitments"]
        if line["from"] <= end and (line["until"] or "9") >= start
    )
    return income - max(essential, TWELVE * protected_floor(case)) - promised


def protected_floor(case: dict[str, Any]) -> int:
    """The floor's monthly amount when it may be relied on, else 0."""
    known, today = case["floor"], case["as_of"]
    if known is None or known["confirmed_on"] is None:
        return 0
    stale = add_months(date.fromisoformat(known["effective"]), STALE_MONTHS).isoformat()
    in_force = known["effective"] <= today <= min(known["expires"] or "9", stale)
    return minor(known["monthly"]) if in_force else 0


def _twelfths(line: dict[str, Any], month: int) -> int:
    if "monthly" in line:
        return minor(line["monthly"][month - 1]) * TWELVE
    return minor(line["amount"]) * TIMES_A_YEAR[Every(line["frequency"])]


def contract_cost(debt: dict[str, Any]) -> int | None:
    """What the contractual payment comes to at the contract rate; None when it never clears."""
    agreed = debt["contractual_payment"]
    if agreed is None or not minor(agreed["amount"]):
        return None
    if debt["priority"]:
        return minor(debt["arrears"])
    pay, times = minor(agreed["amount"]), TIMES_A_YEAR[Every(agreed["frequency"])]
    principal, rest = minor(debt["principal"]), minor(debt["interest"]) + minor(debt["fees"])
    rate = Fraction(debt["annual_rate"]) / times
    paid = 0
    for _ in range(LONGEST_CONTRACT_YEARS * times):
        if principal + rest <= 0:
            return paid
        interest = floor(principal * rate)
        if pay <= interest:
            return None
        now = min(pay, principal + rest + interest)
        paid += now
        after = principal + rest + interest - now
        # Fees and interest are paid before principal.
        principal = min(principal, after)
        rest = after - principal
    return paid if principal + rest <= 0 else None


def evaluate(formula: str, digits: int = 2) -> Fraction:
    """A formula of the explanation in major units; floor and ceil act on minor units."""
    return _node(ast.parse(formula, mode="eval").body, formula, 10**digits)


def _node(node: ast.expr, text: str, unit: int) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.UnaryOp):
        return -_node(node.operand, text, unit)
    if isinstance(node, ast.BinOp):
        left, right = _node(node.left, text, unit), _node(node.right, text, unit)
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
    return _call(node.func.id, [_node(each, text, unit) for each in node.args], unit)


def _call(name: str, values: list[Fraction], unit: int) -> Fraction:
    match name:
        case "floor":
            return Fraction(floor(values[0] * unit), unit)
        case "ceil":
            return Fraction(ceil(values[0] * unit), unit)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case _:
            principal, interest, fees = (int(each * unit) for each in values[:3])
            times = values[5] if len(values) > 5 else TWELVE
            size = smallest(principal, interest + fees, values[3] / times, int(values[4]))
            return Fraction(size, unit)


def smallest(principal: int, rest: int, rate: Fraction, rows: int) -> int:
    """The least amount that repays everything in ``rows`` rows; ``rate`` is for one of them.

    Halves the range between paying nothing and paying all at once, and goes through
    every row for each amount it tries.
    """
    too_little, enough = 0, principal + rest + floor(principal * rate)
    while enough - too_little > 1:
        tried = (too_little + enough) // 2
        if _clears(tried, principal, rest, rate, rows):
            enough = tried
        else:
            too_little = tried
    return enough


def _clears(amount: int, principal: int, rest: int, rate: Fraction, rows: int) -> bool:
    """Principal is paid first; the first interest has to be less than ``amount``."""
    if amount <= principal * rate.numerator // rate.denominator:
        return False
    for _ in range(rows):
        rest += principal * rate.numerator // rate.denominator
        to_principal = min(amount, principal)
        principal -= to_principal
        rest -= min(amount - to_principal, rest)
        if not principal + rest:
            return True
    return False
