"""What accommodations change in the total: against the contract, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.accommodation import Accommodation
from app.core.caselines import DebtLine
from app.core.compose import Base, compose
from app.core.desks import baseline
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.ledger import CannotCompose
from app.core.money import Money
from app.core.periods import MOST_ROWS


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

    def total(some: Sequence[Accommodation]) -> Money:
        return compose(debt, base, some, timetable, most_rows=most_rows).schedule.total

    def change(without: Accommodation) -> Money | None:
        others = [one for one in granted if one is not without]
        try:
            return whole - total(others)
        except (PaymentNotAboveInterest, TermTooLong, CannotCompose):
            return None

    whole = total(granted)
    contract = baseline(debt)
    return Costs(
        total=whole,
        against_contract=None if contract is None else whole - contract.total,
        each=tuple((one, change(one)) for one in granted),
    )
