"""What an assessment says, as values. Words for people are made from these elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.core.caselines import Floor
from app.core.money import Currency, Money
from app.core.policy import Finding
from app.core.strain import Strain
from app.core.terms import Terms

ENGINE = "1.0.0"


class Result(StrEnum):
    """The case as a whole, from best to worst."""

    PLAN = "plan"
    HOLDING = "holding"
    STOPPED = "stopped"
    NO_AFFORDABLE_PLAN = "no_affordable_plan"


class Route(StrEnum):
    """What one debt is offered."""

    PAYMENT_BREAK = "payment_break"
    DISPUTE_FIRST = "dispute_first"
    TIME_BARRED_WARNING = "time_barred_warning"
    REFER = "refer"
    FULL_PLAN = "full_plan"
    INTEREST_FREEZE = "interest_freeze"
    SETTLEMENT = "settlement"
    REDUCED_PLAN = "reduced_plan"
    TOKEN = "token"  # noqa: S105 - a token payment, not a secret
    NO_AFFORDABLE_PLAN = "no_affordable_plan"


class Label(StrEnum):
    """What an option is best at."""

    BALANCED = "balanced"
    LOWEST_PAYMENT = "lowest_payment"
    FASTEST = "fastest"
    LOWEST_COST = "lowest_cost"
    BREAK_FIRST = "break_first"
    HIGHEST_VALUE = "highest_value"
    SEASONAL = "seasonal"


@dataclass(frozen=True, slots=True)
class MonthBudget:
    """One month's sum, or a run of equal months from ``since`` to ``until`` (``YYYY-MM``)."""

    since: str
    until: str
    income: Money
    surplus: Money
    hard_ceiling: Money
    recommended: Money


@dataclass(frozen=True, slots=True)
class Budget:
    """The household's sum in its worst month of the first twelve; the same for every policy.

    ``floor_basis`` is the floor that counts, with its rule, source and who confirmed it.
    """

    income: Money
    essential: Money
    floor: Money | None
    protected: Money
    surplus: Money
    buffer: Money
    commitments: Money
    hard_ceiling: Money
    recommended: Money
    worst_month: str
    benefit_only: bool
    months: tuple[MonthBudget, ...]
    floor_basis: Floor | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The contractual payment at the contract rate to the end."""

    total: Money
    count: int


@dataclass(frozen=True, slots=True)
class Apr:
    """Yearly percentage by ``rule`` (eu or us), two decimals; None when it has no root."""

    rule: str
    percent: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One affordable plan. ``stretch`` options are for borrower and counselor alone.

    ``borrower_gain`` and ``lender_gain`` are scores from 0 (worst affordable plan)
    to 1 (best). ``npv_loss`` is a fraction of what is owed. ``total_change``
    compares with the baseline and is None when the baseline never clears.
    """

    label: Label
    also: tuple[Label, ...]
    stretch: bool
    instalment: Money
    terms: Terms
    total: Money
    new_interest: Money
    total_change: Money | None
    npv: Money
    npv_loss: Fraction
    borrower_gain: Fraction
    lender_gain: Fraction
    apr: Apr

    @property
    def costs_more(self) -> bool:
        """Whether the plan costs more in total than the contract; pages say so beside the total.

        A contract that never clears costs more than any plan.
        """
        return self.total_change is not None and self.total_change.minor > 0


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the chart that no other beats for both sides; gains as in ``Option``."""

    rate: Fraction
    instalment: Money
    rows: int
    total: Money
    borrower_gain: Fraction
    lender_gain: Fraction


@dataclass(frozen=True, slots=True)
class DebtResult:
    """``share`` and ``hard_share`` are this debt's part of the two ceilings a month.

    ``term_months`` is the longest plan it may have, ``break_until`` the month a
    break ends (``YYYY-MM``) when the route is a break. ``candidates`` counts the
    plans that were kept and compared; ``front`` are those that no other beats.
    """

    id: str
    route: Route
    reasons: tuple[str, ...]
    owed: Money
    share: Money
    hard_share: Money
    term_months: int
    baseline: Baseline | None
    options: tuple[Option, ...]
    break_until: str | None = None
    candidates: int = 0
    front: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Stress:
    """Will it last? For borrower and counselor; lenders never see it.

    ``low`` and ``high`` are chances with two decimals; ``strain`` is what they rest on.
    """

    instalments: Money
    months: int
    saved: int
    low: str
    high: str
    lost_income_1_month: bool
    income_down_20_percent_3_months: bool
    one_bill_500_3_months: bool
    strain: Strain


@dataclass(frozen=True, slots=True)
class ProposalResult:
    id: str
    within_ceiling: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    code: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum: ``formula`` evaluates to ``result``; floor and ceil act on minor units."""

    id: str
    formula: str
    result: str
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a plan may take in one month (``YYYY-MM``)."""

    month: str
    hard: Money
    recommended: Money


@dataclass(frozen=True, slots=True)
class Assessment:
    """``horizon`` covers every month of the longest plan; ``parts`` one tuple per debt, in order.

    ``free`` is what each month of ``horizon`` leaves before any plan: its surplus less what
    is promised elsewhere. ``plan_steps`` lead on from ``explanation`` to each balanced plan; they
    follow from all the rest, and are written down only for whoever reads them.
    """

    case_id: str
    as_of: date
    currency: Currency
    pack_id: str
    pack_version: str
    policy_version: str
    input_sha256: str
    result: Result
    budget: Budget
    debts: tuple[DebtResult, ...]
    stress: Stress | None
    findings: tuple[Finding, ...]
    proposals: tuple[ProposalResult, ...]
    next_steps: tuple[NextStep, ...]
    explanation: tuple[Step, ...]
    horizon: tuple[Ceiling, ...]
    parts: tuple[tuple[Ceiling, ...], ...]
    first_due: date
    free: tuple[Money, ...]
    plan_steps: Callable[[], tuple[Step, ...]] = field(default=tuple, compare=False, repr=False)
