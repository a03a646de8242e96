"""An offer is held against every month it falls in, whatever a lender's terms say."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.results import ProposalResult
from tests.core.cases import a_case, a_debt, an_income, assessed

FREE = {"annual_rate": "0", "interest": "0.00", "fees": "0.00", "arrears": "0.00"}
SHORT = {"version": "v", "max_term_months": 12}


def an_offer(**changes: object) -> dict[str, Any]:
    return {
        "id": "p1",
        "by": "lender",
        "debt_id": "d1",
        "amount": "100.00",
        "frequency": "monthly",
        "first_due": "2027-02-01",
    } | changes


def looked_at(offer: dict[str, Any], **changes: object) -> ProposalResult:
    case = a_case(debts=[a_debt(**FREE)], proposals=[offer])
    return assessed(case | changes).proposals[0]


def blocks(result: ProposalResult) -> set[str]:
    """What the house blocks; the pack's rules are told beside it."""
    return {f.code for f in result.findings if f.severity == "block" and "house:" in f.rule}


@pytest.mark.parametrize("policy", [{"version": "v"}, SHORT, SHORT | {"rate_ladder": ["0"]}])
@pytest.mark.parametrize("rate", ["0", "0.1"])
def test_no_lender_terms_hide_the_months_in_which_income_is_gone(
    policy: dict[str, Any], rate: str
) -> None:
    # 31 payments to 2029-08; the income ends on 2028-03-31.
    income = [an_income(ends_on="2028-03-31")]
    debt = a_debt(**FREE | {"annual_rate": rate, "principal": "3100.00"})
    result = looked_at(an_offer(), income=income, lender_policy=policy, debts=[debt])

    assert not result.within_ceiling
    assert blocks(result) == {"above_hard_ceiling"}


def test_an_offer_that_ends_before_the_income_does_is_within_it() -> None:
    income = [an_income(ends_on="2028-03-31")]
    result = looked_at(an_offer(amount="250.00"), income=income)  # 12 payments to 2028-01

    assert result.within_ceiling
    assert result.findings == ()


def test_an_offer_after_the_longest_plan_is_held_against_its_own_months() -> None:
    income = [an_income(ends_on="2033-06-30")]
    late = an_offer(by="borrower", amount="250.00", first_due="2034-02-01")

    result = looked_at(late, income=income)
    assert (result.within_ceiling, blocks(result)) == (False, {"above_hard_ceiling"})
    assert looked_at(late).within_ceiling


@pytest.mark.parametrize("first_due", ["2099-02-01", "2059-01-01", "2058-06-01"])
def test_months_that_nobody_looked_at_block(first_due: str) -> None:
    result = looked_at(an_offer(first_due=first_due))

    assert not result.within_ceiling
    assert blocks(result) == {"months_not_known"}


def test_a_month_before_the_first_plan_could_begin_is_looked_at_too() -> None:
    income = [an_income("1000.00"), an_income("500.00", id="i2", starts_on="2027-02-01")]
    result = looked_at(an_offer(first_due="2027-01-20"), income=income)

    assert (result.within_ceiling, blocks(result)) == (False, {"above_hard_ceiling"})


@pytest.mark.parametrize(
    ("frequency", "amount", "month", "together", "bears"),
    [
        ("weekly", "24.92", "2027-03", "124.60", "108.00"),
        ("fortnightly", "46.15", "2027-03", "138.45", "108.00"),
        ("four_weekly", "60.00", "2027-03", "120.00", "108.00"),
        ("quarterly", "180.00", "2027-03", "180.00", "108.00"),
        ("annual", "500.00", "2027-03", "500.00", "108.00"),
    ],
)
@pytest.mark.parametrize("by", ["lender", "borrower", "counselor"])
def test_all_that_falls_due_in_one_month_is_added_up(
    frequency: str, amount: str, month: str, together: str, bears: str, by: str
) -> None:
    income = [an_income("1120.00")]
    offer = an_offer(by=by, frequency=frequency, amount=amount, first_due="2027-03-01")
    result = looked_at(offer, income=income)
    (found,) = (f for f in result.findings if f.code == "above_month_ceiling")

    assert not result.within_ceiling
    assert (found.severity, found.rule) == ("block", "house:frequency")
    assert (
        found.message == f"In {month} the payments come to {together}; that month can bear {bears}."
    )


def test_the_last_payment_counts_as_what_is_left() -> None:
    # Two payments in March: 60.00 and the 10.00 that remain.
    debt = a_debt(**FREE | {"principal": "70.00"})
    offer = an_offer(by="borrower", frequency="four_weekly", amount="60.00", first_due="2027-03-01")

    assert looked_at(offer, income=[an_income("1120.00")], debts=[debt]).within_ceiling


def test_a_collection_that_rolls_into_the_next_month_counts_where_it_was_due() -> None:
    # 30 January is a Saturday: with 27 February it would be two collections in February.
    offer = an_offer(by="borrower", frequency="four_weekly", amount="60.00", first_due="2027-01-30")
    debt = a_debt(**FREE | {"principal": "120.00"})

    assert looked_at(offer, income=[an_income("1120.00")], debts=[debt]).within_ceiling
