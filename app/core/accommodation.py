"""What a lender grants so that a plan fits: a closed set, each with its exact effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from app.core.money import Money, round_down

Pays = Literal["nothing", "interest", "principal"]
HolidayInterest = Literal["waive", "accrue_simple", "accrue"]
Recover = Literal["extend", "spread", "lump", "capitalise"]


@dataclass(frozen=True, slots=True)
class RateCut:
    """A new yearly rate from the first period on; 0 is a freeze for the whole plan."""

    kind: ClassVar[str] = "rate_cut"
    was: Fraction
    to: Fraction


@dataclass(frozen=True, slots=True)
class InterestFreeze:
    """No interest on the days from ``since`` to ``until``, both included."""

    kind: ClassVar[str] = "freeze"
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class InterestWaiver:
    """Accrued interest that is no longer owed."""

    kind: ClassVar[str] = "interest_waiver"
    amount: Money


@dataclass(frozen=True, slots=True)
class FeeWaiver:
    """Charged fees that are no longer owed."""

    kind: ClassVar[str] = "fee_waiver"
    amount: Money


@dataclass(frozen=True, slots=True)
class Capitalise:
    """Accrued interest that joins the principal; never fees, never by default."""

    kind: ClassVar[str] = "capitalise"
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentHoliday:
    """A break of ``months``: what is paid, what interest does, how it is made up."""

    kind: ClassVar[str] = "payment_holiday"
    months: int
    pays: Pays = "nothing"
    interest: HolidayInterest = "waive"
    recover: Recover = "extend"


@dataclass(frozen=True, slots=True)
class StepUp:
    """Segments of (count, instalment), each within its months' ceilings."""

    kind: ClassVar[str] = "step_up"
    steps: tuple[tuple[int, Money], ...]


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Instalments follow the months: more in good ones, less or nothing in bad ones."""

    kind: ClassVar[str] = "seasonal"


@dataclass(frozen=True, slots=True)
class TermExtension:
    """More instalments than before."""

    kind: ClassVar[str] = "term_extension"
    extra: int


@dataclass(frozen=True, slots=True)
class ReAmortise:
    """The balance spread again over the instalments left."""

    kind: ClassVar[str] = "re_amortise"
    count: int


@dataclass(frozen=True, slots=True)
class WriteDown:
    """Part of the balance removed, when the plan is completed unless ``when`` says at once."""

    kind: ClassVar[str] = "write_down"
    amount: Money
    when: Literal["on_completion", "at_once"] = "on_completion"


@dataclass(frozen=True, slots=True)
class PercentOfIncome:
    """floor(percent x income) a month between ``lowest`` and ``highest``."""

    kind: ClassVar[str] = "percent_of_income"
    percent: Fraction
    lowest: Money
    highest: Money

    def instalment(self, income: Money) -> Money:
        """What is due for a month's income, rounded down."""
        part = round_down(self.percent * income.minor, income.currency)
        return min(max(part, self.lowest), self.highest)


@dataclass(frozen=True, slots=True)
class Token:
    """A small amount while things are hard, interest frozen, until the review."""

    kind: ClassVar[str] = "token"
    amount: Money
    review_on: date


@dataclass(frozen=True, slots=True)
class Settlement:
    """One payment; ``rest`` says what becomes of what it does not cover."""

    kind: ClassVar[str] = "settlement"
    rest: Literal["written_off", "continues"] = "written_off"


Accommodation = (
    RateCut
    | InterestFreeze
    | InterestWaiver
    | FeeWaiver
    | Capitalise
    | PaymentHoliday
    | StepUp
    | Seasonal
    | TermExtension
    | ReAmortise
    | WriteDown
    | PercentOfIncome
    | Token
    | Settlement
)
