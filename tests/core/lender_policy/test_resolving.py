"""Which terms hold: base, portfolio, band; the day; and never the household's own sum."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.assessment import assess
from app.core.casefile import parse
from app.core.caselines import LenderTerms
from app.core.lender_policy.reading import read
from app.core.lender_policy.resolve import in_force, resolve
from app.core.lender_policy.values import FIELDS, HOUSE_TERMS
from app.core.money import Currency, Money
from app.core.packs import load
from tests.core.lender_policy.writings import policies, policy

DAY = date(2027, 6, 1)
EXAMPLE = Path(__file__).parents[1] / "fixtures" / "example_input.json"
balances = st.integers(0, 2_000_000).map(lambda minor: Money(minor, Currency.GBP))


def test_a_lender_without_a_policy_has_the_terms_of_the_house() -> None:
    later = policy(effective_from="2027-06-02")
    for versions in ((), (later,)):
        assert resolve(versions, DAY, "Credit card", Money(1, Currency.GBP)) == HOUSE_TERMS


def test_portfolio_goes_over_base_and_band_over_both_field_by_field() -> None:
    found = policy(
        base={"max_term_months": 24, "settlement_share": "0.7", "max_break_months": 3},
        portfolios=[{"name": "Credit card", "max_term_months": 36, "settlement_share": "0.8"}],
        bands=[{"from": "1000.00", "settlement_share": "0.9"}],
    )

    def said(portfolio: str, pounds: int) -> tuple[object, ...]:
        terms = resolve((found,), DAY, portfolio, Money(100 * pounds, Currency.GBP))
        return terms.max_term_months, terms.settlement_share, terms.max_break_months

    assert said("Car loan", 999) == (24, Fraction(7, 10), 3)
    assert said(" credit  CARD ", 999) == (36, Fraction(4, 5), 3)
    assert said("Credit card", 1000) == (36, Fraction(9, 10), 3)
    assert said("Car loan", 1000) == (24, Fraction(9, 10), 3)


def test_fees_are_let_go_unless_the_policy_says_otherwise() -> None:
    owed = Money(100, Currency.GBP)
    assert resolve((policy(),), DAY, "", owed).waive_fees is True
    assert resolve((policy(base={"waive_fees": False}),), DAY, "", owed).waive_fees is False


def test_the_latest_version_that_has_begun_is_in_force() -> None:
    early, late = policy(), policy(version="2027-06", effective_from="2027-06-01")
    again = policy(version="2027-06b", effective_from="2027-06-01")
    versions = (late, early, again)
    assert in_force(versions, date(2026, 12, 31), Currency.GBP) is None
    assert in_force(versions, date(2027, 5, 31), Currency.GBP) == early
    assert in_force(versions, DAY, Currency.GBP) == again, "of two on one day the later one"
    assert in_force(versions, DAY, Currency.CNY) is None


@given(policies(), st.data(), balances, st.sampled_from(["Car loan", "X"]))
def test_the_order_of_rows_does_not_matter_and_every_balance_has_terms(
    told: dict[str, Any], rows: st.DataObject, balance: Money, portfolio: str
) -> None:
    mixed = dict(told)
    for name in ("bands", "portfolios"):
        mixed[name] = rows.draw(st.permutations(told[name]))
    found = resolve((read(told, Currency.GBP),), DAY, portfolio, balance)
    assert found == resolve((read(mixed, Currency.GBP),), DAY, portfolio, balance)
    assert found.version == "2027-01"
    assert found.waive_fees is not None


@given(policies(), balances)
def test_each_field_is_what_the_narrowest_place_says(told: dict[str, Any], balance: Money) -> None:
    whole = read(told, Currency.GBP)
    found = resolve((whole,), DAY, "Car loan", balance)
    places = [
        *(band.terms for band in whole.bands if band.holds(balance)),
        *(p.terms for p in whole.portfolios if p.name == "Car loan"),
        whole.base,
        HOUSE_TERMS,
    ]
    assert len(places) <= 4, "no balance is in two bands"
    for name in FIELDS:
        first = next((getattr(p, name) for p in places if getattr(p, name) is not None), None)
        assert getattr(found, name) == first


@settings(max_examples=60)
@given(policies(), balances)
def test_the_budget_is_the_same_under_every_policy(told: dict[str, Any], balance: Money) -> None:
    terms = resolve((read(told, Currency.GBP),), DAY, "Car loan", balance)
    assert _budget(terms) == _budget(HOUSE_TERMS)


def _budget(terms: LenderTerms) -> tuple[object, ...]:
    case = replace(parse(EXAMPLE.read_bytes()), policy=terms, input_sha256="")
    found = assess(case, load("UK"))
    first_year = tuple(found.horizon[:12])
    return found.budget, first_year


def test_the_example_really_depends_on_the_policy_elsewhere() -> None:
    case = parse(EXAMPLE.read_bytes())
    short = replace(case, policy=LenderTerms(max_term_months=12), input_sha256="")
    assert assess(short, load("UK")).debts != assess(case, load("UK")).debts
    assert json.loads(EXAMPLE.read_bytes())["lender_policy"]["max_term_months"] != 12


@pytest.mark.parametrize("name", ["ceilings", "household", "cashflow", "budgeting", "sharing"])
def test_the_sum_of_the_household_imports_nothing_of_a_policy(name: str) -> None:
    source = (Path(__file__).parents[3] / "app" / "core" / f"{name}.py").read_text(encoding="utf-8")
    assert "lender_policy" not in source
    assert "app.core.lending" not in source
