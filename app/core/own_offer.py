"""A plan of a person's own size: an amount, how often, and from when, made into exact terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.accommodation import Accommodation, FeeWaiver, RateCut
from app.core.amortise import Balance, period_rate, smallest
from app.core.caselines import DebtLine
from app.core.dates import Calendar
from app.core.desks import most_rows
from app.core.errors import DomainError
from app.core.generate import (
    PaymentNotAboveInterest,
    TermTooLong,
    Timetable,
    level_schedule,
)
from app.core.lending import Lending
from app.core.money import Money
from app.core.periods import Every
from app.core.schedule import Schedule
from app.core.terms import Terms


class NeverClears(DomainError):
    """The payments do not repay the debt in the longest term, not even without interest.

    ``least`` is the smallest payment that does; None when none does.
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


def own_terms(debt: DebtLine, lending: Lending, calendar: Calendar, asked: Own) -> Terms:
    """Equal payments of ``asked.amount`` at the highest rate of the ladder that clears.

    Interest of a period rounds down. A priority debt's plan covers its arrears alone,
    without interest, and what is owed beside them goes on.

    Raises:
        NeverClears: no rung clears the debt within the lender's longest term.
    """
    balance, waived, beside = _planned(debt, lending)
    rows = most_rows(lending.max_term_months, asked.every)
    rungs = (debt.annual_rate * 0,) if debt.priority else _rates(debt, lending)
    timetable = Timetable(asked.first_due, asked.every, lending.roll, calendar)
    for rate in rungs:
        try:
            schedule = level_schedule(
                balance,
                asked.amount.currency,
                timetable,
                rate,
                asked.amount.minor,
                most_rows=rows,
                beside=beside,
            )
        except (PaymentNotAboveInterest, TermTooLong):
            continue
        return _terms(debt, schedule, asked, rate=rate, waived=waived, beside=beside)
    least = smallest(balance, period_rate(rungs[-1], asked.every), rows)
    raise NeverClears(None if least is None else Money(least, asked.amount.currency))


def _planned(debt: DebtLine, lending: Lending) -> tuple[Balance, int, int]:
    """(what the plan bears, fees let go, owed beside it)."""
    if debt.priority:
        return Balance(debt.arrears.minor, 0, 0), 0, debt.owed.minor - debt.arrears.minor
    waived = debt.fees.minor if lending.waive_fees else 0
    return Balance(debt.principal.minor, debt.interest.minor, debt.fees.minor - waived), waived, 0


def _rates(debt: DebtLine, lending: Lending) -> tuple[Fraction, ...]:
    return tuple(dict.fromkeys(debt.annual_rate * rung for rung in lending.ladder))


def _terms(
    debt: DebtLine, schedule: Schedule, asked: Own, *, rate: Fraction, waived: int, beside: int
) -> Terms:
    currency = asked.amount.currency
    granted: list[Accommodation] = []
    if rate != debt.annual_rate:
        granted.append(RateCut(debt.annual_rate, rate))
    if waived:
        granted.append(FeeWaiver(Money(waived, currency)))
    return Terms(
        schedule=schedule,
        frequency=asked.every,
        rate=rate,
        owed=debt.owed,
        waived=Money(waived, currency),
        written_off=Money.zero(currency),
        accommodations=tuple(granted),
        continues=Money(beside, currency) if beside else None,
    )
