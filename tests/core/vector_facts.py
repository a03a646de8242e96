"""Reading the figures of a vector."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.core.money import Currency, Money

Facts = dict[str, Any]


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


def pounds(text: str) -> Money:
    return Money(minor(text), Currency.GBP)


def day(text: str) -> date:
    return date.fromisoformat(text)


def ratio(text: str) -> Fraction:
    """``0.0999/12 x 17/31``, ``1/12+3/365`` or ``0.5`` as an exact fraction."""
    whole = Fraction(0)
    for term in text.split("+"):
        product = Fraction(1)
        for factor in term.split(" x "):
            top, _, bottom = factor.partition("/")
            product *= Fraction(top) / Fraction(bottom or "1")
        whole += product
    return whole


def near(found: Decimal | Fraction | int, expected: str, tolerance: str) -> bool:
    return abs(Fraction(found) - Fraction(expected)) <= Fraction(tolerance)
