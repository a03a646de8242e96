"""Generated debts, bases and accommodations that may or may not go together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import strategies as st

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    RateCut,
    ReAmortise,
    StepUp,
    TermExtension,
    WriteDown,
)
from app.core.caselines import DebtLine
from app.core.compose import Base, InRows, Level, compose
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.ledger import CannotCompose
from app.core.money import Currency, Money
from app.core.periods import Every
from app.core.terms import Terms
from tests.core.composed import FIRST, card

ROWS = 72
RHYTHMS = (Every.WEEKLY, Every.FORTNIGHTLY, Every.TWICE_MONTHLY, Every.MONTHLY, Every.QUARTERLY)


def gbp(minor: int) -> Money:
    return Money(minor, Currency.GBP)


def money(low: int, high: int) -> st.SearchStrategy[Money]:
    return st.integers(low, high).map(gbp)


debts: st.SearchStrategy[DebtLine] = st.builds(
    lambda principal, interest, fees, rate: replace(
        card(), principal=principal, interest=interest, fees=fees, annual_rate=rate
    ),
    money(1, 500_000),
    money(0, 20_000),
    money(0, 5_000),
    st.sampled_from([Fraction(0), Fraction("0.06"), Fraction("0.249"), Fraction("0.36")]),
)
levels = st.builds(Level, money(1_000, 60_000))
steps = st.lists(st.tuples(st.integers(1, 8), money(1_000, 60_000)), min_size=2, max_size=3).map(
    lambda found: StepUp(tuple(found))
)
bases: st.SearchStrategy[Base] = levels | steps | st.builds(InRows, st.integers(1, 48))
timetables = st.builds(Timetable, st.just(FIRST), st.sampled_from(RHYTHMS))
freezes = st.builds(
    lambda since, days: InterestFreeze(
        FIRST + timedelta(since - 60), FIRST + timedelta(since - 60 + days)
    ),
    st.integers(0, 400),
    st.integers(0, 200),
)
holidays = st.builds(
    PaymentHoliday,
    st.integers(1, 6),
    st.sampled_from(["nothing", "interest", "principal"]),
    st.sampled_from(["waive", "accrue_simple", "accrue"]),
    st.sampled_from(["extend", "spread", "lump", "capitalise"]),
    after=st.integers(0, 6),
)
house_breaks = st.builds(PaymentHoliday, st.integers(1, 6), after=st.integers(0, 6))
extras = st.builds(
    ExtraPayment,
    st.integers(1, 12),
    money(1, 100_000),
    st.sampled_from(["shorten", "lower_instalment", "skip_next"]),
)
OTHERS: tuple[st.SearchStrategy[Accommodation], ...] = (
    st.builds(RateCut, st.just(Fraction(0)), st.sampled_from([Fraction(0), Fraction("0.03")])),
    st.builds(InterestWaiver, money(1, 5_000)),
    st.builds(FeeWaiver, money(1, 5_000)),
    st.builds(Capitalise, money(1, 5_000)),
    st.builds(TermExtension, st.integers(1, 12), st.integers(0, 4)),
    st.builds(ReAmortise, st.integers(1, 24), st.integers(0, 4)),
    st.builds(WriteDown, money(1, 50_000)),
    st.builds(WriteDown, money(1, 50_000), st.just("at_once")),
    freezes,
    freezes,
    holidays,
    extras,
)


@st.composite
def grants(draw: st.DrawFn) -> tuple[Accommodation, ...]:
    """Up to five, in any order."""
    kinds = draw(st.lists(st.sampled_from(range(len(OTHERS))), max_size=5, unique=True))
    return tuple(draw(OTHERS[kind]) for kind in kinds)


def composed(
    debt: DebtLine, base: Base, granted: tuple[Accommodation, ...], timetable: Timetable
) -> Terms | None:
    """The terms; None when they are refused, always with one of the documented refusals."""
    try:
        return compose(debt, base, granted, timetable, most_rows=ROWS)
    except (PaymentNotAboveInterest, TermTooLong, CannotCompose):
        return None
