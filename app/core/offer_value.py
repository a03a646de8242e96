"""What an offer is worth to the lender. It informs the lender and never blocks anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.caselines import DebtLine
from app.core.daycount import eu_interval
from app.core.ledger import planned
from app.core.lender_view import DIMINISHED, apr_eu, apr_us, discount
from app.core.money import Money
from app.core.results import Apr
from app.core.terms import Terms

DIMINISHED_SOURCE = "EBA/GL/2016/07, 51"


@dataclass(frozen=True, slots=True)
class OfferValue:
    """``covered`` is what the plan deals with; ``worth`` its present value at the contract rate.

    ``loss`` is the part of ``covered`` that the plan gives up, below 0 when it gains.
    """

    covered: Money
    worth: Money
    loss: Fraction
    apr: Apr
    source: str = DIMINISHED_SOURCE

    @property
    def diminished(self) -> bool:
        """Above 1%: a diminished obligation (EBA/GL/2016/07 §51, kept in EBA/GL/2026/05)."""
        return self.loss > DIMINISHED


def value_of(terms: Terms, debt: DebtLine, as_of: date, apr_rule: str) -> OfferValue:
    """What ``terms`` for ``debt`` are worth on ``as_of``; of a priority debt arrears are covered.

    The present value discounts each period at the contract rate, the first one period
    from now. The yearly percentage holds what is covered against the payments, by
    ``apr_rule``: ``eu`` (also UK, AU, CN) or ``us`` (Regulation Z, Appendix J).

    Raises:
        ValueError: the terms cover nothing.
    """
    _, _, beside = planned(debt, waive_fees=False)
    covered = Money(terms.owed.minor - beside, terms.owed.currency)
    if covered.minor <= 0:
        raise ValueError("nothing is covered")
    rows = terms.schedule.instalments
    factors = discount(debt.annual_rate, terms.frequency, len(rows))
    worth = factors.flows([row.amount.minor for row in rows])
    return OfferValue(
        covered=covered,
        worth=Money(worth, covered.currency),
        loss=Fraction(covered.minor - worth, covered.minor),
        apr=_apr(terms, covered.minor, as_of, apr_rule),
    )


def _apr(terms: Terms, covered: int, as_of: date, rule: str) -> Apr:
    paid = [(row.due_on, row.amount.minor) for row in terms.schedule.instalments if row.amount]
    if rule == "us":
        return Apr("us", apr_us(covered, as_of, paid, terms.frequency))
    return Apr("eu", apr_eu(covered, [(eu_interval(as_of, due), each) for due, each in paid]))
