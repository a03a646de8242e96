"""The budget sum for anybody, with no account; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.agreement import Route
from app.core.caselines import CaseFile, Commitment, Household, LenderTerms, Line
from app.core.dates import add_months
from app.core.guidance import guidance_for
from app.core.household import Buffer, benefit_only, income_in, months, spending_in, worst
from app.core.money import Currency, Money
from app.core.packs import categories, load
from app.core.periods import Every
from app.core.policy import PolicyPack

MONTHS = 12
_NOBODY = "calculator"


@dataclass(frozen=True, slots=True)
class AskedBudget:
    """What a visitor typed. ``promised`` is paid to other debts already; ``owed`` is a total."""

    jurisdiction: str
    household: Household
    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    promised: Money | None = None
    promised_every: Every = Every.MONTHLY
    owed: Money | None = None


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
    ``months_to_clear`` is how long ``owed`` takes with no interest; None when it never does.
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
    owed: Money | None
    months_to_clear: int | None
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
        _case(asked, as_of, currency),
        first,
        MONTHS,
        buffer=Buffer(_cap(pack), None),
        offers_nothing=protected,
    )
    least = worst(known)
    affordable = Money(least.recommended, currency)
    return BudgetSum(
        month=date(least.year, least.month, 1),
        income=tuple(LineSum(x.category, x, income_in(x, least.month)) for x in asked.income),
        spending=tuple(LineSum(x.category, x, spending_in(x, least.month)) for x in asked.spending),
        total_income=Money(least.income, currency),
        total_spending=Money(least.essential, currency),
        left_over=Money(least.surplus, currency),
        buffer=Money(least.buffer, currency),
        promised=Money(least.commitments, currency),
        affordable=affordable,
        at_most=Money(least.hard, currency),
        owed=asked.owed,
        months_to_clear=_months_to_clear(asked.owed, affordable),
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


def _case(asked: AskedBudget, as_of: date, currency: Currency) -> CaseFile:
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
        debts=(),
        policy=LenderTerms(),
        commitments=promised,
    )


def _cap(pack: PolicyPack) -> int | None:
    return None if pack.buffer_cap is None else Money.parse(pack.buffer_cap, pack.currency).minor


def _months_to_clear(owed: Money | None, affordable: Money) -> int | None:
    if not owed or not affordable:
        return None
    return -(-owed.minor // affordable.minor)
