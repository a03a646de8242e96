"""Which terms hold for one debt on one day: base, then its portfolio, then its balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.core.caselines import LenderTerms
from app.core.lender_policy.values import HOUSE_TERMS, Limits, PolicyVersion, over
from app.core.money import Currency, Money
from app.core.negotiation.rounds import HOUSE_ROUNDS


def in_force(
    versions: Sequence[PolicyVersion], day: date, currency: Currency
) -> PolicyVersion | None:
    """The version of ``day``: the latest that has begun; of two on one day, the later one here.

    A version in another currency says nothing about these debts.
    """
    begun = [v for v in versions if v.effective_from <= day and v.currency is currency]
    # max keeps the first of equals, and the last published has to win.
    return max(reversed(begun), key=lambda v: v.effective_from, default=None)


def resolve(
    versions: Sequence[PolicyVersion], day: date, portfolio: str, balance: Money
) -> LenderTerms:
    """The terms for a debt of ``balance``; the house's own where the lender says nothing."""
    version = in_force(versions, day, balance.currency)
    return HOUSE_TERMS if version is None else terms_of(version, portfolio, balance)


def terms_of(version: PolicyVersion, portfolio: str, balance: Money) -> LenderTerms:
    """What one version says about a debt."""
    found = over(HOUSE_TERMS, version.base)
    wanted = _plain(portfolio)
    for one in version.portfolios:
        if _plain(one.name) == wanted:
            found = over(found, one.terms)
    for band in version.bands:
        if band.holds(balance):
            found = over(found, band.terms)
    return replace(found, version=version.version)


def limits_of(versions: Sequence[PolicyVersion], day: date, currency: Currency) -> Limits:
    version = in_force(versions, day, currency)
    return Limits() if version is None else version.limits


def rounds_of(versions: Sequence[PolicyVersion], day: date, currency: Currency) -> int:
    """How many offers may be made without agreement before a person goes on."""
    version = in_force(versions, day, currency)
    said = None if version is None else version.most_offers
    return HOUSE_ROUNDS if said is None else said


def _plain(name: str) -> str:
    """Files write one product in several ways."""
    return " ".join(name.split()).casefold()
