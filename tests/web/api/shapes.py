"""The described shapes as validators, and changes to a case file that a program could make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from app.web.api.openapi import PLACE, shapes
from tests.core.cases import a_case, a_cost, an_income, example

some = settings(max_examples=int(os.environ.get("PLAINPACT_EXAMPLES", "100")))

SAID_BY_NO_SCHEMA = {
    *("duplicate_id", "unknown_debt", "household", "currency_mismatch", "arrears_above_owed"),
    *("balance_zero", "date_order", "date_in_future", "date_not_in_future", "too_many_decimals"),
    *("instalment_above_balance", "below_minimum", "unknown_weekday"),
    "text_format",  # hidden marks
    "too_large",  # 500 lines in two lists together
}
"""Faults that lie between two fields, or that no pattern can tell."""


@cache
def validator(shape: str) -> Validator:
    whole = {"$ref": PLACE.format(model=shape), "components": {"schemas": shapes()}}
    made: Validator = _Strict(whole, format_checker=FormatChecker())
    return made


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    # JSON Schema means ECMA 262, where $ is the very end; Python's also comes before a new line.
    if isinstance(value, str) and not re.search(re.sub(r"\$$|\$(?=\|)", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} is not {pattern}")


_Strict: Any = extend(  # type: ignore[no-untyped-call]  # its types are not written down
    Draft202012Validator, {"pattern": _pattern}
)


def full_case() -> dict[str, Any]:
    """The worked example with every optional field filled in."""
    case = example()
    case["household"] |= {"partner": True, "dependants": 1, "area": "North"}
    case["income"].append(
        an_income(id="i9", starts_on="2026-01-01", ends_on="2027-12-31", category="partner_salary")
    )
    case["income"][3] |= {"starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    case["spending"] += [
        a_cost(id="s9", starts_on="2026-01-01", ends_on="2027-12-31", essential=False),
        {
            "id": "s10",
            "category": "rent",
            "frequency": "irregular",
            "monthly": ["1.00"] * 12,
            "starts_on": "2026-01-01",
            "ends_on": "2027-12-31",
            "essential": True,
        },
    ]
    case["floor"] = {
        "monthly": "900.00",
        "rule": "floor",
        "source": "a table",
        "effective": "2026-09-01",
        "expires": "2027-09-01",
        "confirmed_by": "Ada",
        "confirmed_on": "2026-12-01",
    }
    own = {
        "max_term_months": 36,
        "min_instalment": "1.00",
        "waive_fees": True,
        "rate_ladder": ["1", "0.5", "0"],
        "min_repaid_share": "0.50",
        "settlement_share": "0.60",
        "max_break_months": 6,
        "allocation": ["principal", "interest", "fees"],
        "roll": "next",
    }
    case["lender_policy"] = {"version": "2027-01", **own, "per_debt": {"d2": own}}
    case["wishes"] = {
        "frequency": "monthly",
        "day": 1,
        "not_before": "2027-02-01",
        "buffer": "5.00",
        "lump_sum": "10.00",
        "offer_from_benefits": True,
        "follow_months": True,
    }
    case["hold"] = {"rule": "a pause", "from": "2026-01-01", "until": "2026-03-01"}
    case["calendar"] = {"weekend": ["sat", "sun"], "holidays": ["2027-12-25"]}
    case["proposals"] = [
        {
            "id": "p1",
            "by": "borrower",
            "debt_id": "d2",
            "amount": "100.00",
            "frequency": "monthly",
            "first_due": "2027-03-01",
        }
    ]
    return case


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where each value stands, the whole one first."""
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            found += places(inner, (*path, n))
    return found


def at(value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - JSON
    for step in path:
        value = value[step]
    return value


TYPED = st.sampled_from(
    [
        *(None, True, False, 0, 1, 12, -1, 100, 10**16, "", " ", "x", "0", "00", "1", "1.5", "0.5"),
        *("1.234", "1.2345", "12345678901", "1,250.00", "1e3", "+5", "-5", "٣", "NaN", ".249"),
        *("24.9%", "0.123456789", "100", "99.9", "2027-02-30", "15/01/2027", "1899-12-31"),
        *("2200-12-31", "2201-01-01", "2027-1-5", "bimonthly", "irregular", "monthly", "daily"),
        *("ten_a_year", "salary", "rent", "JOB_LOSS", "UK", "GBP", "JPY", "offered", "lender"),
        *("a" * 64, "a" * 65, "é", "a b", "d1\n", "x" * 200, "x" * 201, "a\u202eb", [], {}),
        *(["mon"], ["1"], ["x"], ["principal", "interest", "fees"], ["fees"] * 3, {"amount": "1"}),
    ]
)

ODD = ["amount", "monthly", "essential", "version", "until", "from", "note", "expires", "roll"]


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A good case file with up to three values replaced, taken away or added."""
    case: dict[str, Any] = draw(st.sampled_from([full_case, example, a_case]))()
    for _ in range(draw(st.integers(1, 3))):
        left = places(case)[1:]
        if not left:
            break
        path = draw(st.sampled_from(left))
        holder, last = at(case, path[:-1]), path[-1]
        what = draw(st.sampled_from(["put", "put", "take", "add"]))
        if what == "put":
            holder[last] = draw(TYPED)
        elif what == "take":
            del holder[last]
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(ODD))] = draw(TYPED)
    return case
