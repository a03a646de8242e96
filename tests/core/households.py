"""Generated households of five jurisdictions, and one of no pack that counts in whole yen."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar, cast

from hypothesis import settings
from hypothesis import strategies as st

from app.core import packs
from app.core.assessment import Assessment, assess
from app.core.casefile import CaseFile, parse
from app.core.money import Currency, Money
from app.core.policy import PolicyPack
from tests.core import household_parts as part
from tests.core.dice import ENOUGH, Dice

EXAMPLES = int(os.environ.get("PLAINPACT_EXAMPLES", "200"))
many = settings(max_examples=EXAMPLES)
"""More of them: PLAINPACT_EXAMPLES=10000 pytest tests/core -k property."""

YEN = "yen"
PLACES = (*packs.JURISDICTIONS, YEN)
SUBDIVISIONS = {
    "UK": ("england_wales", "scotland", None),
    "EU": ("DE", "FR", None),
    "US": ("CA", "NY", None),
}
SPARE = ((0, 60_000), (0, 60_000), (0, 9_000), (-30_000, 0), (20_000, 250_000))
Placed = tuple[str, dict[str, Any]]
"""A place and a case file of it."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A household as plain values, and what the engine says about it."""

    case: dict[str, Any]
    place: str
    found: Assessment


def a_household(dice: Dice, place: str) -> dict[str, Any]:
    """A valid case file: from nothing left over to plenty, every frequency, any mix of parts."""
    jurisdiction = "UK" if place == YEN else place
    as_of = date(2027, 1, 1) + timedelta(dice.whole(0, 400))
    count = 25 if dice.one_in(60) else dice.pick((1, 2, 1, 3, 4))
    home = dice.whole(40_000, 120_000)
    spare = dice.whole(*dice.pick(SPARE))
    only_benefits = dice.one_in(8)
    kinds = part.BENEFITS if only_benefits else part.EARNED
    others = part.BENEFITS if only_benefits or dice.one_in(2) else part.EARNED
    return {
        "schema": "plainpact/case-file/1",
        "case_id": "case-1",
        "as_of": as_of.isoformat(),
        "jurisdiction": jurisdiction,
        "currency": packs.load(jurisdiction).currency.value,
        **_subdivision(dice, jurisdiction),
        "household": {
            "adults": dice.whole(1, 2),
            "children": dice.whole(0, 3),
            "partner": False,
            "savings": part.text(dice.whole(0, 200_000)),
        },
        "income": [
            _steady(dice, "pay", dice.pick(kinds), home + spare)
            | ({"starts_on": part.day(as_of, dice.whole(0, 200))} if dice.one_in(12) else {}),
            *(
                part.line(dice, f"i{n}", others, dice.whole(0, 20_000), as_of)
                for n in range(dice.whole(0, 2))
            ),
        ],
        "spending": [
            _steady(dice, "home", "rent", home),
            *(
                part.line(dice, f"s{n}", part.COSTS, dice.whole(0, 12_000), as_of)
                | ({"essential": False} if dice.one_in(5) else {})
                for n in range(dice.whole(0, 2))
            ),
        ],
        "floor": part.floor(dice, as_of, home),
        "debts": [part.debt(dice, n, as_of) for n in range(count)],
        "hardship": part.hardship(dice, as_of),
        "commitments": [part.commitment(dice, n, as_of) for n in range(dice.pick((0, 0, 1, 2)))],
        "lender_policy": part.policy(dice, count),
        "wishes": part.wishes(dice, as_of),
        **({"hold": part.hold(dice, as_of)} if dice.one_in(25) else {}),
        **({"calendar": _calendar(dice, as_of)} if dice.one_in(2) else {}),
    }


def _subdivision(dice: Dice, jurisdiction: str) -> dict[str, str]:
    named = dice.pick(SUBDIVISIONS.get(jurisdiction, (None,)))
    return {} if named is None else {"subdivision": named}


def _steady(dice: Dice, name: str, category: str, monthly: int) -> dict[str, Any]:
    """Monthly, weekly, or with good and bad months around ``monthly``."""
    found: dict[str, Any] = {"id": name, "category": category}
    match dice.pick(("monthly", "weekly", "monthly", "monthly", "irregular")):
        case "weekly":
            return found | {"frequency": "weekly", "amount": part.text(monthly * 12 // 52)}
        case "irregular":
            swing = dice.whole(0, monthly) // dice.pick((20, 6, 2, 1))
            turn = dice.whole(0, 11)
            values = [monthly + swing * ((n + turn) % 12 - 5) // 6 for n in range(12)]
            return found | {"frequency": "irregular", "monthly": [part.text(v) for v in values]}
        case every:
            return found | {"frequency": every, "amount": part.text(monthly)}


def _calendar(dice: Dice, as_of: date) -> dict[str, Any]:
    holidays = [part.day(as_of, dice.whole(0, 400)) for _ in range(dice.whole(0, 3))]
    return {"weekend": ["sat", "sun"], "holidays": holidays}


def households() -> st.SearchStrategy[Placed]:
    """One draw of bytes makes both."""
    return st.binary(min_size=ENOUGH, max_size=ENOUGH).map(_placed)


def _placed(data: bytes) -> Placed:
    dice = Dice(data)
    place = dice.pick(("UK", *PLACES))
    return place, a_household(dice, place)


def read(case: dict[str, Any], place: str) -> tuple[CaseFile, PolicyPack]:
    """The case as the engine takes it; in ``yen`` every penny becomes a whole yen."""
    found = parse(json.dumps(case).encode())
    if place == YEN:
        return counted_in(found, Currency.JPY), yen_pack()
    return found, packs.load(found.jurisdiction)


@lru_cache
def yen_pack() -> PolicyPack:
    return replace(packs.load("UK"), currency=Currency.JPY, buffer_cap="2000")


def assessed(case: dict[str, Any], place: str) -> Assessment:
    return assess(*read(case, place))


def counted_in(value: _T, currency: Currency) -> _T:
    """The same minor units in another currency, all the way down."""
    made: object = value
    if isinstance(value, Money):
        made = Money(value.minor, currency)
    elif isinstance(value, Currency):
        made = currency
    elif isinstance(value, tuple):
        made = tuple(counted_in(each, currency) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: counted_in(getattr(value, f.name), currency) for f in fields(value)}
        made = replace(value, **parts)
    return cast("_T", made)
