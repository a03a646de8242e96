"""What a plan is worth to the lender, and its yearly percentage. Decimals, never binary floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    localcontext,
)
from fractions import Fraction

from app.core.amortise import Level
from app.core.daycount import Interval, eu_interval
from app.core.periods import DAYS_APART, TIMES_A_YEAR, Every

NPV_DIGITS = 28
APR_DIGITS = 22
LOWEST_APR = Decimal("-0.99")
HIGHEST_APR = Decimal(20)
DIMINISHED = Fraction(1, 100)
"""Loss of present value above which a lender flags a diminished obligation (EBA/GL/2016/07)."""

_CLOSE = Decimal("1e-14")
_LOWEST_S = (LOWEST_APR + 1).ln(Context(prec=APR_DIGITS)) / 12
_HIGHEST_S = (HIGHEST_APR + 1).ln(Context(prec=APR_DIGITS)) / 12
_MOST_STEPS = 200
_CENT = Decimal("0.01")
_UNIT_DAYS = {Every.TWICE_MONTHLY: 15, Every.MONTHLY: 30, Every.QUARTERLY: 90}


@dataclass(frozen=True, slots=True)
class Discount:
    """Factors of one rate: ``powers[k]`` for the k-th period, ``sums[k]`` of the first k."""

    powers: tuple[Decimal, ...]
    sums: tuple[Decimal, ...]

    def level(self, plan: Level, breaks: int = 0) -> int:
        """Present value of a level plan after ``breaks`` empty periods, half even."""
        last = breaks + plan.rows
        level = plan.amount * (self.sums[last - 1] - self.sums[breaks])
        return _whole(level + plan.last * self.powers[last])

    def flows(self, amounts: Sequence[int]) -> int:
        """Present value of one amount per period, the first one period from now, half even."""
        with localcontext(Context(prec=NPV_DIGITS)):
            worth = sum((a * v for a, v in zip(amounts, self.powers[1:], strict=False)), Decimal(0))
        return _whole(worth)


def discount(annual: Fraction, every: Every, periods: int) -> Discount:
    """Factors for ``periods`` periods of a plan at a yearly rate, compounding each period."""
    with localcontext(Context(prec=NPV_DIGITS)):
        rate = Decimal(annual.numerator) / (annual.denominator * TIMES_A_YEAR[every])
        step = 1 / (1 + rate)
        powers, sums = [Decimal(1)], [Decimal(0)]
        for _ in range(periods):
            powers.append(powers[-1] * step)
            sums.append(sums[-1] + powers[-1])
    return Discount(tuple(powers), tuple(sums))


def _whole(worth: Decimal) -> int:
    return int(worth.to_integral_value(ROUND_HALF_EVEN))


def percent(part: Fraction) -> str:
    """A fraction as a percentage with two decimals, half up: 0.24477 is ``24.48``."""
    return _two_places(Decimal(part.numerator) * 100 / part.denominator, ROUND_HALF_UP)


def down(part: Fraction) -> str:
    """A fraction with two decimals, rounded down."""
    return _two_places(Decimal(part.numerator) / part.denominator, ROUND_DOWN)


def up(part: Fraction) -> str:
    """A fraction with two decimals, rounded up."""
    return _two_places(Decimal(part.numerator) / part.denominator, ROUND_UP)


def _two_places(value: Decimal, rounding: str) -> str:
    shown = value.quantize(_CENT, rounding=rounding)
    return str(shown or abs(shown))


def apr_eu(owed: int, paid: Sequence[tuple[Interval, int]]) -> str | None:
    """Yearly percentage of ``owed`` today against later payments; None without a root.

    The rate X with owed = sum payment x (1 + X)^-t, t in years by ``eu_interval``.
    Newton steps on s = ln(1 + X) / 12, in which the sum is convex and falling.
    """
    powers: dict[tuple[int, int], dict[int, int]] = {}
    for time, amount in paid:
        row = powers.setdefault((time.days, time.year_days), {})
        row[time.whole] = row.get(time.whole, 0) + amount
    with localcontext(Context(prec=APR_DIGITS)):
        groups = [
            (Decimal(days * 12) / year_days, _dense(row))
            for (days, year_days), row in powers.items()
        ]
        s = Decimal(0)
        for _ in range(_MOST_STEPS):
            worth, slope = _worth(groups, s)
            step = (worth - owed) / slope
            moved = min(max(s - step, _LOWEST_S), _HIGHEST_S)
            if moved == s or abs(step) < _CLOSE:
                break
            s = moved
        if s in {_LOWEST_S, _HIGHEST_S}:
            return None
        return _two_places(((12 * s).exp() - 1) * 100, ROUND_HALF_UP)


def _dense(row: dict[int, int]) -> tuple[int, ...]:
    return tuple(row.get(month, 0) for month in range(max(row), -1, -1))


def _worth(
    groups: Sequence[tuple[Decimal, tuple[int, ...]]], s: Decimal
) -> tuple[Decimal, Decimal]:
    """Present value at ln(1 + X) / 12 = s, and its slope with the sign turned."""
    u = (-s).exp()
    worth = slope = Decimal(0)
    for odd, amounts in groups:
        value = turned = Decimal(0)
        for amount in amounts:
            turned = turned * u + value
            value = value * u + amount
        factor = (-s * odd).exp() if odd else Decimal(1)
        worth += value * factor
        slope -= (turned * u + odd * value) * factor
    return worth, slope


@dataclass(frozen=True, slots=True)
class UnitFlow:
    """``count`` equal amounts, one a unit period, the first after ``t`` periods and ``f`` of one."""

    amount: int
    count: int
    t: int
    f: Fraction


def apr_regz(
    advances: Sequence[UnitFlow], payments: Sequence[UnitFlow], periods_a_year: Fraction
) -> Decimal | None:
    """Yearly percentage by the US actuarial method; None without a root.

    Source: Regulation Z, 12 CFR 1026 Appendix J.
    """

    def gap(rate: Decimal) -> Decimal:
        return _unit_worth(payments, rate) - _unit_worth(advances, rate)

    return _yearly(gap, periods_a_year)


def _yearly(gap: Callable[[Decimal], Decimal], periods_a_year: Fraction) -> Decimal | None:
    """The percentage a year of the period rate at which ``gap`` is 0."""
    with localcontext(Context(prec=APR_DIGITS)):
        yearly = Decimal(periods_a_year.numerator) / periods_a_year.denominator
        rate = root(gap, LOWEST_APR / yearly, HIGHEST_APR / yearly)
        return None if rate is None else rate * yearly * 100


def _unit_worth(flows: Sequence[UnitFlow], rate: Decimal) -> Decimal:
    step = 1 / (1 + rate)
    worth = Decimal(0)
    for flow in flows:
        odd = 1 + rate * flow.f.numerator / flow.f.denominator
        series = Decimal(flow.count) if step == 1 else (1 - step**flow.count) / (1 - step)
        worth += flow.amount * series * step**flow.t / odd
    return worth


def apr_us(owed: int, as_of: date, paid: Sequence[tuple[date, int]], every: Every) -> str | None:
    """Yearly percentage by Appendix J; the unit period is the plan's own."""
    unit = DAYS_APART.get(every) or _UNIT_DAYS.get(every, 365 // TIMES_A_YEAR[every])
    rows: dict[int, dict[int, int]] = {}
    for day, amount in paid:
        if every in DAYS_APART:
            whole, odd = divmod((day - as_of).days, unit)
        else:
            time = eu_interval(as_of, day)
            whole, months = divmod(time.whole, 12 // TIMES_A_YEAR[every] or 1)
            odd = time.days + 30 * months
        row = rows.setdefault(odd, {})
        row[whole] = row.get(whole, 0) + amount
    groups = [(Fraction(odd, unit), _dense(row)) for odd, row in rows.items()]

    def gap(rate: Decimal) -> Decimal:
        step, worth = 1 / (1 + rate), Decimal(-owed)
        for odd, amounts in groups:
            value = Decimal(0)
            for amount in amounts:
                value = value * step + amount
            worth += value / (1 + rate * odd.numerator / odd.denominator)
        return worth

    found = _yearly(gap, Fraction(TIMES_A_YEAR[every]))
    return None if found is None else _two_places(found, ROUND_HALF_UP)


def root(gap: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal | None:
    """Where ``gap`` changes sign between two rates, by false position; None where it does not."""
    at_low, at_high = gap(low), gap(high)
    if not at_low or not at_high:
        return low if not at_low else high
    if (at_low > 0) == (at_high > 0):
        return None
    side = 0
    for _ in range(_MOST_STEPS):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = gap(middle)
        if not value or high - low < _CLOSE:
            return middle
        if (value > 0) == (at_low > 0):
            low, at_low = middle, value
            at_high = at_high / 2 if side == 1 else at_high
            side = 1
        else:
            high, at_high = middle, value
            at_low = at_low / 2 if side == -1 else at_low
            side = -1
        if abs(value) < _CLOSE:
            return middle
    return (low + high) / 2
