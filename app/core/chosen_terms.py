"""A plan of somebody's own size: the borrower's amount, or the lender's proposal, as exact terms.

Both are composed; they differ in who says the rate and what is granted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from app.core.accommodation import Accommodation, FeeWaiver, RateCut, StepUp
from app.core.caselines import DebtLine
from app.core.compose import Base, Level, compose
from app.core.costs import Costs, change_in_cost
from app.core.dates import Calendar
from app.core.errors import DomainError
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.lending import Lending
from app.core.money import Money
from app.core.periods import Every, most_rows
from app.core.rows import smallest_that
from app.core.terms import Terms


class NeverClears(DomainError):
    """The payments do not repay the debt in the longest term, at no rate that was asked for.

    ``least`` is the smallest payment that does at the lowest of them; None when none
    does, or when the payments change on the way.
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
    """What a lender's staff typed: ``amount`` each time, or other amounts in ``steps``.

    ``steps`` are (payment number, amount from it on) after the first. The last
    payment is never larger. ``rate`` is a fraction a year; it and ``waive_fees`` say
    nothing about a priority debt, whose plan covers its arrears alone. ``granted`` is
    everything else.
    """

    amount: Money
    every: Every
    first_due: date
    rate: Fraction
    waive_fees: bool
    steps: tuple[tuple[int, Money], ...] = ()
    granted: tuple[Accommodation, ...] = ()

    @property
    def base(self) -> Base:
        if not self.steps:
            return Level(self.amount)
        starts = [1, *(start for start, _ in self.steps)]
        counts = [later - start for start, later in pairwise(starts)]
        amounts = [self.amount, *(amount for _, amount in self.steps)]
        return StepUp(tuple(zip([*counts, 1], amounts, strict=True)))


@dataclass(frozen=True, slots=True)
class _How:
    timetable: Timetable
    rows: int
    granted: tuple[Accommodation, ...]


def own_terms(debt: DebtLine, lending: Lending, calendar: Calendar, asked: Own) -> Terms:
    """Equal payments of ``asked.amount`` at the highest rate of the ladder that clears.

    A priority debt's plan covers its arrears alone, without interest.

    Raises:
        NeverClears: no rung clears the debt within the lender's longest term.
    """
    how = _How(
        Timetable(asked.first_due, asked.every, lending.roll, calendar),
        most_rows(lending.max_term_months, asked.every),
        (),
    )
    rates = dict.fromkeys(debt.annual_rate * rung for rung in lending.ladder)
    moves = (_ledger_moves(debt, rate, waive_fees=lending.waive_fees) for rate in rates)
    return _at_first(debt, Level(asked.amount), [replace(how, granted=m) for m in moves])


def proposed_terms(
    debt: DebtLine, asked: Proposed, calendar: Calendar, longest_months: int
) -> Terms:
    """The plan exactly as a lender wrote it; a priority debt's covers its arrears alone.

    Raises:
        NeverClears: not within ``longest_months``; it names the least that would.
        CannotCompose: what is granted does not go together.
    """
    return _at_first(debt, asked.base, [_how(debt, asked, calendar, longest_months)])


def proposed_costs(
    debt: DebtLine, asked: Proposed, calendar: Calendar, longest_months: int
) -> Costs:
    """What the lender's plan costs; call it once ``proposed_terms`` gave terms."""
    how = _how(debt, asked, calendar, longest_months)
    return change_in_cost(debt, asked.base, how.granted, how.timetable, most_rows=how.rows)


def _how(debt: DebtLine, asked: Proposed, calendar: Calendar, longest_months: int) -> _How:
    return _How(
        Timetable(asked.first_due, asked.every, calendar=calendar),
        most_rows(longest_months, asked.every),
        (*_ledger_moves(debt, asked.rate, waive_fees=asked.waive_fees), *asked.granted),
    )


def _ledger_moves(debt: DebtLine, rate: Fraction, *, waive_fees: bool) -> tuple[Accommodation, ...]:
    """The rate and the fees let go, where they differ from the contract."""
    if debt.priority:
        return ()
    cut = (RateCut(debt.annual_rate, rate),) if rate != debt.annual_rate else ()
    return (*cut, FeeWaiver(debt.fees)) if waive_fees and debt.fees else cut


def _at_first(debt: DebtLine, base: Base, ways: Iterable[_How]) -> Terms:
    """The terms in the first of ``ways``, highest rate first, that clears."""
    last: _How | None = None
    for how in ways:
        last = how
        try:
            return _composed(debt, base, how)
        except (PaymentNotAboveInterest, TermTooLong):
            continue
    raise NeverClears(_least(debt, last) if last and isinstance(base, Level) else None)


def _composed(debt: DebtLine, base: Base, how: _How) -> Terms:
    return compose(debt, base, how.granted, how.timetable, most_rows=how.rows)


def _least(debt: DebtLine, how: _How) -> Money | None:
    """The smallest equal payment that clears in this way."""
    currency = debt.principal.currency

    def fits(minor: int) -> bool:
        try:
            _composed(debt, Level(Money(minor, currency)), how)
        except (PaymentNotAboveInterest, TermTooLong):
            return False
        return True

    try:
        # Ten times what is owed clears at any rate that can be written down.
        return Money(smallest_that(fits, 1, 10 * debt.owed.minor), currency)
    except TermTooLong:
        return None
