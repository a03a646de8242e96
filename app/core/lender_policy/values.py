"""One dated version of a lender's policy, and what holds while a lender has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.caselines import LenderTerms
from app.core.money import Currency, Money

FIELDS = (
    "max_term_months",
    "min_instalment",
    "waive_fees",
    "rate_ladder",
    "min_repaid_share",
    "settlement_share",
    "max_break_months",
    "allocation",
    "roll",
)
"""What a policy may say, in the order people read it."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What differs for the debts of one product, by the name the lender's file gives it."""

    name: str
    terms: LenderTerms


@dataclass(frozen=True, slots=True)
class Band:
    """What differs for balances from ``since`` up to, and not with, ``until``; None: no end."""

    since: Money
    until: Money | None
    terms: LenderTerms

    def holds(self, balance: Money) -> bool:
        return self.since <= balance and (self.until is None or balance < self.until)


@dataclass(frozen=True, slots=True)
class Limits:
    """Past these a second person has to agree; None asks nobody.

    ``rate_cut`` and ``let_go`` are shares, of the contract's interest and of what is owed: a
    freeze or a break without interest is a cut as well as a lower rate. ``settlement`` is
    the share of what is owed below which one payment may not end the debt.
    """

    rate_cut: Fraction | None = None
    let_go: Fraction | None = None
    term_months: int | None = None
    settlement: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """``base`` holds for all debts, ``portfolios`` go over it, ``bands`` over both.

    ``most_offers`` are made without agreement before a person goes on.
    """

    version: str
    effective_from: date
    currency: Currency
    base: LenderTerms
    portfolios: tuple[Portfolio, ...] = ()
    bands: tuple[Band, ...] = ()
    limits: Limits = Limits()
    most_offers: int | None = None


HOUSE_VERSION = "house-1"
HOUSE_TERMS = LenderTerms(version=HOUSE_VERSION, waive_fees=True)
"""Charged fees are let go; everything else is the planning default."""


def over(general: LenderTerms, own: LenderTerms) -> LenderTerms:
    """``general`` with every field that ``own`` says put over it."""
    said = {name: getattr(own, name) for name in FIELDS if getattr(own, name) is not None}
    return replace(general, **said)
