"""The texts and figures that case files and answers are made of, as JSON Schema says them.

They only describe. What is taken is decided by ``core.casefile`` alone, whose names, lists
and limits stand here too; tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.fields import FieldInfo

from app.core.hardship import codes
from app.core.packs import JURISDICTIONS, categories, load
from app.core.periods import PLAN_FREQUENCIES, TIMES_A_YEAR
from app.core.sheet import LONGEST_TEXT

CLOSED = ConfigDict(extra="forbid")
"""No other field is taken, and none is sent."""


def text_like(pattern: str, description: str, *examples: str) -> FieldInfo:
    made: FieldInfo = Field(pattern=pattern, description=description, examples=list(examples))
    return made


def among(names: Iterable[str], description: str | None = None) -> FieldInfo:
    """One of ``names``, which are the product's own list and need no second one here."""
    made: FieldInfo = Field(description=description, json_schema_extra={"enum": [*sorted(names)]})
    return made


Id = Annotated[str, text_like("^[A-Za-z0-9_-]{1,64}$", "Unique in its list.", "d1")]
Text = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S", description="No hidden marks."),
]
Amount = Annotated[
    str,
    text_like(
        r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,3})?$",
        "Major units, with at most the decimals of the currency. Never a number, never signed.",
        "1250.00",
    ),
]
Rate = Annotated[
    str,
    text_like(r"^[0-9]{1,2}(\.[0-9]{1,8})?$", "A fraction of one; 0.249 is 24.9%.", "0.249"),
]
Day = Annotated[
    str,
    Field(
        pattern=r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$|^2200-[0-9]{2}-[0-9]{2}$",
        json_schema_extra={"format": "date"},
        examples=["2027-01-15"],
    ),
]
Month = Annotated[str, text_like("^[0-9]{4}-(0[1-9]|1[0-2])$", "A month.", "2027-02")]

CurrencyCode = Annotated[
    str, among({load(place).currency for place in JURISDICTIONS}, "The jurisdiction's own.")
]
Jurisdiction = Annotated[str, among(JURISDICTIONS, "Whose rules hold.")]
Regular = Annotated[str, among(TIMES_A_YEAR, "How often it is paid.")]
PlanFrequency = Annotated[str, among(PLAN_FREQUENCIES, "How often a plan is paid.")]
IncomeCategory = Annotated[str, among(categories().income_ids)]
SpendingCategory = Annotated[str, among(categories().spending_ids)]
HardshipCode = Annotated[str, among(codes(), "Never repeated in an answer.")]
