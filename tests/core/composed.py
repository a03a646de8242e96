"""A card debt and its plans, for the tests of accommodations."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from app.core.caselines import DebtLine
from app.core.money import Currency, Money
from app.core.terms import Terms

FIRST = date(2027, 2, 1)


def pounds(text: str) -> Money:
    return Money.parse(text, Currency.GBP)


def card(rate: str = "0.12", *, priority: bool = False) -> DebtLine:
    """1000.00 of principal, 20.00 of interest, 12.00 of fees; 120.00 of it late."""
    return DebtLine(
        id="d1",
        creditor="Northbank",
        kind="credit_card",
        priority=priority,
        secured=False,
        principal=pounds("1000.00"),
        interest=pounds("20.00"),
        fees=pounds("12.00"),
        arrears=pounds("120.00"),
        annual_rate=Fraction(rate),
        contractual_payment=None,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )


def amounts(terms: Terms) -> list[str]:
    return [row.amount.plain for row in terms.schedule.instalments]
