"""Everything a lender may grant is stored and read back, as it was written then and now."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    PercentOfIncome,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.money import Currency, Money
from app.store.event_codec import from_json, to_json

POUND = Money(100, Currency.GBP)
DAY = date(2027, 2, 1)
ALL: tuple[Accommodation, ...] = (
    RateCut(Fraction(249, 1000), Fraction(0)),
    InterestFreeze(DAY, DAY),
    InterestWaiver(POUND),
    FeeWaiver(POUND),
    Capitalise(POUND),
    PaymentHoliday(3, "interest", "accrue", "spread", after=2, put_off=POUND),
    StepUp(((2, POUND), (1, Money(200, Currency.GBP)))),
    Seasonal(),
    TermExtension(12, after=3),
    ReAmortise(24, after=3),
    WriteDown(POUND, "at_once"),
    PercentOfIncome(Fraction(8, 100), POUND, POUND),
    Token(POUND, DAY),
    Settlement("continues"),
    ExtraPayment(4, POUND, "skip_next"),
)


def test_no_kind_is_missing_here() -> None:
    assert {type(one) for one in ALL} == set(get_args(Accommodation))


@pytest.mark.parametrize("granted", ALL, ids=lambda one: one.kind)
def test_what_is_granted_is_read_back(granted: Accommodation) -> None:
    assert from_json(to_json(granted, Accommodation), Accommodation) == granted


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (
            {
                "$kind": "payment-holiday",
                "months": 3,
                "pays": "nothing",
                "interest": "waive",
                "recover": "extend",
            },
            PaymentHoliday(3),
        ),
        ({"$kind": "term-extension", "extra": 4}, TermExtension(4)),
        ({"$kind": "re-amortise", "count": 9}, ReAmortise(9)),
    ],
)
def test_what_was_stored_before_there_were_more_fields_still_reads(
    stored: dict[str, object], read: Accommodation
) -> None:
    assert from_json(json.dumps(stored).encode(), Accommodation) == read
