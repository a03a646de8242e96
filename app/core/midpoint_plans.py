"""The plans between two offers, as exact terms, and which of them is the fair one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    RateCut,
    WriteDown,
)
from app.core.caselines import DebtLine
from app.core.compose import Level, compose
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.ledger import CannotCompose
from app.core.lender_view import discount
from app.core.lending import LADDER
from app.core.money import Money
from app.core.options import STEPS, Candidate, Scored, score
from app.core.rows import smallest_that
from app.core.terms import Terms

_KEPT = (InterestFreeze, InterestWaiver, FeeWaiver, Capitalise, PaymentHoliday, WriteDown)
"""Grants that go with equal payments of any size; others shape the payments themselves."""
_DOES_NOT_CLEAR = (PaymentNotAboveInterest, TermTooLong)


@dataclass(frozen=True, slots=True)
class Field:
    """Where the plans lie: the debt, the days, the most rows that the lender's policy allows."""

    debt: DebtLine
    table: Timetable
    rows: int


@dataclass(frozen=True, slots=True)
class Way:
    """One rate with one set of grants, and the least payment that clears in it (minor units)."""

    granted: tuple[Accommodation, ...]
    least: int


def ways_between(one: Terms, other: Terms, field: Field) -> Iterator[Way]:
    """Every rate from the one to the other, with what the one or the other grants."""
    grants = dict.fromkeys(_grants(terms, field.debt) for terms in (one, other))
    for rate in _rates(one, other, field.debt):
        cut = (RateCut(field.debt.annual_rate, rate),) if rate != field.debt.annual_rate else ()
        for kept in grants:
            granted = (*cut, *kept)
            least = _least(granted, field)
            if least is not None:
                yield Way(granted, least)


def plans_of(ways: Sequence[Way], low: int, high: int, field: Field) -> Iterator[Terms]:
    """In each way up to eight payments from the least that clears up to ``high``."""
    for way in ways:
        least = max(low, way.least)
        for size in sorted({least + (high - least) * j // (STEPS - 1) for j in range(STEPS)}):
            if least <= size <= high:
                yield _composed(way.granted, size, field)


def fairest(kept: Sequence[Terms], contract: Fraction) -> tuple[Terms, tuple[Fraction, Fraction]]:
    """The terms with the greatest lesser score, and both scores; ties as among the options."""
    candidates = tuple(_candidate(terms, contract) for terms in kept)
    scored = tuple(zip(score(candidates), kept, strict=True))
    best, terms = min(scored, key=lambda pair: Scored.fairness(pair[0]))
    return terms, best.gains


def _rates(one: Terms, other: Terms, debt: DebtLine) -> tuple[Fraction, ...]:
    """Falling. A priority debt's plan covers arrears, which bear no interest."""
    if debt.priority:
        return (debt.annual_rate,)
    ends = {one.rate, other.rate}
    steps = {debt.annual_rate * rung for rung in LADDER}
    return tuple(sorted(ends | {s for s in steps if min(ends) < s < max(ends)}, reverse=True))


def _grants(terms: Terms, debt: DebtLine) -> tuple[Accommodation, ...]:
    """What is granted beside the rate, as far as the debt still has it."""
    kept = (_still(one, debt) for one in terms.accommodations if isinstance(one, _KEPT))
    return tuple(one for one in kept if one is not None)


def _still(one: Accommodation, debt: DebtLine) -> Accommodation | None:
    """A dispute may have ended part of what was let go; what a break puts off is worked out anew."""
    if isinstance(one, PaymentHoliday):
        return replace(one, put_off=None)
    if isinstance(one, FeeWaiver):
        return FeeWaiver(min(one.amount, debt.fees)) if debt.fees else None
    if isinstance(one, InterestWaiver):
        return InterestWaiver(min(one.amount, debt.interest)) if debt.interest else None
    return one


def _least(granted: tuple[Accommodation, ...], field: Field) -> int | None:
    def fits(minor: int) -> bool:
        try:
            _composed(granted, minor, field)
        except _DOES_NOT_CLEAR:
            return False
        return True

    try:
        # Ten times what is owed clears at any rate that can be written down.
        return smallest_that(fits, 1, 10 * field.debt.owed.minor)
    except (TermTooLong, CannotCompose):
        return None


def _composed(granted: tuple[Accommodation, ...], minor: int, field: Field) -> Terms:
    amount = Money(minor, field.debt.principal.currency)
    return compose(field.debt, Level(amount), granted, field.table, most_rows=field.rows)


def _candidate(terms: Terms, contract: Fraction) -> Candidate:
    amounts = tuple(row.amount.minor for row in terms.schedule.instalments)
    factors = discount(contract, terms.frequency, len(amounts))
    return Candidate(
        rate=terms.rate,
        breaks=0,
        instalment=max(amounts),
        rows=len(amounts),
        total=sum(amounts),
        interest=terms.new_interest.minor,
        npv=factors.flows(amounts),
        plan=None,
        amounts=amounts,
    )
