"""What a household has left over, month by month. Knows nothing of any lender's policy.

Income rounds down, spending, floor, commitments and buffer round up: doubt
favours the borrower. Amounts here are whole minor units a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.caselines import CaseFile, Commitment, Floor, Line
from app.core.dates import add_months, months_from, on_day
from app.core.money import Money
from app.core.periods import TIMES_A_YEAR, Every, income_per_month, spending_per_month

FLOOR_STALE_MONTHS = 18
MONTHS_SHOWN = 12
TWELFTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month's sum. ``recommended`` is never above ``hard``; neither is below 0."""

    year: int
    month: int
    income: int
    essential: int
    protected: int
    surplus: int
    buffer: int
    commitments: int
    hard: int
    recommended: int

    @property
    def name(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def free(self) -> int:
        """Left over after commitments, before any buffer; may be negative."""
        return self.surplus - self.commitments


@dataclass(frozen=True, slots=True)
class Buffer:
    """A tenth of the surplus, at most ``cap``, at most what the borrower wishes."""

    cap: int | None
    wish: int | None

    def of(self, surplus: int) -> int:
        if surplus <= 0:
            return 0
        known = [value for value in (self.cap, self.wish) if value is not None]
        return min([-(-surplus // 10), *known])


def floor_in_force(floor: Floor | None, day: date) -> Floor | None:
    """The floor when it may be relied on: confirmed, in force, not expired, not stale."""
    if floor is None or floor.confirmed_on is None:
        return None
    if max(floor.confirmed_on, floor.effective) > day:
        return None
    if floor.expires is not None and floor.expires < day:
        return None
    return floor if day <= add_months(floor.effective, FLOOR_STALE_MONTHS) else None


def benefit_only(income: Sequence[Line], protected: frozenset[str]) -> bool:
    """Whether all income is of protected categories (benefits, pensions)."""
    return bool(income) and all(line.category in protected for line in income)


def largest_income(income: Iterable[Line], year: int, month: int) -> int:
    """The largest single income line in that month, rounded down."""
    first, last = month_ends(year, month)
    return max(
        (_twelfths(x, month) // TWELFTHS for x in income if covers(x, first, last)), default=0
    )


def months(
    case: CaseFile, first: date, count: int, *, buffer: Buffer, offers_nothing: bool
) -> tuple[Month, ...]:
    """The sums of ``count`` months from the one of ``first``.

    ``offers_nothing`` sets recommended to 0: all income is protected and the
    borrower has not chosen to offer from it.
    """
    floor = floor_in_force(case.floor, case.as_of)
    least = 0 if floor is None else floor.monthly.minor
    income_always, income_lines = _steady(case.income)
    spent_always, spending = _steady([line for line in case.spending if line.essential])
    seen: dict[tuple[int, int, int], tuple[int, int, int, int, int]] = {}
    found: list[Month] = []
    for year, month in months_from(first, count):
        start, end = month_ends(year, month)
        came = sum(_twelfths(x, month) for x in income_lines if covers(x, start, end))
        went = sum(_twelfths(x, month) for x in spending if touches(x, start, end))
        income = (income_always + came) // TWELFTHS
        essential = -(-(spent_always + went) // TWELFTHS)
        promised = -(-_promised(case.commitments, start, end) // TWELFTHS)
        key = (income, essential, promised)
        if key not in seen:
            protected = max(essential, least)
            surplus = income - protected
            kept = buffer.of(surplus)
            hard = max(0, surplus - kept - promised)
            share = 0 if offers_nothing else max(0, surplus // 2 - promised)
            seen[key] = (protected, surplus, kept, hard, min(share, hard))
        protected, surplus, kept, hard, share = seen[key]
        found.append(
            Month(year, month, income, essential, protected, surplus, kept, promised, hard, share)
        )
    return tuple(found)


def _steady(lines: Iterable[Line]) -> tuple[int, tuple[Line, ...]]:
    """What the lines that are the same in every month come to, in twelfths; and the others."""
    always, changing = 0, []
    for line in lines:
        if line.starts_on or line.ends_on or line.frequency is Every.IRREGULAR:
            changing.append(line)
        else:
            always += _twelfths(line, 1)
    return always, tuple(changing)


def worst(known: Sequence[Month]) -> Month:
    """The month that can bear least: by ceiling, then by what is left over; the first such."""
    return min(known, key=lambda m: (m.recommended, m.hard, m.free))


def covers(line: Line, start: date, end: date) -> bool:
    """Income counts only in months it covers whole."""
    return (line.starts_on is None or line.starts_on <= start) and (
        line.ends_on is None or line.ends_on >= end
    )


def touches(line: Line, start: date, end: date) -> bool:
    """Spending counts in any month it touches."""
    return (line.starts_on is None or line.starts_on <= end) and (
        line.ends_on is None or line.ends_on >= start
    )


def binds(promise: Commitment, start: date, end: date) -> bool:
    """A commitment counts in any month it touches."""
    return promise.since <= end and (promise.until is None or promise.until >= start)


def _promised(commitments: Iterable[Commitment], start: date, end: date) -> int:
    return sum(
        c.amount.minor * TIMES_A_YEAR[c.frequency] for c in commitments if binds(c, start, end)
    )


def _twelfths(line: Line, month: int) -> int:
    """The line's monthly value in twelfths of a minor unit, so that sums stay exact."""
    if line.frequency is Every.IRREGULAR:
        return line.monthly[month - 1].minor * TWELFTHS
    if line.amount is None:
        raise ValueError(f"line {line.id} has no amount")
    return line.amount.minor * TIMES_A_YEAR[line.frequency]


def income_in(line: Line, month: int) -> Money:
    """One line in a month (1 to 12), rounded down, for show: sums round once, after adding."""
    if line.amount is None:
        return line.monthly[month - 1]
    return income_per_month(line.amount, line.frequency)


def spending_in(line: Line, month: int) -> Money:
    """As ``income_in``, rounded up."""
    if line.amount is None:
        return line.monthly[month - 1]
    return spending_per_month(line.amount, line.frequency)


def month_ends(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), on_day(year, month, 31)
