"""Turning a chosen candidate into an option with terms, totals and both sides' views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.accommodation import (
    Accommodation,
    FeeWaiver,
    PaymentHoliday,
    RateCut,
    Seasonal,
    Settlement,
    Token,
    WriteDown,
)
from app.core.caselines import DebtLine
from app.core.dates import add_months
from app.core.daycount import Interval, eu_interval
from app.core.desk import Routed
from app.core.generate import Timetable, charges_for, lay_out
from app.core.lender_view import apr_eu, apr_us
from app.core.money import Currency, Money
from app.core.options import Candidate, Problem, front
from app.core.results import Apr, Baseline, Label, Option, Point, Route
from app.core.terms import Terms

REVIEW_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Counter:
    """What every option of one debt shares.

    ``waived`` are the fees the lender lets go, ``beside`` is owed but not planned
    here (a loan whose arrears are), ``days`` (due,
    collected) and ``times`` (the EU interval) of each possible row.
    """

    debt: DebtLine
    problem: Problem
    timetable: Timetable
    currency: Currency
    as_of: date
    waived: int
    beside: int
    baseline: Baseline | None
    break_months: int
    apr_rule: str
    term_months: int
    days: tuple[tuple[date, date], ...]
    times: tuple[Interval, ...]

    @property
    def covered(self) -> int:
        """What the plan is about: all that is owed, or the arrears alone."""
        return self.problem.balance.owed + self.waived


def intervals(as_of: date, days: Sequence[tuple[date, date]]) -> tuple[Interval, ...]:
    return tuple(eu_interval(as_of, due) for due, _ in days)


def options_of(counter: Counter, routed: Routed) -> tuple[Option, ...]:
    """The options of one debt's route, ready to be shown and offered."""
    if routed.one_off is not None:
        return (_special(counter, routed, routed.one_off),)
    return tuple(
        _option(
            counter,
            chosen.scored.candidate,
            _granted(counter, chosen.scored.candidate),
            label=chosen.label,
            also=chosen.also,
            stretch=routed.stretch,
            gains=chosen.scored.gains,
        )
        for chosen in routed.chosen
    )


def points(counter: Counter, routed: Routed) -> tuple[Point, ...]:
    """The plans that no other beats for both sides, cheapest instalment first."""
    found = (
        Point(
            scored.candidate.rate,
            _money(counter, scored.candidate.instalment),
            scored.candidate.rows,
            _money(counter, scored.candidate.total),
            *scored.gains,
        )
        for scored in front(routed.kept)
    )
    return tuple(sorted(found, key=lambda point: (point.instalment.minor, point.rows)))


def _special(counter: Counter, routed: Routed, candidate: Candidate) -> Option:
    """The one schedule of a settlement, a reduced plan or a token."""
    granted = list(_granted(counter, candidate, seasonal=False))
    review = add_months(counter.timetable.first, REVIEW_MONTHS)
    if routed.route is Route.TOKEN:
        granted.append(Token(_money(counter, candidate.instalment), review))
    if routed.route is Route.SETTLEMENT:
        granted.append(Settlement("continues" if routed.continues else "written_off"))
    if routed.written_off:
        granted.append(WriteDown(_money(counter, routed.written_off)))
    return _option(
        counter,
        candidate,
        tuple(granted),
        written_off=routed.written_off,
        continues=routed.continues,
    )


def _granted(
    counter: Counter, candidate: Candidate, *, seasonal: bool = True
) -> tuple[Accommodation, ...]:
    found: list[Accommodation] = []
    contract = counter.debt.annual_rate
    if candidate.rate != contract:
        found.append(RateCut(contract, candidate.rate))
    if counter.waived:
        found.append(FeeWaiver(_money(counter, counter.waived)))
    if candidate.breaks:
        found.append(PaymentHoliday(counter.break_months))
    if seasonal and candidate.plan is None:
        found.append(Seasonal())
    return tuple(found)


def _option(
    counter: Counter,
    candidate: Candidate,
    granted: tuple[Accommodation, ...],
    *,
    label: Label = Label.BALANCED,
    also: tuple[Label, ...] = (),
    stretch: bool = False,
    gains: tuple[Fraction, Fraction] = (Fraction(1), Fraction(1)),
    written_off: int = 0,
    continues: int = 0,
) -> Option:
    beside = counter.beside + continues
    amounts = candidate.paid
    balance = counter.problem.balance
    every = counter.problem.every
    charges = charges_for(balance.principal, candidate.rate, every, amounts, candidate.breaks)
    money = _money
    terms = Terms(
        schedule=lay_out(
            balance, counter.currency, counter.days, charges, amounts, beside=counter.beside
        ),
        frequency=every,
        rate=candidate.rate,
        owed=money(counter, counter.covered + counter.beside),
        waived=money(counter, counter.waived),
        written_off=money(counter, written_off),
        accommodations=granted,
        continues=money(counter, beside) if beside else None,
    )
    total = candidate.total
    baseline = counter.baseline
    return Option(
        label=label,
        also=also,
        stretch=stretch,
        instalment=money(counter, candidate.instalment),
        terms=terms,
        total=money(counter, total),
        new_interest=money(counter, candidate.interest),
        total_change=None if baseline is None else money(counter, total) - baseline.total,
        npv=money(counter, candidate.npv),
        npv_loss=Fraction(counter.covered - candidate.npv, counter.covered),
        borrower_gain=gains[0],
        lender_gain=gains[1],
        apr=_apr(counter, amounts),
    )


def _apr(counter: Counter, amounts: tuple[int, ...]) -> Apr:
    if counter.apr_rule == "us":
        paid = [
            (due, amount) for (due, _), amount in zip(counter.days, amounts, strict=False) if amount
        ]
        return Apr("us", apr_us(counter.covered, counter.as_of, paid, counter.problem.every))
    timed = [(time, amount) for time, amount in zip(counter.times, amounts, strict=False) if amount]
    return Apr("eu", apr_eu(counter.covered, timed))


def _money(counter: Counter, minor: int) -> Money:
    return Money(minor, counter.currency)
