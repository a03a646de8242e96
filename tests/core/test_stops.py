"""What comes before any plan: holds, disputes, old debts, hardship that needs a person, benefits."""

from __future__ import annotations

import pytest

from app.core.assessment import Result, Route, to_json
from tests.core.cases import (
    a_case,
    a_debt,
    an_income,
    codes,
    hardship,
    only,
    pounds,
)


def test_a_statutory_hold_stops_every_figure() -> None:
    hold = {"rule": "UK-B01", "from": "2027-01-01", "until": "2027-03-01"}
    found, route, options = only(a_case(hold=hold))

    assert (route, options, found.result) == (Route.PAYMENT_BREAK, (), Result.HOLDING)


def test_a_hold_that_ended_stops_nothing() -> None:
    hold = {"rule": "UK-B01", "from": "2026-11-01", "until": "2027-01-14"}

    assert only(a_case(hold=hold))[1] is Route.FULL_PLAN


def test_a_dispute_comes_before_any_plan() -> None:
    found, route, options = only(a_case(debts=[a_debt(disputed=True)]))

    assert (route, options, found.result) == (Route.DISPUTE_FIRST, (), Result.STOPPED)
    assert found.next_steps[0].code == "settle_dispute"


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"disputed": True}, False),
        ({"last_payment_on": "2020-01-01"}, False),
    ],
)
def test_what_the_contract_comes_to_is_not_shown_while_it_is_open_if_it_binds(
    changes: dict[str, object], shown: bool
) -> None:
    found = only(a_case(debts=[a_debt(**changes)]))[0]

    assert (found.debts[0].baseline is not None) is shown


@pytest.mark.parametrize(
    ("subdivision", "paid", "acknowledged", "code"),
    [
        ("england_wales", "2021-01-15", None, "limitation_reached"),
        ("england_wales", "2021-01-16", None, None),
        ("england_wales", "2020-01-01", "2024-01-01", None),
        ("scotland", "2022-01-15", None, "debt_extinguished"),
        ("scotland", "2022-01-16", None, None),
    ],
)
def test_an_old_debt_is_warned_about_before_any_payment(
    subdivision: str, paid: str, acknowledged: str | None, code: str | None
) -> None:
    debt = a_debt(last_payment_on=paid, acknowledged_on=acknowledged)
    found, route, options = only(a_case(subdivision=subdivision, debts=[debt]))

    assert (route is Route.TIME_BARRED_WARNING) is (code is not None)
    assert bool(options) is (code is None)
    assert [c for c in codes(found) if c.startswith(("limitation", "debt"))] == (
        [code] if code else []
    )


def test_an_unknown_last_payment_is_said() -> None:
    found, route, _ = only(a_case(debts=[a_debt(last_payment_on=None)]))

    assert "limitation_unknown" in codes(found)
    assert route is Route.FULL_PLAN


@pytest.mark.parametrize(
    "code",
    ["TERMINAL", "MENTAL_HEALTH", "BEREAVEMENT", "DOMESTIC_ABUSE", "ADDICTION_GAMBLING"],
)
def test_some_hardships_need_a_person_first(code: str) -> None:
    found, route, options = only(a_case(hardship=[hardship(code)]))

    assert (route, options, found.result) == (Route.REFER, (), Result.STOPPED)
    assert code not in to_json(found).decode()


def test_a_hardship_that_is_over_no_longer_refers() -> None:
    over = hardship("BEREAVEMENT", "2027-01-14")

    assert only(a_case(hardship=[over]))[1] is Route.FULL_PLAN


def test_benefits_are_not_offered_unless_the_borrower_says_so() -> None:
    benefits = [an_income("1500.00", category="main_benefit")]
    found, route, _ = only(a_case(income=benefits))
    opted, chosen, _ = only(a_case(income=benefits, wishes={"offer_from_benefits": True}))

    assert found.budget.benefit_only
    assert not found.budget.recommended
    assert route is Route.REFER
    assert opted.budget.recommended == pounds("250.00")
    assert chosen is Route.FULL_PLAN
