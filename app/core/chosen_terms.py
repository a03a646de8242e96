"""A plan of somebody's own size: the borrower's amount, or the lender's proposal, as exact terms.

Both are level terms of ``proposing``; they differ in who says the rate and what is planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.amortise import period_rate, smallest
from app.core.caselines import DebtLine
from app.core.dates import Calendar
from app.core.errors import DomainError
from app.core.lending import Lending
from app.core.money import Money
from app.core.periods import Every, most_rows
from app.core.proposing import Asked, PaymentNotAboveInterest, TermTooLong, planned, size_terms
from app.core.terms import Terms


class NeverClears(DomainError):
    """The payments do not repay the debt in the longest term, at no rate that was asked for.

    ``least`` is the smallest payment that does at the lowest of them; None when none does.
    """

    code = "never_clears"

    def __init__(self, least: Money | None) -> None:
        super().__init__(self.code)
        self.least = least


@dataclass(frozen=True, slots=True)
class Own:
    """What a person asks for: ``amount`` each time, the last payment is never larger."""

    amount: Money
    every: Every
    first_due: date


@dataclass(frozen=True, slots=True)
class Proposed:
    """``amount`` each time, the last payment is never larger; ``rate`` is a fraction a year."""

    amount: Money
    every: Every
    first_due: date
    rate: Fraction
    waive_fees: bool


def own_terms(debt: DebtLine, lending: Lending, calendar: Calendar, asked: Own) -> Terms:
    """Equal payments of ``asked.amount`` at the highest rate of the ladder that clears.

    A priority debt's plan covers its arrears alone, without interest.

    Raises:
        NeverClears: no rung clears the debt within the lender's longest term.
    """
    ladder = (Fraction(0),) if debt.priority else lending.ladder
    how = Asked(
        asked.first_due,
        asked.every,
        waive_fees=lending.waive_fees,
        most_rows=most_rows(lending.max_term_months, asked.every),
        roll=lending.roll,
        calendar=calendar,
    )
    return _at_first(debt, asked.amount, how, dict.fromkeys(debt.annual_rate * r for r in ladder))


def proposed_terms(
    debt: DebtLine, asked: Proposed, calendar: Calendar, longest_months: int
) -> Terms:
    """Equal payments at the rate the lender typed, for all that is owed.

    A priority debt is no exception: nobody changes what a lender wrote.

    Raises:
        NeverClears: not within ``longest_months``; it names the least that would.
    """
    how = Asked(
        asked.first_due,
        asked.every,
        waive_fees=asked.waive_fees,
        most_rows=most_rows(longest_months, asked.every),
        calendar=calendar,
        whole=True,
    )
    return _at_first(debt, asked.amount, how, (asked.rate,))


def _at_first(debt: DebtLine, amount: Money, how: Asked, rates: Iterable[Fraction]) -> Terms:
    """The terms at the first of ``rates``, highest first, that clears."""
    lowest = Fraction(0)
    for rate in rates:
        lowest = rate
        try:
            return size_terms(debt, amount, replace(how, rate=rate))
        except (PaymentNotAboveInterest, TermTooLong):
            continue
    balance, _, _ = planned(debt, waive_fees=how.waive_fees, whole=how.whole)
    least = smallest(balance, period_rate(lowest, how.frequency), how.most_rows)
    raise NeverClears(None if least is None else Money(least, amount.currency))
