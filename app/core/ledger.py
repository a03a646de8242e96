"""What of a debt a plan bears once the lender's ledger has moved: waived, joined, written off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    RateCut,
    WriteDown,
)
from app.core.amortise import Balance
from app.core.caselines import DebtLine
from app.core.errors import DomainError

A = TypeVar("A", bound=Accommodation)

OF_THE_WHOLE_DEBT = (RateCut, InterestFreeze, InterestWaiver, FeeWaiver, Capitalise, WriteDown)
"""What cannot be granted on arrears alone: they bear no interest, and the rest is not planned."""


class CannotCompose(DomainError):
    """The accommodations do not go together, or not with this debt; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Ledger:
    """``balance`` bears the plan at ``rate`` a year; amounts in minor units.

    ``at_once`` and ``on_completion`` are written off; ``beside`` is owed as well, but
    not planned here (a priority debt's plan covers its arrears only).
    """

    balance: Balance
    rate: Fraction
    waived: int = 0
    at_once: int = 0
    on_completion: int = 0
    beside: int = 0


def planned(debt: DebtLine, *, waive_fees: bool) -> tuple[Balance, int, int]:
    """(what a plan bears, fees waived, owed beside it): a priority plan covers arrears only."""
    if debt.priority:
        arrears = debt.arrears.minor
        return Balance(arrears, 0, 0), 0, debt.owed.minor - arrears
    waived = debt.fees.minor if waive_fees else 0
    return Balance(debt.principal.minor, debt.interest.minor, debt.fees.minor - waived), waived, 0


def ledger(debt: DebtLine, granted: Sequence[Accommodation]) -> Ledger:
    """The debt after waivers, then capitalised interest, then what is written off.

    Raises:
        CannotCompose: ``arrears_only`` or ``more_than_owed``.
    """
    if debt.priority:
        if any(isinstance(one, OF_THE_WHOLE_DEBT) for one in granted):
            raise CannotCompose("arrears_only")
        balance, _, beside = planned(debt, waive_fees=False)
        return Ledger(balance, Fraction(0), beside=beside)
    no_interest = _minor(granted, InterestWaiver)
    no_fees = _minor(granted, FeeWaiver)
    joined = _minor(granted, Capitalise)
    interest = debt.interest.minor - no_interest - joined
    balance = Balance(debt.principal.minor + joined, interest, debt.fees.minor - no_fees)
    off = {"at_once": 0, "on_completion": 0}
    for down in of_kind(granted, WriteDown):
        off[down.when] += down.amount.minor
    gone = sum(off.values())
    if min(balance.interest, balance.fees) < 0 or (gone and gone >= balance.owed):
        raise CannotCompose("more_than_owed")
    cut = next(iter(of_kind(granted, RateCut)), None)
    rate = debt.annual_rate if cut is None else cut.to
    waived = no_interest + no_fees
    return Ledger(_less(balance, gone), rate, waived, off["at_once"], off["on_completion"])


def of_kind(granted: Sequence[Accommodation], kind: type[A]) -> tuple[A, ...]:
    return tuple(one for one in granted if isinstance(one, kind))


def _minor(
    granted: Sequence[Accommodation], kind: type[InterestWaiver | FeeWaiver | Capitalise]
) -> int:
    return sum(one.amount.minor for one in of_kind(granted, kind))


def _less(balance: Balance, gone: int) -> Balance:
    """The balance without ``gone``: principal first, then interest, then fees."""
    principal = max(0, balance.principal - gone)
    gone -= balance.principal - principal
    interest = max(0, balance.interest - gone)
    gone -= balance.interest - interest
    return Balance(principal, interest, balance.fees - gone)
