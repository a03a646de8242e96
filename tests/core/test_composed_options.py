"""The engine's own plans are what composing their accommodations gives: one plan, two ways."""

from __future__ import annotations

from hypothesis import given

from app.core.accommodation import (
    PaymentHoliday,
    Seasonal,
    Settlement,
    Token,
    WriteDown,
)
from app.core.assessment import assess
from app.core.caselines import CaseFile, DebtLine
from app.core.compose import Base, ByMonth, Few, Level, compose
from app.core.generate import Timetable
from app.core.lending import lending_for
from app.core.periods import Every
from app.core.policy import PolicyPack
from app.core.results import Option, Route
from tests.core.households import Placed, households, many, read


@many
@given(placed=households())
def test_every_option_is_what_its_accommodations_compose(placed: Placed) -> None:
    place, told = placed
    case, pack = read(told, place)
    found = assess(case, pack)
    for debt, result in zip(case.debts, found.debts, strict=True):
        for option in result.options:
            base = _base(option, debt)
            # The break that is a route ends with a calendar month, whatever the frequency.
            by_date = result.route is Route.PAYMENT_BREAK
            if base is not None and (not by_date or option.terms.frequency is Every.MONTHLY):
                _same(option, debt, base, case, pack)


def _same(option: Option, debt: DebtLine, base: Base, case: CaseFile, pack: PolicyPack) -> None:
    terms = option.terms
    lending, _ = lending_for(debt, case.policy, pack, case.currency)
    first = terms.schedule.instalments[0].due_on
    timetable = Timetable(first, terms.frequency, lending.roll, case.calendar, case.wishes.day)
    brought = (Seasonal, Settlement, Token, WriteDown)
    granted = [a for a in terms.accommodations if not isinstance(a, brought)]
    if debt.priority or isinstance(base, Few):
        granted = [a for a in granted if a.kind != "rate_cut"]
    made = compose(debt, base, granted, timetable, most_rows=terms.schedule.count)

    assert made.schedule == terms.schedule
    assert set(made.accommodations) == set(terms.accommodations)
    assert (made.rate, made.waived, made.continues) == (terms.rate, terms.waived, terms.continues)
    assert (made.written_off, made.owed) == (terms.written_off, terms.owed)


def _base(option: Option, debt: DebtLine) -> Base | None:
    """The base of an option; None for a reduced plan, whose rest is told from what is paid."""
    granted = option.terms.accommodations
    rows = option.terms.schedule.instalments
    paid = [row.amount for row in rows]
    special = next((a for a in granted if isinstance(a, Settlement | Token)), None)
    if special is not None:
        return None if debt.priority else Few(paid[0], len(paid), special)
    if any(isinstance(a, WriteDown) for a in granted):
        return None
    if any(isinstance(a, Seasonal) for a in granted):
        return ByMonth(tuple(paid), Seasonal())
    breaks = sum(1 for amount in paid if not amount)
    if not breaks and any(isinstance(a, PaymentHoliday) for a in granted):
        return None
    return Level(paid[breaks])
