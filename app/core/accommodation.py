"""What a lender grants so that a plan fits: a closed set, each with its exact effect.

``compose`` works the effects out. Terms are stored for ever, so a kind may get new
fields that have a default, and no field changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from app.core.money import Money, round_down

Pays = Literal["nothing", "interest", "principal"]
HolidayInterest = Literal["waive", "accrue_simple", "accrue"]
Recover = Literal["extend", "spread", "lump", "capitalise"]
Effect = Literal["shorten", "lower_instalment", "skip_next"]


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
    """A break of ``months`` after ``after`` payments, with three separate switches.

    ``pays``: nothing; the interest of the period; or the instalment less that interest.

    ``interest``: waived; or it accrues on the principal and stands apart, bearing
    none itself (``accrue_simple`` and ``accrue`` alike).

    ``recover``: ``extend`` moves the instalments behind the break; ``spread`` keeps
    the last date and raises the instalments left; ``lump`` asks for what was put off
    with the first one after the break; ``capitalise`` extends, and the interest put
    off joins the principal: once, at the end of the break, or each period with
    ``accrue``. Nothing else ever adds interest on interest.

    ``put_off`` is the interest that arises in the break and is not paid in it.
    """

    kind: ClassVar[str] = "payment_holiday"
    months: int
    pays: Pays = "nothing"
    interest: HolidayInterest = "waive"
    recover: Recover = "extend"
    after: int = 0
    put_off: Money | None = None


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
    """``extra`` more instalments: the balance after ``after`` of them spread over the rest."""

    kind: ClassVar[str] = "term_extension"
    extra: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class ReAmortise:
    """The balance after ``after`` instalments spread again over ``count`` of them."""

    kind: ClassVar[str] = "re_amortise"
    count: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class WriteDown:
    """Part of the balance removed, when the plan is completed unless ``when`` says at once.

    It is taken from the principal first and bears no interest from the first day on.
    """

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


@dataclass(frozen=True, slots=True)
class ExtraPayment:
    """``amount`` more with payment ``n``; it never costs a fee, and the person says what it does.

    ``shorten`` keeps the instalments, ``lower_instalment`` lowers all later ones
    alike and keeps the last date, ``skip_next`` takes it off the next instalments,
    whose interest stays due.
    """

    kind: ClassVar[str] = "extra_payment"
    n: int
    amount: Money
    effect: Effect = "shorten"


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
    | ExtraPayment
)
