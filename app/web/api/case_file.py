"""The shape of a case file (plainpact/case-file/1), for the description of the API alone.

A field that may be left out is ``NotRequired``; one that may be null says so. Every field
and limit is asked for by ``core.casefile``, which is the only reader.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from app.core.dates import WEEKDAYS, Roll
from app.core.policyreading import LONGEST_TERM, PARTS
from app.core.sheet import MOST_LINES
from app.web.api.formats import (
    CLOSED,
    Amount,
    CurrencyCode,
    Day,
    HardshipCode,
    Id,
    IncomeCategory,
    Jurisdiction,
    PlanFrequency,
    Rate,
    Regular,
    SpendingCategory,
    Text,
    among,
)

Count = Annotated[int, Field(ge=0, le=99)]
Lines = Field(max_length=MOST_LINES)


@with_config(CLOSED)
class Household(TypedDict):
    """Who lives together. Savings are never counted as income."""

    adults: Annotated[int, Field(ge=1, le=99)]
    children: Count
    dependants: NotRequired[Count]
    partner: bool
    area: NotRequired[Text]
    savings: NotRequired[Amount]


class _Line(TypedDict):
    id: Id
    starts_on: NotRequired[Day]
    ends_on: NotRequired[Day]


class _Regular(_Line):
    frequency: Regular
    amount: Amount


class _Irregular(_Line):
    frequency: Literal["irregular"]
    monthly: Annotated[
        list[Amount], Field(min_length=12, max_length=12, description="January first.")
    ]


@with_config(CLOSED)
class RegularIncome(_Regular):
    """Income of one amount. It counts only in months it covers whole."""

    category: IncomeCategory


@with_config(CLOSED)
class IrregularIncome(_Irregular):
    """Income with an amount for each month of the year."""

    category: IncomeCategory


@with_config(CLOSED)
class RegularSpending(_Regular):
    """Spending of one amount. It counts in every month it touches."""

    category: SpendingCategory
    essential: NotRequired[bool]


@with_config(CLOSED)
class IrregularSpending(_Irregular):
    """Spending with an amount for each month of the year."""

    category: SpendingCategory
    essential: NotRequired[bool]


@with_config(CLOSED)
class Floor(TypedDict):
    """Protected living costs a month; they count once somebody confirmed them."""

    monthly: Amount
    rule: Text
    source: Text
    effective: Day
    expires: NotRequired[Day | None]
    confirmed_by: NotRequired[Text | None]
    confirmed_on: NotRequired[Day | None]


@with_config(CLOSED)
class Payment(TypedDict):
    amount: Amount
    frequency: Regular


@with_config(CLOSED)
class Debt(TypedDict):
    """One debt. Arrears are part of what is owed."""

    id: Id
    creditor: Text
    kind: Id
    priority: bool
    secured: bool
    principal: Amount
    interest: Amount
    fees: Amount
    arrears: Amount
    annual_rate: Rate
    contractual_payment: Payment | None
    last_payment_on: Day | None
    acknowledged_on: Day | None
    disputed: bool


@with_config(CLOSED)
class Hardship(TypedDict):
    """What happened."""

    code: HardshipCode
    since: Annotated[Day, Field(alias="from")]
    expected_until: Day | None


@with_config(CLOSED)
class Commitment(TypedDict):
    """A payment promised or offered to another creditor."""

    id: Id
    creditor: Text
    status: Literal["agreed", "offered", "court_order"]
    amount: Amount
    frequency: Regular
    since: Annotated[Day, Field(alias="from")]
    until: Day | None


class _Policy(TypedDict):
    max_term_months: NotRequired[Annotated[int, Field(ge=1, le=LONGEST_TERM)]]
    min_instalment: NotRequired[Amount]
    waive_fees: NotRequired[bool]
    rate_ladder: NotRequired[Annotated[list[Rate], Lines]]
    min_repaid_share: NotRequired[Rate]
    settlement_share: NotRequired[Rate]
    max_break_months: NotRequired[Annotated[int, Field(ge=0, le=LONGEST_TERM)]]
    allocation: NotRequired[
        Annotated[
            list[Annotated[str, among(PARTS)]],
            Field(min_length=3, max_length=3, json_schema_extra={"uniqueItems": True}),
        ]
    ]
    roll: NotRequired[Annotated[str, among(Roll)]]


@with_config(CLOSED)
class DebtPolicy(_Policy):
    """What differs for one debt."""


@with_config(CLOSED)
class LenderPolicy(_Policy):
    """What a lender grants. It cannot reach living costs, buffer or ceilings."""

    version: Text
    per_debt: NotRequired[dict[str, DebtPolicy]]


@with_config(CLOSED)
class Wishes(TypedDict):
    """What the borrower asks for."""

    frequency: NotRequired[PlanFrequency]
    day: NotRequired[Annotated[int, Field(ge=1, le=31)]]
    not_before: NotRequired[Day]
    buffer: NotRequired[Amount]
    lump_sum: NotRequired[Amount]
    offer_from_benefits: NotRequired[bool]
    follow_months: NotRequired[bool]


@with_config(CLOSED)
class Hold(TypedDict):
    """A statutory breathing space."""

    rule: Text
    since: Annotated[Day, Field(alias="from")]
    until: Day | None


@with_config(CLOSED)
class Calendar(TypedDict):
    """Days on which nothing is collected."""

    weekend: Annotated[list[Annotated[str, among(WEEKDAYS)]], Lines]
    holidays: Annotated[list[Day], Lines]


@with_config(CLOSED)
class Proposal(TypedDict):
    """An offer to check."""

    id: Id
    by: Literal["borrower", "lender", "counselor"]
    debt_id: Id
    amount: Amount
    frequency: PlanFrequency
    first_due: Day


@with_config(CLOSED)
class CaseFile(TypedDict):
    """One household with all its debts, on one day."""

    schema: Literal["plainpact/case-file/1"]
    case_id: Id
    as_of: Day
    jurisdiction: Jurisdiction
    subdivision: NotRequired[Id]
    currency: CurrencyCode
    household: Household
    income: Annotated[list[RegularIncome | IrregularIncome], Lines]
    spending: Annotated[list[RegularSpending | IrregularSpending], Lines]
    floor: Floor | None
    debts: Annotated[list[Debt], Field(min_length=1, max_length=MOST_LINES)]
    hardship: Annotated[list[Hardship], Lines]
    commitments: Annotated[list[Commitment], Lines]
    lender_policy: LenderPolicy
    wishes: NotRequired[Wishes]
    hold: NotRequired[Hold]
    calendar: NotRequired[Calendar]
    proposals: NotRequired[Annotated[list[Proposal], Lines]]
