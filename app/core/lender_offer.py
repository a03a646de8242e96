"""What a lender proposes: an amount, how often, from when and at which rate, as exact terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.accommodation import Accommodation, FeeWaiver, RateCut
from app.core.amortise import Balance, period_rate, smallest
from app.core.dates import Calendar
from app.core.desks import most_rows
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable, level_schedule
from app.core.money import Money
from app.core.negotiation.events import Debt
from app.core.own_offer import NeverClears
from app.core.periods import Every
from app.core.terms import Terms


@dataclass(frozen=True, slots=True)
class Proposed:
    """``amount`` each time, the last payment is never larger; ``rate`` is a fraction a year."""

    amount: Money
    every: Every
    first_due: date
    rate: Fraction
    waive_fees: bool


def proposed_terms(debt: Debt, asked: Proposed, calendar: Calendar, longest_months: int) -> Terms:
    """Equal payments until nothing is owed. Interest of a period rounds down.

    Raises:
        NeverClears: not within ``longest_months``; it names the least that would.
    """
    currency = asked.amount.currency
    waived = debt.fees if asked.waive_fees else Money.zero(currency)
    fees = debt.fees - waived
    balance = Balance(debt.principal.minor, debt.interest.minor, fees.minor)
    rows = most_rows(longest_months, asked.every)
    try:
        schedule = level_schedule(
            balance,
            currency,
            Timetable(asked.first_due, asked.every, calendar=calendar),
            asked.rate,
            asked.amount.minor,
            most_rows=rows,
        )
    except (PaymentNotAboveInterest, TermTooLong):
        least = smallest(balance, period_rate(asked.rate, asked.every), rows)
        raise NeverClears(None if least is None else Money(least, currency)) from None
    return Terms(
        schedule=schedule,
        frequency=asked.every,
        rate=asked.rate,
        owed=debt.owed,
        waived=waived,
        written_off=Money.zero(currency),
        accommodations=_granted(debt, asked.rate, waived),
    )


def _granted(debt: Debt, rate: Fraction, waived: Money) -> tuple[Accommodation, ...]:
    contract = Fraction(debt.annual_rate)
    found: list[Accommodation] = []
    if rate != contract:
        found.append(RateCut(contract, rate))
    if waived:
        found.append(FeeWaiver(waived))
    return tuple(found)
