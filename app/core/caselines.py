"""A case file as values: one household with all its debts (plainpact/case-file/1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from app.core.dates import Calendar, Roll
from app.core.money import Currency, Money
from app.core.periods import Every

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Household:
    adults: int
    children: int
    partner: bool
    dependants: int = 0
    area: str | None = None
    savings: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One income or spending line. Irregular lines hold ``monthly``, January first, no amount."""

    id: str
    category: str
    frequency: Every
    amount: Money | None = None
    monthly: tuple[Money, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Floor:
    """A protected living-cost floor; it counts only when somebody confirmed it.

    ``formula`` says how ``monthly`` came about where we worked it out; files do not hold it.
    """

    monthly: Money
    rule: str
    source: str
    effective: date
    expires: date | None
    confirmed_by: str | None
    confirmed_on: date | None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    amount: Money
    frequency: Every


@dataclass(frozen=True, slots=True)
class DebtLine:
    id: str
    creditor: str
    kind: str
    priority: bool
    secured: bool
    principal: Money
    interest: Money
    fees: Money
    arrears: Money
    annual_rate: Fraction
    contractual_payment: Payment | None
    last_payment_on: date | None
    acknowledged_on: date | None
    disputed: bool

    @property
    def owed(self) -> Money:
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class HardshipLine:
    """What happened; the lender never sees the code, only what is granted for it."""

    code: str
    since: date
    expected_until: date | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A payment promised or offered to another creditor: agreed, offered or court_order."""

    id: str
    creditor: str
    status: str
    amount: Money
    frequency: Every
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class LenderTerms:
    """A lender's policy as written; None means not said. ``for_debt`` fills in the house values."""

    version: str = ""
    max_term_months: int | None = None
    min_instalment: Money | None = None
    waive_fees: bool | None = None
    rate_ladder: tuple[Fraction, ...] | None = None
    min_repaid_share: Fraction | None = None
    settlement_share: Fraction | None = None
    max_break_months: int | None = None
    allocation: tuple[str, ...] | None = None
    roll: Roll | None = None
    per_debt: tuple[tuple[str, LenderTerms], ...] = ()

    def merged(self, debt_id: str) -> LenderTerms:
        """This policy with the fields said for one debt put over it."""
        own = dict(self.per_debt).get(debt_id)
        if own is None:
            return replace(self, per_debt=())
        return LenderTerms(
            self.version,
            _over(own.max_term_months, self.max_term_months),
            _over(own.min_instalment, self.min_instalment),
            _over(own.waive_fees, self.waive_fees),
            _over(own.rate_ladder, self.rate_ladder),
            _over(own.min_repaid_share, self.min_repaid_share),
            _over(own.settlement_share, self.settlement_share),
            _over(own.max_break_months, self.max_break_months),
            _over(own.allocation, self.allocation),
            _over(own.roll, self.roll),
        )


def _over(own: _T | None, general: _T | None) -> _T | None:
    return general if own is None else own


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the borrower asks for. ``buffer`` may only lower the house buffer."""

    frequency: Every = Every.MONTHLY
    day: int = 1
    not_before: date | None = None
    buffer: Money | None = None
    lump_sum: Money | None = None
    offer_from_benefits: bool = False
    follow_months: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A statutory breathing space; both days included, open when ``until`` is None."""

    rule: str
    since: date
    until: date | None

    def is_active(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """An offer to be checked, from ``by`` (borrower, lender or counselor)."""

    id: str
    by: str
    debt_id: str
    amount: Money
    frequency: Every
    first_due: date


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One household on one day. ``input_sha256`` is empty until read or digested."""

    case_id: str
    as_of: date
    jurisdiction: str
    currency: Currency
    household: Household
    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    debts: tuple[DebtLine, ...]
    policy: LenderTerms
    subdivision: str | None = None
    floor: Floor | None = None
    hardship: tuple[HardshipLine, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    wishes: Wishes = Wishes()
    hold: Hold | None = None
    calendar: Calendar = field(default_factory=lambda: Calendar(frozenset(), frozenset()))
    proposals: tuple[ProposalLine, ...] = ()
    input_sha256: str = ""
