"""An offer is worth to the lender what the engine said of the option it was made from."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.casefile import parse
from app.core.dates import add_months
from app.core.lender_view import apr_us, percent
from app.core.money import Money
from app.core.offer_value import OfferValue, value_of
from app.core.packs import JURISDICTIONS, load
from app.core.periods import Every
from tests.core.cases import assessed as assess_case
from tests.core.cases import example
from tests.core.households import EXAMPLES, assessed, households, many, read

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@settings(max_examples=max(60, EXAMPLES // 5))
@given(households())
def test_an_offer_made_from_an_option_is_worth_what_the_option_says(
    placed: tuple[str, dict[str, Any]],
) -> None:
    place, case = placed
    file, pack = read(case, place)
    found = assessed(case, place)
    for debt, line in zip(found.debts, file.debts, strict=True):
        for option in debt.options:
            value = value_of(option.terms, line, found.as_of, pack.apr_rule)
            assert (value.worth, value.loss) == (option.npv, option.npv_loss), debt.route
            assert value.apr == option.apr


@many
@given(
    owed=st.integers(1, 10**7),
    rows=st.integers(1, 72),
    as_of=DAYS,
    every=st.sampled_from([Every.MONTHLY, Every.WEEKLY, Every.QUARTERLY]),
)
def test_property_22_repaying_exactly_what_is_owed_is_nothing_in_the_us_too(
    owed: int, rows: int, as_of: date, every: Every
) -> None:
    size, over = divmod(owed, rows)
    paid = [(add_months(as_of, 3 * n), size + (n == 1) * over) for n in range(1, rows + 1)]

    assert apr_us(owed, as_of, [each for each in paid if each[1]], every) == "0.00"


def worked_example(rule: str = "eu") -> OfferValue:
    """The balanced option of the documented card debt."""
    found, file = assess_case(example()), parse(json.dumps(example()).encode())
    return value_of(found.debts[1].options[0].terms, file.debts[1], file.as_of, rule)


def test_the_documented_figures() -> None:
    found = worked_example()

    assert (found.covered.plain, found.worth.plain) == ("4085.30", "3085.34")
    assert (percent(found.loss), found.apr.percent) == ("24.48", "5.29")


@pytest.mark.parametrize(
    ("loss", "diminished"),
    [("0", False), ("0.01", False), ("0.0100001", True), ("0.5", True), ("-0.02", False)],
)
def test_above_one_percent_and_not_at_it_an_obligation_is_diminished(
    loss: str, diminished: bool
) -> None:
    assert replace(worked_example(), loss=Fraction(loss)).diminished is diminished


def test_the_rule_of_the_yearly_percentage_is_the_jurisdictions() -> None:
    eu, us = worked_example("eu").apr, worked_example("us").apr

    assert (eu.rule, us.rule) == ("eu", "us")
    assert us.percent not in (None, eu.percent)
    assert {place: load(place).apr_rule for place in JURISDICTIONS} == {
        "CN": "eu",
        "US": "us",
        "UK": "eu",
        "AU": "eu",
        "EU": "eu",
    }


def test_terms_that_cover_nothing_have_no_value() -> None:
    found, file = assess_case(example()), parse(json.dumps(example()).encode())
    terms = found.debts[0].options[0].terms
    paid_up = replace(file.debts[0], arrears=Money(0, file.currency))

    with pytest.raises(ValueError, match="nothing"):
        value_of(terms, paid_up, file.as_of, "eu")
