"""Schedules made from amounts already worked out, and the timetable they run on.

House rules: payments cover principal, then interest, then fees; interest accrues
on principal only and rounds down; the last instalment takes what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from app.core.amortise import Balance, Split, level, period_rate, splits
from app.core.dates import Calendar, Roll, add_months, due_dates, roll
from app.core.errors import DomainError
from app.core.money import Currency, Money
from app.core.periods import DAYS_APART, TIMES_A_YEAR, Every
from app.core.schedule import Instalment, Schedule


class PaymentNotAboveInterest(DomainError):
    """The instalment does not exceed the first interest: it would never repay."""

    code = "payment_not_above_interest"


class TermTooLong(DomainError):
    """The instalments do not clear the balance within the longest term."""

    code = "term_too_long"


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a plan is due: first date, frequency, and how collections avoid days off."""

    first: date
    every: Every
    roll: Roll = Roll.NEXT
    calendar: Calendar = field(default_factory=Calendar)
    day: int | None = None

    def due(self, count: int) -> tuple[date, ...]:
        return due_dates(self.first, self.every, count, anchor=self.day)

    def days(self, count: int) -> tuple[tuple[date, date], ...]:
        """(due, collected) of each row; rolling moves the second alone."""
        return tuple((due, roll(due, self.roll, self.calendar)) for due in self.due(count))

    def period_start(self) -> date:
        """One period before the first due date: where its interest begins."""
        if step := DAYS_APART.get(self.every):
            return self.first - timedelta(days=step)
        if self.every is Every.TWICE_MONTHLY:
            a_month_before = Timetable(
                add_months(self.first, -1, self.day), self.every, day=self.day
            )
            return max(due for due in a_month_before.due(3) if due < self.first)
        return add_months(self.first, -12 // TIMES_A_YEAR[self.every], self.day)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A range of days without interest, both included."""

    since: date
    until: date


def lay_out(
    balance: Balance,
    currency: Currency,
    days: Sequence[tuple[date, date]],
    charges: Sequence[int],
    amounts: Sequence[int],
    *,
    beside: int = 0,
) -> Schedule:
    """Rows for amounts already worked out; ``charges`` is each row's new interest.

    ``days`` and ``beside`` are those of ``schedule_of``.
    """
    return schedule_of(splits(balance, charges, amounts), currency, days, beside=beside)


def schedule_of(
    rows: Sequence[Split],
    currency: Currency,
    days: Sequence[tuple[date, date]],
    *,
    beside: int = 0,
) -> Schedule:
    """Rows with their days: at least as many (due, collected) pairs as rows.

    ``beside`` is owed as well but not part of the plan (a loan whose arrears are
    planned); it is counted in ``balance_after``.
    """
    money = _Amounts(currency)
    return Schedule(
        tuple(
            Instalment(
                n,
                due,
                collected,
                money[part.amount],
                money[part.principal],
                money[part.interest],
                money[part.fees],
                money[part.after + beside],
            )
            for n, ((due, collected), part) in enumerate(zip(days, rows, strict=False), start=1)
        )
    )


class _Amounts(dict[int, Money]):
    """Money by its minor units. Most amounts of a level plan are equal: each is made once."""

    def __init__(self, currency: Currency) -> None:
        self.currency = currency

    def __missing__(self, minor: int) -> Money:
        made = self[minor] = Money(minor, self.currency)
        return made


def charges_for(
    principal: int, rate: Fraction, every: Every, amounts: Sequence[int], waived_rows: int = 0
) -> tuple[int, ...]:
    """Each row's new interest when payments go to principal first; none in ``waived_rows``."""
    per = period_rate(rate, every)
    num, den = per.num, per.den
    found: list[int] = []
    for n, amount in enumerate(amounts):
        found.append(0 if n < waived_rows else principal * num // den)
        principal = max(0, principal - amount)
    return tuple(found)


def level_schedule(
    balance: Balance,
    currency: Currency,
    timetable: Timetable,
    rate: Fraction,
    amount: int,
    *,
    most_rows: int,
    breaks: int = 0,
    beside: int = 0,
) -> Schedule:
    """Equal instalments after ``breaks`` empty rows without interest; the last is never larger.

    Raises:
        PaymentNotAboveInterest: it would never repay.
        TermTooLong: more rows than ``most_rows``.
    """
    per = period_rate(rate, timetable.every)
    if amount <= per.of(balance.principal):
        raise PaymentNotAboveInterest(str(amount))
    if balance.owed > amount * (most_rows - breaks):
        # Told before any row is worked out: a tiny amount would take millions of them.
        raise TermTooLong(str(-(-balance.owed // amount)))
    plan = level(balance, per, amount)
    if plan is None:
        raise PaymentNotAboveInterest(str(amount))
    if plan.rows + breaks > most_rows:
        raise TermTooLong(str(plan.rows + breaks))
    amounts = (0,) * breaks + (amount,) * (plan.rows - 1) + (plan.last,)
    charges = charges_for(balance.principal, rate, timetable.every, amounts, breaks)
    days = timetable.days(len(amounts))
    return lay_out(balance, currency, days, charges, amounts, beside=beside)


def unfrozen(start: date, due: date, frozen: Sequence[Frozen]) -> Fraction:
    """The part of the days after ``start`` up to ``due`` on which interest runs."""
    days = (due - start).days
    if not frozen:
        return Fraction(1)
    off = sum(
        1
        for n in range(1, days + 1)
        if any(f.since <= start + timedelta(days=n) <= f.until for f in frozen)
    )
    return Fraction(days - off, days)
