"""Exact terms from a debt, a size and any accommodations: the one way an offer is built.

The order in which accommodations are given never matters: the ledger moves first,
then the rate and its frozen days, then rows, break and extra payments (``shaping``).
Nothing here looks at ceilings; ``negotiation.decide`` and the assessment do.

Choices where the accommodations meet:
- a freeze is a range of calendar days; a break moves payments, not the freeze;
- interest put off in a break stands beside the balance that is shown, so that no
  balance rises, and is named in the terms (``PaymentHoliday.put_off``);
- what is written off bears no interest from the first day, at once or on completion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never, get_args

from app.core.accommodation import (
    Accommodation,
    ExtraPayment,
    InterestFreeze,
    PaymentHoliday,
    PercentOfIncome,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.amortise import period_rate
from app.core.caselines import DebtLine
from app.core.generate import (
    Frozen,
    PaymentNotAboveInterest,
    TermTooLong,
    Timetable,
    schedule_of,
    unfrozen,
)
from app.core.ledger import CannotCompose, Ledger, ledger, of_kind
from app.core.money import Money
from app.core.periods import MOST_ROWS
from app.core.rows import Ground, Plan, Walked, walk
from app.core.shaping import level_in, spread_again, with_break, with_extra
from app.core.terms import Terms

SEVERAL = (InterestFreeze, WriteDown, ExtraPayment)
"""Kinds that may be granted more than once; of write-downs one of each ending."""


@dataclass(frozen=True, slots=True)
class Level:
    """The same amount until nothing is owed; the last one takes what is left."""

    amount: Money


@dataclass(frozen=True, slots=True)
class InRows:
    """The smallest equal amounts that clear in ``count`` rows."""

    count: int


@dataclass(frozen=True, slots=True)
class ByMonth:
    """An amount for each row, worked out from its month; no row comes after them."""

    amounts: tuple[Money, ...]
    because: PercentOfIncome | Seasonal


@dataclass(frozen=True, slots=True)
class Few:
    """At most ``count`` rows of ``amount`` without interest; a settlement or token says what then."""

    amount: Money
    count: int
    because: Settlement | Token


Base = Level | InRows | StepUp | ByMonth | Few


def compose(
    debt: DebtLine,
    base: Base,
    granted: Iterable[Accommodation],
    timetable: Timetable,
    *,
    most_rows: int = MOST_ROWS,
) -> Terms:
    """Terms that say in full what is paid when; their accommodations stand in one order.

    Raises:
        PaymentNotAboveInterest: an instalment does not exceed its own interest.
        TermTooLong: ``most_rows`` rows do not clear the balance.
        CannotCompose: the accommodations do not go together.
    """
    given = _checked(granted, base)
    books = ledger(debt, given)
    if isinstance(base, Few):
        books = replace(books, rate=Fraction(0))
    ground = _ground(books, timetable, base, given, most_rows)
    walked = walk(ground, _plan(ground, base, given, timetable))
    if walked.left and not isinstance(base, Few):
        raise TermTooLong(str(len(walked.rows)))
    return _terms(debt, given, books, walked, timetable, few=isinstance(base, Few))


def _checked(granted: Iterable[Accommodation], base: Base) -> tuple[Accommodation, ...]:
    """What was granted and what the base brings with it, in one order."""
    given = list(granted)
    match base:
        case StepUp(steps):
            given += [base] if len(steps) > 1 else []
        case ByMonth() | Few():
            given.append(base.because)
        case Level() | InRows():
            pass
        case _:
            assert_never(base)
    once = [type(one) for one in given if not isinstance(one, SEVERAL)]
    once_each: list[object] = [one.when for one in of_kind(given, WriteDown)]
    once_each += [one.n for one in of_kind(given, ExtraPayment)]
    if len(set(once)) < len(once) or len(set(once_each)) < len(once_each):
        raise CannotCompose("granted_twice")
    if any(freeze.until < freeze.since for freeze in of_kind(given, InterestFreeze)):
        raise CannotCompose("dates_reversed")
    return tuple(sorted(given, key=_place))


def _place(one: Accommodation) -> tuple[int, str]:
    within = ""
    if isinstance(one, InterestFreeze):
        within = f"{one.since} {one.until}"
    elif isinstance(one, WriteDown):
        within = one.when
    elif isinstance(one, ExtraPayment):
        within = f"{one.n:04d}"
    return get_args(Accommodation).index(type(one)), within


def _ground(
    books: Ledger,
    timetable: Timetable,
    base: Base,
    given: Sequence[Accommodation],
    most_rows: int,
) -> Ground:
    match base:
        case ByMonth(amounts):
            rows = min(most_rows, len(amounts))
        case Few(_, count):
            rows = min(most_rows, count)
        case Level() | InRows() | StepUp():
            rows = most_rows
        case _:
            assert_never(base)
    frozen = [Frozen(one.since, one.until) for one in of_kind(given, InterestFreeze)]
    free = (Fraction(1),) * rows
    if frozen:
        dues = timetable.due(rows)
        starts = (timetable.period_start(), *dues)
        free = tuple(unfrozen(since, due, frozen) for since, due in zip(starts, dues, strict=False))
    return Ground(books.balance, period_rate(books.rate, timetable.every), free)


def _plan(ground: Ground, base: Base, given: Sequence[Accommodation], timetable: Timetable) -> Plan:
    plan = _base(ground, base)
    changes: tuple[TermExtension | ReAmortise, ...] = (
        *of_kind(given, TermExtension),
        *of_kind(given, ReAmortise),
    )
    if isinstance(base, ByMonth) and changes:
        raise CannotCompose("follows_the_months")
    for change in changes:
        plan = spread_again(ground, plan, change)
    for holiday in of_kind(given, PaymentHoliday):
        by_month = isinstance(base, ByMonth)
        plan = with_break(ground, plan, holiday, timetable.every, by_month=by_month)
    for extra in of_kind(given, ExtraPayment):
        plan = with_extra(ground, plan, extra)
    return plan


def _base(ground: Ground, base: Base) -> Plan:
    match base:
        case InRows(count):
            return level_in(ground, count)
        case ByMonth(amounts):
            return Plan(tuple(amount.minor for amount in amounts))
        case StepUp(steps):
            sizes = tuple(each.minor for count, each in steps for _ in range(count))
        case Level(amount) | Few(amount):
            sizes = (amount.minor,)
        case _:
            assert_never(base)
    if min(sizes, default=0) <= 0:
        raise PaymentNotAboveInterest(str(min(sizes, default=0)))
    return Plan(sizes)


def _terms(
    debt: DebtLine,
    given: Sequence[Accommodation],
    books: Ledger,
    walked: Walked,
    timetable: Timetable,
    *,
    few: bool,
) -> Terms:
    currency = debt.principal.currency

    def money(minor: int) -> Money:
        return Money(minor, currency)

    named = [_as_worked_out(one, walked, debt) for one in given if not isinstance(one, RateCut)]
    if books.rate != debt.annual_rate:
        named.append(RateCut(debt.annual_rate, books.rate))
    ends = few and Settlement("written_off") in given
    if ends and walked.left:
        named.append(WriteDown(money(walked.left)))
    continues = books.beside + (0 if ends else walked.left)
    days = timetable.days(len(walked.rows))
    return Terms(
        schedule=schedule_of(
            walked.rows, currency, days, beside=books.beside + books.on_completion
        ),
        frequency=timetable.every,
        rate=books.rate,
        owed=debt.owed,
        waived=money(books.waived),
        written_off=money(books.at_once + books.on_completion + (walked.left if ends else 0)),
        accommodations=tuple(sorted(named, key=_place)),
        continues=money(continues) if continues else None,
    )


def _as_worked_out(one: Accommodation, walked: Walked, debt: DebtLine) -> Accommodation:
    """A break says how much interest it puts off."""
    if not isinstance(one, PaymentHoliday):
        return one
    put_off = Money(walked.put_off, debt.principal.currency) if walked.put_off else None
    return replace(one, put_off=put_off)
