"""The shape of an assessment (plainpact/assessment/1) and of errors, for the description alone."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from app.core.policy import Severity
from app.core.results import Label, Result, Route
from app.web.api.formats import CLOSED, Day, Id, Jurisdiction, Month, among, text_like
from app.web.api.granted import Accommodation, Money, Percent, PlainRate, Segment

Part = Annotated[str, text_like(r"^[01]\.[0-9]{2}$", "From 0.00 to 1.00.", "0.52")]


@with_config(CLOSED)
class Pack(TypedDict):
    """The rules that were used."""

    id: Jurisdiction
    version: str


@with_config(CLOSED)
class Months(TypedDict):
    """A run of equal months."""

    since: Annotated[Month, Field(alias="from")]
    until: Annotated[Month, Field(alias="to")]
    income: Money
    surplus: Money
    hard_ceiling: Money
    recommended: Money


@with_config(CLOSED)
class Budget(TypedDict):
    """The household's worst month of the first twelve. It is the same for every lender policy."""

    income: Money
    essential: Money
    floor: Money | None
    protected: Money
    surplus: Money
    buffer: Money
    commitments: Money
    hard_ceiling: Money
    recommended: Money
    worst_month: Month
    benefit_only: bool
    months: list[Months]


@with_config(CLOSED)
class Baseline(TypedDict):
    """The contractual payment at the contract rate to the end."""

    total: Money
    count: int


@with_config(CLOSED)
class Row(TypedDict):
    """One instalment; sent with ``?rows=1``."""

    n: int
    due_on: Day
    collect_on: Day
    amount: Money
    principal: Money
    interest: Money
    fees: Money
    balance_after: Money


@with_config(CLOSED)
class Gain(TypedDict):
    """How far each side gets from its worst to its best affordable plan, rounded down."""

    borrower: Part
    lender: Part


@with_config(CLOSED)
class Apr(TypedDict):
    """The yearly percentage by this rule; null when there is none."""

    rule: Literal["eu", "us"]
    percent: Percent | None


@with_config(CLOSED)
class Option(TypedDict):
    """One affordable plan. A stretch option is for borrower and counselor alone."""

    label: Annotated[str, among(Label)]
    also: list[Annotated[str, among(Label)]]
    stretch: bool
    rate: PlainRate
    instalment: Money
    first_due: Day
    last_due: Day
    segments: list[Segment]
    total: Money
    interest: Money
    waived: Money
    written_off: Money
    total_change: Money | None
    npv: Money
    npv_loss_percent: Percent
    npv_loss_over_1: bool
    accommodations: list[Accommodation]
    gain: Gain
    apr: Apr
    rows: NotRequired[list[Row]]


@with_config(CLOSED)
class DebtAnswer(TypedDict):
    """What one debt is offered, and why."""

    id: Id
    route: Annotated[str, among(Route)]
    reasons: list[str]
    owed: Money
    share: Money
    baseline: Baseline | None
    options: Annotated[list[Option], Field(max_length=5)]


@with_config(CLOSED)
class Range(TypedDict):
    """The lowest and highest chance over the assumed scenarios."""

    low: Part
    high: Part


@with_config(CLOSED)
class Checks(TypedDict):
    lost_income_1_month: bool
    income_down_20_percent_3_months: bool
    one_bill_500_3_months: bool


@with_config(CLOSED)
class Stress(TypedDict):
    """Will it last? A range for borrower and counselor, never a reason to refuse."""

    instalments: Money
    months: int
    saved: int
    range: Range
    checks: Checks


@with_config(CLOSED)
class Finding(TypedDict):
    code: str
    severity: Annotated[str, among(Severity)]
    path: str
    rule: str
    message: str


@with_config(CLOSED)
class ProposalAnswer(TypedDict):
    id: Id
    findings: list[Finding]
    within_ceiling: bool


@with_config(CLOSED)
class NextStep(TypedDict):
    code: str
    on: NotRequired[Day]


@with_config(CLOSED)
class Step(TypedDict):
    """One line of the sum: the formula evaluates to the result."""

    id: str
    formula: str
    result: str
    rule: str
    version: str


@with_config(CLOSED)
class Assessment(TypedDict):
    """The whole answer. No affordable plan is an answer too."""

    schema: Literal["plainpact/assessment/1"]
    case_id: Id
    as_of: Day
    currency: str
    engine: str
    pack: Pack
    policy_version: str
    input_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    result: Annotated[str, among(Result)]
    budget: Budget
    debts: list[DebtAnswer]
    stress: Stress | None
    findings: list[Finding]
    proposals: list[ProposalAnswer]
    next_steps: list[NextStep]
    explanation: list[Step]


@with_config(CLOSED)
class Problem(TypedDict):
    """One fault: where it is (JSON Pointer), its stable code, what to do."""

    path: Annotated[str, Field(pattern="^(/[^/]*)*$")]
    code: str
    message: str


@with_config(CLOSED)
class Errors(TypedDict):
    """Everything that is wrong, sorted by path."""

    schema: Literal["plainpact/errors/1"]
    errors: Annotated[list[Problem], Field(min_length=1, max_length=100)]
