"""What accommodations change in the total: against the contract, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.accommodation import Accommodation, PaymentHoliday
from app.core.caselines import DebtLine
from app.core.compose import Base, compose
from app.core.desks import baseline
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.ledger import CannotCompose
from app.core.money import Money
from app.core.periods import MOST_ROWS
from app.core.terms import Terms


@dataclass(frozen=True, slots=True)
class Costs:
    """``total`` is all that is paid; a change below 0 is money that is not paid.

    ``against_contract`` compares with the contractual payment at the contract rate to
    the end (a priority debt: its arrears), None if that never clears. ``each`` compares
    with the same plan without one accommodation, None if that does not clear or
    cannot be.
    """

    total: Money
    against_contract: Money | None
    each: tuple[tuple[Accommodation, Money | None], ...]


def change_in_cost(
    debt: DebtLine,
    base: Base,
    granted: Sequence[Accommodation],
    timetable: Timetable,
    *,
    most_rows: int = MOST_ROWS,
) -> Costs:
    """The total of the composed plan beside the totals without what is granted.

    Raises:
        As ``compose`` does for the whole plan.
    """

    def change(without: Accommodation) -> Money | None:
        others = [one for one in granted if one is not without]
        try:
            other = compose(debt, base, others, timetable, most_rows=most_rows)
        except (PaymentNotAboveInterest, TermTooLong, CannotCompose):
            return None
        return whole - other.schedule.total

    terms = compose(debt, base, granted, timetable, most_rows=most_rows)
    whole = terms.schedule.total
    contract = baseline(debt)
    return Costs(
        total=whole,
        against_contract=None if contract is None else whole - contract.total,
        each=tuple((_worked_out(one, terms), change(one)) for one in granted),
    )


def _worked_out(one: Accommodation, terms: Terms) -> Accommodation:
    """A break as the terms name it, with the interest that it puts off."""
    if not isinstance(one, PaymentHoliday):
        return one
    return next(a for a in terms.accommodations if isinstance(a, PaymentHoliday))
