"""Terms of a chosen size: what a borrower offers or a lender counters with, worked out in full.

Nothing here looks at ceilings; ``negotiation.decide`` and the assessment do.
All functions raise the same refusals: ``PaymentNotAboveInterest`` when the
instalment would never repay, ``TermTooLong`` when ``most_rows`` are not enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from app.core.accommodation import (
    Accommodation,
    FeeWaiver,
    InterestFreeze,
    PaymentHoliday,
    RateCut,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.amortise import Balance, period_rate, smallest
from app.core.caselines import DebtLine
from app.core.dates import Calendar, Roll, add_months
from app.core.generate import (
    Frozen,
    PaymentNotAboveInterest,
    TermTooLong,
    Timetable,
    lay_out,
    level_schedule,
    stepped_schedule,
)
from app.core.money import Money
from app.core.periods import MOST_ROWS, Every, rows_within
from app.core.schedule import Schedule
from app.core.terms import Terms

TOKEN_ROWS = 6

__all__ = [
    "Asked",
    "PaymentNotAboveInterest",
    "TermTooLong",
    "settlement_terms",
    "size_terms",
    "step_terms",
    "terms_in",
    "token_terms",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes with an amount. ``rate`` None keeps the contract rate; 0 is a freeze.

    ``day`` is the day of month kept when ``first_due`` had to be clamped.
    ``break_months`` come first: nothing is due and no interest arises in them.
    ``whole`` plans all that is owed, at ``rate``, of a priority debt too.
    """

    first_due: date
    frequency: Every = Every.MONTHLY
    rate: Fraction | None = None
    waive_fees: bool = False
    break_months: int = 0
    most_rows: int = MOST_ROWS
    roll: Roll = Roll.NEXT
    calendar: Calendar = field(default_factory=Calendar)
    day: int | None = None
    whole: bool = False

    @property
    def timetable(self) -> Timetable:
        return Timetable(self.first_due, self.frequency, self.roll, self.calendar, self.day)

    @property
    def break_rows(self) -> int:
        return rows_within(self.break_months, self.frequency)


def size_terms(debt: DebtLine, instalment: Money, asked: Asked) -> Terms:
    """Level terms: ``instalment`` until nothing is owed, the last one smaller.

    A priority debt's terms cover its arrears, without interest; the rest goes on
    beside them.
    """
    balance, waived, beside = planned(debt, waive_fees=asked.waive_fees, whole=asked.whole)
    rate = _rate(debt, asked)
    currency = debt.principal.currency
    schedule = level_schedule(
        balance,
        currency,
        asked.timetable,
        rate,
        instalment.minor,
        most_rows=asked.most_rows,
        breaks=asked.break_rows,
        beside=beside,
    )
    return _terms(debt, asked, schedule, rate=rate, waived=waived, continues=beside)


def terms_in(debt: DebtLine, count: int, asked: Asked, *, extra: int = 0) -> Terms:
    """The smallest level terms that clear in ``count`` rows after the break.

    ``extra`` says how many of them are more than before: a longer term.

    Raises:
        ValueError: ``count`` is below 1.
    """
    balance, _, _ = planned(debt, waive_fees=asked.waive_fees, whole=asked.whole)
    amount = smallest(balance, period_rate(_rate(debt, asked), asked.frequency), count)
    if amount is None:
        raise ValueError("a plan has at least one row")
    terms = size_terms(debt, Money(amount, debt.principal.currency), asked)
    if not extra:
        return terms
    return _with(terms, TermExtension(extra))


def step_terms(
    debt: DebtLine,
    steps: Sequence[tuple[int, Money]],
    asked: Asked,
    *,
    frozen: Sequence[InterestFreeze] = (),
) -> Terms:
    """Terms in steps of (count, instalment), the last one going on to the end."""
    balance, waived, beside = planned(debt, waive_fees=asked.waive_fees, whole=asked.whole)
    rate = _rate(debt, asked)
    schedule = stepped_schedule(
        balance,
        debt.principal.currency,
        asked.timetable,
        rate,
        [(count, each.minor) for count, each in steps],
        most_rows=asked.most_rows,
        frozen=[Frozen(range_.since, range_.until) for range_ in frozen],
        beside=beside,
    )
    terms = _with(
        _terms(debt, asked, schedule, rate=rate, waived=waived, continues=beside), *frozen
    )
    return _with(terms, StepUp(tuple(steps))) if len(steps) > 1 else terms


