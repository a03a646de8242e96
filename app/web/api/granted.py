"""The shape of what a lender grants: one for each kind of accommodation."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from app.core.accommodation import HolidayInterest, Pays, Recover
from app.web.api.formats import CLOSED, Day, text_like

Percent = Annotated[str, text_like(r"^-?[0-9]+\.[0-9]{2}$", "A percentage.", "5.29")]
PlainRate = Annotated[str, text_like(r"^[0-9]+(\.[0-9]+)?$", "A fraction of one.", "0.06225")]


@with_config(CLOSED)
class Money(TypedDict):
    """An amount in major units as text and in minor units as a whole number."""

    amount: Annotated[str, text_like(r"^-?(0|[1-9][0-9]*)(\.[0-9]{1,3})?$", "", "-6.50")]
    minor: int


@with_config(CLOSED)
class RateCut(TypedDict):
    kind: Literal["rate_cut"]
    was: Annotated[PlainRate, Field(alias="from")]
    to: PlainRate


@with_config(CLOSED)
class Freeze(TypedDict):
    kind: Literal["freeze"]
    since: Annotated[Day, Field(alias="from")]
    until: Day


@with_config(CLOSED)
class Waiver(TypedDict):
    kind: Literal["interest_waiver", "fee_waiver", "capitalise"]
    amount: Money


@with_config(CLOSED)
class PaymentHoliday(TypedDict):
    kind: Literal["payment_holiday"]
    months: int
    pays: Pays
    interest: HolidayInterest
    recover: Recover
    after: NotRequired[int]
    put_off: NotRequired[Money]


@with_config(CLOSED)
class Segment(TypedDict):
    count: int
    amount: Money


@with_config(CLOSED)
class StepUp(TypedDict):
    kind: Literal["step_up"]
    steps: list[Segment]


@with_config(CLOSED)
class Seasonal(TypedDict):
    kind: Literal["seasonal"]


@with_config(CLOSED)
class TermExtension(TypedDict):
    kind: Literal["term_extension"]
    extra: int
    after: int


@with_config(CLOSED)
class ReAmortise(TypedDict):
    kind: Literal["re_amortise"]
    count: int
    after: int


@with_config(CLOSED)
class ExtraPayment(TypedDict):
    kind: Literal["extra_payment"]
    n: int
    amount: Money
    effect: Literal["shorten", "lower_instalment", "skip_next"]


@with_config(CLOSED)
class WriteDown(TypedDict):
    kind: Literal["write_down"]
    amount: Money
    when: Literal["on_completion", "at_once"]


@with_config(CLOSED)
class PercentOfIncome(TypedDict):
    kind: Literal["percent_of_income"]
    percent: PlainRate
    lowest: Money
    highest: Money


@with_config(CLOSED)
class Token(TypedDict):
    kind: Literal["token"]
    amount: Money
    review_on: Day


@with_config(CLOSED)
class Settlement(TypedDict):
    kind: Literal["settlement"]
    rest: Literal["written_off", "continues"]


Accommodation = Annotated[
    RateCut
    | Freeze
    | Waiver
    | PaymentHoliday
    | StepUp
    | Seasonal
    | TermExtension
    | ReAmortise
    | ExtraPayment
    | WriteDown
    | PercentOfIncome
    | Token
    | Settlement,
    Field(discriminator="kind"),
]
