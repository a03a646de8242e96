"""The budget sum, and plans for the debts told, for anybody with no account; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.agreement import Route
from app.core.caselines import (
    CaseFile,
    Commitment,
    DebtLine,
    Floor,
    Household,
    LenderTerms,
    Line,
    Payment,
)
from app.core.dates import add_months
from app.core.guidance import guidance_for
from app.core.household import (
    Buffer,
    benefit_only,
    floor_in_force,
    income_in,
    months,
    spending_in,
    worst,
)
from app.core.money import Money
from app.core.packs import categories, load
from app.core.periods import Every
from app.core.policy import PolicyPack
from app.gateways.calendars import calendar_for

MONTHS = 12
_NOBODY = "calculator"


@dataclass(frozen=True, slots=True)
class AskedDebt:
    """One debt as a visitor knows it; what is not known is left out.

    ``rate`` is a fraction a year, ``late`` the part that is behind, ``most_months``
    the longest plan its lender takes. ``first``: it can cost a home, energy or freedom.
    """

    name: str
    kind: str
    owed: Money
    rate: Fraction = Fraction(0)
    pays: Payment | None = None
    late: Money | None = None
    first: bool = False
    most_months: int | None = None


@dataclass(frozen=True, slots=True)
class AskedBudget:
    """What a visitor typed. ``promised`` is paid to other debts already.

    ``floor`` is the confirmed one of where they live; nobody types it.
    """

    jurisdiction: str
    household: Household
    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    promised: Money | None = None
    promised_every: Every = Every.MONTHLY
    lives_in: str | None = None
    floor: Floor | None = None
    debts: tuple[AskedDebt, ...] = ()


@dataclass(frozen=True, slots=True)
class LineSum:
    """One line with its monthly amount: income rounded down, spending up."""

    category: str
    given: Line
    a_month: Money


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """The sum in the month that can bear least of the next twelve.

    ``affordable`` is what a plan may take; ``at_most`` the limit that nobody may pass.
    """

    month: date
    income: tuple[LineSum, ...]
    spending: tuple[LineSum, ...]
    total_income: Money
    total_spending: Money
    left_over: Money
    buffer: Money
    promised: Money
    affordable: Money
    at_most: Money
    protected: Money
    floor: Floor | None
    all_protected: bool
    varies: bool
    pack_version: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to turn: the name in both languages, and how to reach them."""

    en: str
    zh: str
    contact: str


def assess_budget(asked: AskedBudget, *, as_of: date) -> BudgetSum:
    """Work the budget out for the twelve months after ``as_of``.

    Living costs come first, then a buffer, then what is promised elsewhere; half of what
    is left over may go into plans. All-benefit income offers nothing by itself.

    Raises:
        NotFound: there is no policy pack for the jurisdiction.
    """
    pack = load(asked.jurisdiction)
    currency = pack.currency
    first = add_months(as_of.replace(day=1), 1)
    protected = benefit_only(asked.income, categories().protected_ids)
    known = months(
        case_of(asked, as_of),
        first,
        MONTHS,
        buffer=Buffer(_cap(pack), None),
        offers_nothing=protected,
    )
    least = worst(known)
    return BudgetSum(
        month=date(least.year, least.month, 1),
        income=tuple(LineSum(x.category, x, income_in(x, least.month)) for x in asked.income),
        spending=tuple(LineSum(x.category, x, spending_in(x, least.month)) for x in asked.spending),
        total_income=Money(least.income, currency),
        total_spending=Money(least.essential, currency),
        left_over=Money(least.surplus, currency),
        buffer=Money(least.buffer, currency),
        promised=Money(least.commitments, currency),
        affordable=Money(least.recommended, currency),
        at_most=Money(least.hard, currency),
        protected=Money(least.protected, currency),
        floor=floor_in_force(asked.floor, as_of),
        all_protected=protected,
        varies=len({m.recommended for m in known}) > 1,
        pack_version=pack.version,
    )


def advice_in(jurisdiction: str) -> tuple[Contact, ...]:
    """Free advice there, from data that an administrator confirms."""
    return _contacts(guidance_for(jurisdiction, 0).advice)


def complaint_bodies_in(jurisdiction: str) -> tuple[Contact, ...]:
    """Who hears complaints about lenders there."""
    return _contacts(guidance_for(jurisdiction, 0).complaints)


def _contacts(routes: tuple[Route, ...]) -> tuple[Contact, ...]:
    return tuple(Contact(one.name.en, one.name.zh_Hans, one.contact) for one in routes)


def case_of(asked: AskedBudget, as_of: date) -> CaseFile:
    """The answers as a case file, like the one the interface for programs takes."""
    currency = load(asked.jurisdiction).currency
    limits = tuple(
        (_name(n), LenderTerms(max_term_months=debt.most_months))
        for n, debt in enumerate(asked.debts, start=1)
        if debt.most_months is not None
    )
    promised = (
        (Commitment("promised", "", "agreed", asked.promised, asked.promised_every, as_of, None),)
        if asked.promised
        else ()
    )
    return CaseFile(
        case_id=_NOBODY,
        as_of=as_of,
        jurisdiction=asked.jurisdiction,
        currency=currency,
        household=asked.household,
        income=asked.income,
        spending=asked.spending,
        debts=tuple(_debt(n, debt) for n, debt in enumerate(asked.debts, start=1)),
        policy=LenderTerms(version=_NOBODY, per_debt=limits),
        commitments=promised,
        subdivision=asked.lives_in,
        floor=asked.floor,
        calendar=calendar_for(asked.jurisdiction, asked.lives_in, as_of.year),
    )


def _debt(number: int, asked: AskedDebt) -> DebtLine:
    """Nobody knows the parts here: all of it counts as principal, at the rate that was told."""
    zero = Money.zero(asked.owed.currency)
    unsaid = asked.owed if asked.first else zero
    late = unsaid if asked.late is None else asked.late
    return DebtLine(
        id=_name(number),
        creditor=asked.name or str(number),
        kind=asked.kind,
        priority=asked.first,
        secured=asked.kind == "mortgage",
        principal=asked.owed,
        interest=zero,
        fees=zero,
        arrears=min(late, asked.owed, key=lambda m: m.minor),
        annual_rate=asked.rate,
        contractual_payment=asked.pays,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )


def _name(number: int) -> str:
    return f"d{number}"


def _cap(pack: PolicyPack) -> int | None:
    return None if pack.buffer_cap is None else Money.parse(pack.buffer_cap, pack.currency).minor