def token_terms(debt: DebtLine, amount: Money, asked: Asked, *, rows: int = TOKEN_ROWS) -> Terms:
    """A small amount ``rows`` times, no interest; the rest is looked at again after them."""
    owed = debt.owed.minor
    sizes = _sizes(amount.minor, min(owed, amount.minor * rows))
    schedule = _plain(debt, sizes, asked, beside=0)
    review = add_months(asked.first_due, TOKEN_ROWS)
    left = owed - sum(sizes)
    terms = _terms(debt, asked, schedule, rate=Fraction(0), waived=0, continues=left)
    return _with(terms, Token(amount, review))


def settlement_terms(debt: DebtLine, amount: Money, asked: Asked, *, rest_ends: bool) -> Terms:
    """One payment. ``rest_ends`` says in so many words what becomes of the rest.

    Raises:
        PaymentNotAboveInterest: nothing is paid.
    """
    pay = min(amount, debt.owed)
    if pay.minor <= 0:
        raise PaymentNotAboveInterest(str(pay.minor))
    left = debt.owed - pay
    schedule = _plain(debt, (pay.minor,), asked, beside=0)
    continues = 0 if rest_ends else left.minor
    terms = _terms(debt, asked, schedule, rate=Fraction(0), waived=0, continues=continues)
    if not rest_ends:
        return _with(terms, Settlement("continues"))
    ended = _with(replace(terms, written_off=left), Settlement("written_off"))
    return _with(ended, WriteDown(left)) if left else ended


def planned(debt: DebtLine, *, waive_fees: bool, whole: bool = False) -> tuple[Balance, int, int]:
    """(what a plan bears, fees waived, owed beside it): a priority plan covers arrears only.

    With ``whole`` it covers all that is owed.
    """
    if debt.priority and not whole:
        arrears = debt.arrears.minor
        return Balance(arrears, 0, 0), 0, debt.owed.minor - arrears
    waived = debt.fees.minor if waive_fees else 0
    return Balance(debt.principal.minor, debt.interest.minor, debt.fees.minor - waived), waived, 0


def _rate(debt: DebtLine, asked: Asked) -> Fraction:
    if debt.priority and not asked.whole:
        return Fraction(0)
    return debt.annual_rate if asked.rate is None else asked.rate


def _sizes(each: int, whole: int) -> tuple[int, ...]:
    if each <= 0:
        raise PaymentNotAboveInterest(str(each))
    rows, last = divmod(whole, each)
    return (each,) * rows + ((last,) if last else ())


def _plain(debt: DebtLine, sizes: tuple[int, ...], asked: Asked, *, beside: int) -> Schedule:
    """Rows without interest."""
    balance = Balance(debt.principal.minor, debt.interest.minor, debt.fees.minor)
    days = asked.timetable.days(len(sizes))
    charges = (0,) * len(sizes)
    return lay_out(balance, debt.principal.currency, days, charges, sizes, beside=beside)


def _terms(
    debt: DebtLine, asked: Asked, schedule: Schedule, *, rate: Fraction, waived: int, continues: int
) -> Terms:
    currency = debt.principal.currency
    granted: list[Accommodation] = []
    if rate != debt.annual_rate:
        granted.append(RateCut(debt.annual_rate, rate))
    if waived:
        granted.append(FeeWaiver(Money(waived, currency)))
    if asked.break_months:
        granted.append(PaymentHoliday(asked.break_months))
    return Terms(
        schedule=schedule,
        frequency=asked.frequency,
        rate=rate,
        owed=debt.owed,
        waived=Money(waived, currency),
        written_off=Money(0, currency),
        accommodations=tuple(granted),
        continues=Money(continues, currency) if continues else None,
    )


def _with(terms: Terms, *more: Accommodation) -> Terms:
    return replace(terms, accommodations=(*terms.accommodations, *more))
