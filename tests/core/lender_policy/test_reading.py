"""A policy is read strictly, and one that breaks the ethics bar is refused with the rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from app.core.errors import InvalidInput
from app.core.lender_policy.ethics import BARS, MOST_LEAST
from app.core.lender_policy.limits import needs_second
from app.core.lender_policy.reading import read
from app.core.lender_policy.writing import to_plain
from app.core.money import Currency
from tests.core.lender_policy.writings import policies, policy, written
from tests.factories import a_debt, terms


def faults(**said: Any) -> dict[str, tuple[str, str]]:  # noqa: ANN401 (plain JSON)
    """Path to code and message of every fault in a policy."""
    try:
        policy(**said)
    except InvalidInput as refusal:
        return {p.path: (p.code, p.message) for p in refusal.problems}
    return {}


def codes(**said: Any) -> dict[str, str]:  # noqa: ANN401 (plain JSON)
    return {path: code for path, (code, _) in faults(**said).items()}


@given(policies())
def test_what_is_written_is_read_back(told: dict[str, Any]) -> None:
    found = read(told, Currency.GBP)
    assert read(to_plain(found), Currency.GBP) == found


BROKEN = [
    ({"protected_floor": "500.00"}, "floor_is_protected", "E2"),
    ({"buffer": "0.00"}, "buffer_is_the_borrowers", "E2"),
    ({"surplus_share": "0.9"}, "ceiling_is_the_households", "E1"),
    ({"ceiling": "900.00"}, "ceiling_is_the_households", "E1"),
    ({"cooling_off_days": 7}, "cooling_off_is_the_borrowers", "E12"),
    ({"skip_worst_month": True}, "worst_month_counts", "E1"),
    ({"priority_last": True}, "priority_comes_first", "E1"),
    ({"rounding": "up"}, "rounding_is_fixed", "planning"),
    ({"capitalise": True}, "no_interest_on_interest", "planning"),
    ({"hide_no_affordable_plan": True}, "no_plan_is_said", "E4"),
    ({"default_interest": "0.1"}, "asking_costs_nothing", "E11"),
    ({"arrangement_fee": "12.00"}, "asking_costs_nothing", "E11"),
    ({"offer_expires_in_hours": 24}, "no_urgency", "E6"),
    ({"auto_refuse_below": "20.00"}, "no_automatic_refusal", "E27"),
    ({"grace_days": 0}, "missed_payment_gets_time", "E13"),
    ({"score": True}, "nobody_is_scored", "E28"),
    ({"documents": 5}, "least_proof", "E17"),
    ({"calls_a_week": 9}, "contact_is_bounded", "E21"),
    ({"min_instalment": "25.01"}, "least_payment_shuts_out", "E4"),
    ({"max_term_months": 11}, "term_shuts_out", "E4"),
    ({"rate_ladder": ["1.2"]}, "no_default_interest", "E11"),
]


@pytest.mark.parametrize("place", ["base", "portfolio", "band"])
@pytest.mark.parametrize(("said", "code", "rule"), BROKEN, ids=lambda v: str(v)[:40])
def test_a_policy_that_breaks_the_ethics_bar_is_refused_with_the_rule(
    place: str, said: dict[str, Any], code: str, rule: str
) -> None:
    (field,) = said
    whole: dict[str, tuple[str, dict[str, Any]]] = {
        "base": ("/base", {"base": said}),
        "portfolio": ("/portfolios/0", {"portfolios": [{"name": "Car loan"} | said]}),
        "band": ("/bands/0", {"bands": [{"from": "0.00"} | said]}),
    }
    path, policy_said = whole[place]
    found, message = faults(**policy_said)[f"{path}/{field}"]
    assert found == code
    assert f"({rule}" in message


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("minFloor", "floor_is_protected"),
        ("min-floor", "floor_is_protected"),
        ("MIN_FLOOR", "floor_is_protected"),
        ("floor2", "floor_is_protected"),
        ("UKFloor", "floor_is_protected"),
        ("protected floor", "floor_is_protected"),
        ("hardCeiling", "ceiling_is_the_households"),
        ("minBuffer", "buffer_is_the_borrowers"),
        ("useSavings", "buffer_is_the_borrowers"),
        ("interestOnInterest", "no_interest_on_interest"),
        ("charge-interest-on-interest", "no_interest_on_interest"),
        ("ignore_commitments", "ceiling_is_the_households"),
        ("allow_stretch", "ceiling_is_the_households"),
        ("income", "ceiling_is_the_households"),
        ("capSpending", "ceiling_is_the_households"),
        ("roundUp", "rounding_is_fixed"),
        ("ignorePriorities", "priority_comes_first"),
        ("coolingOffDays", "cooling_off_is_the_borrowers"),
    ],
)
def test_however_a_name_is_written_its_rule_is_told(field: str, code: str) -> None:
    found, message = faults(base={field: "1"})[f"/base/{field}"]
    assert (found, message.endswith(")")) == (code, True)


@pytest.mark.parametrize("field", ["maxTermMonths", "colour", "flooring", "incoming", "discover"])
def test_a_name_that_reaches_for_nothing_is_merely_unknown(field: str) -> None:
    assert codes(base={field: "1"}) == {f"/base/{field}": "unknown_field"}


def test_every_relief_may_need_a_second_person_but_not_every_plan() -> None:
    every_relief = {"rate_cut": "0", "let_go": "0", "settlement": "1"}
    assert codes(approval=every_relief) == {}
    assert codes(approval=every_relief | {"term_months": 11}) == {
        "/approval/term_months": "second_person_for_everything"
    }
    limits = policy(approval=every_relief).limits
    at_the_contract_rate = replace(terms(), rate=Fraction(249, 1000))
    assert needs_second(at_the_contract_rate, a_debt(), limits) == ()


def test_every_bar_is_reached_by_one_of_the_tests_above() -> None:
    assert {bar.code for bar in BARS} <= {code for _, code, _ in BROKEN}


def test_a_field_at_the_top_that_reaches_too_far_is_refused_too() -> None:
    assert codes(floor="0.00") == {"/floor": "floor_is_protected"}
    assert codes(colour="red") == {"/colour": "unknown_field"}


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([{"from": "0.00", "to": "9.00"}, {"from": "8.99"}], {"/bands/1/from": "band_overlap"}),
        ([{"from": "9.00"}, {"from": "0.00"}], {"/bands/0/from": "band_overlap"}),
        ([{"from": "5.00"}, {"from": "0.00", "to": "4.99"}], {"/bands/0/from": "band_gap"}),
        ([{"from": "5.00", "to": "5.00"}], {"/bands/0/to": "band_empty"}),
        ([{"from": "0.00", "to": "9.00"}, {"from": "9.00", "to": "10.00"}], {}),
    ],
)
def test_bands_neither_overlap_nor_leave_a_hole(
    bands: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    assert codes(bands=[band | {"waive_fees": True} for band in bands]) == expected


def test_other_mistakes_hide_no_band() -> None:
    bands = [{"from": "9.00", "max_term_months": 6}, {"from": "0.00", "waive_fees": True}]
    assert codes(bands=bands, floor="1.00") == {
        "/bands/0/from": "band_overlap",
        "/bands/0/max_term_months": "term_shuts_out",
        "/floor": "floor_is_protected",
    }


def test_a_band_whose_end_cannot_be_read_overlaps_nothing() -> None:
    bands = [{"from": "0.00", "to": "x"}, {"from": "9.00"}]
    found = codes(bands=[band | {"waive_fees": True} for band in bands])
    assert found == {"/bands/0/to": "amount_format"}


@pytest.mark.parametrize(
    ("currency", "fits", "too_much"),
    [("JPY", "3500", "3501"), ("KWD", "7.000", "7.001"), ("CNY", "130.00", "130.01")],
)
def test_the_largest_least_payment_is_that_of_the_currency(
    currency: str, fits: str, too_much: str
) -> None:
    def told(amount: str) -> dict[str, Any]:
        return written() | {"currency": currency, "base": {"min_instalment": amount}}

    assert read(told(fits), Currency(currency)).base.min_instalment is not None
    with pytest.raises(InvalidInput) as refusal:
        read(told(too_much), Currency(currency))
    (problem,) = refusal.value.problems
    assert (problem.code, f"{fits} {currency} a month" in problem.message) == (
        "least_payment_shuts_out",
        True,
    )


def test_every_currency_has_its_largest_least_payment() -> None:
    assert set(MOST_LEAST) == set(Currency)
    assert all(most.currency is currency for currency, most in MOST_LEAST.items())


def test_all_faults_are_told_at_once() -> None:
    found = codes(
        version="no spaces please",
        effective_from="2027-02-30",
        currency="USD",
        base={"min_repaid_share": "1.01", "max_break_months": 13, "settlement_share": "60%"},
        portfolios=[
            {"name": "Car loan", "waive_fees": True},
            {"name": "car  LOAN", "roll": "x"},
            {"name": "Empty"},
        ],
        approval={"rate_cut": "2", "term_months": 3},
    )
    assert found == {
        "/version": "id_format",
        "/effective_from": "date_format",
        "/currency": "currency_mismatch",
        "/base/min_repaid_share": "past_limit",
        "/base/max_break_months": "past_limit",
        "/base/settlement_share": "rate_format",
        "/portfolios/1/name": "duplicate_portfolio",
        "/portfolios/1/roll": "unknown_roll",
        "/portfolios/2": "says_nothing",
        "/approval/rate_cut": "past_limit",
        "/approval/term_months": "second_person_for_everything",
    }


def test_a_policy_needs_its_label_day_currency_and_base() -> None:
    try:
        read({}, Currency.GBP)
    except InvalidInput as refusal:
        missing = {p.path for p in refusal.problems if p.code == "missing"}
    assert missing == {"/schema", "/version", "/effective_from", "/currency", "/base"}
    assert read(written(), Currency.GBP).version == "2027-01"
