"""Where no plan is affordable, the reason given is the true one, and its figures are shown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.core.assessment import Assessment, Route
from tests.core.cases import a_case, a_debt, an_income, assessed
from tests.core.second_sum import evaluate

TWENTY_FIVE = {"version": "v", "min_instalment": "25.00"}
OTHER = a_debt(id="d2", principal="1000.00", interest="0.00", fees="0.00")
TAX = a_debt(
    id="tax", kind="council_tax", priority=True, principal="2400.00", interest="0.00",
    fees="0.00", arrears="2400.00", annual_rate="0",
)  # fmt: skip
PROMISE = {
    "id": "c1", "creditor": "Otherbank", "status": "agreed", "amount": "750.00",
    "frequency": "monthly", "from": "2026-01-01", "until": None,
}  # fmt: skip

CASES: dict[str, tuple[dict[str, Any], str, dict[str, tuple[str, str]]]] = {
    "the lender's smallest payment": (
        # 22.00 recommended; 39.60 hard, and 3052.00 takes 42.39 a month without interest.
        a_case(income=[an_income("1044.00")], lender_policy=TWENTY_FIVE),
        "below_lender_minimum",
        {
            "lots_d1": ("min(25.00,3052.00)", "25.00"),
            "share_d1": ("max(0.00,22.00-25.00)", "0.00"),
        },
    ),
    "the smallest payments together": (
        # 30.00 recommended is enough for one of them.
        a_case(income=[an_income("1060.00")], debts=[a_debt(), OTHER], lender_policy=TWENTY_FIVE),
        "below_lender_minimum",
        {
            "lots_d1": ("min(25.00,3052.00)", "25.00"),
            "lots_d2": ("min(25.00,1000.00)", "25.00"),
            "share_d1": ("max(0.00,30.00-25.00-25.00)", "0.00"),
        },
    ),
    "a smallest payment that no policy says": (
        a_case(income=[an_income("1001.00")]),
        "below_lender_minimum",
        {
            "lots_d1": ("min(1.00,3052.00)", "1.00"),
            "share_d1": ("max(0.00,0.50-1.00)", "0.00"),
        },
    ),
    "a first debt's share below it": (
        a_case(income=[an_income("1010.00")], debts=[TAX], lender_policy=TWENTY_FIVE),
        "below_lender_minimum",
        {"lots_tax": ("min(25.00,2400.00)", "25.00")},
    ),
    "promises to others": (
        a_case(commitments=[PROMISE], lender_policy=TWENTY_FIVE),
        "promised_elsewhere",
        {
            "surplus": ("1500.00-1000.00", "500.00"),
            "recommended": ("max(0.00,floor(500.00/2)-750.00)", "0.00"),
            "share_d1": ("0.00", "0.00"),
        },
    ),
    "a debt that comes first": (
        a_case(income=[an_income("1100.00")], debts=[a_debt(principal="9000.00"), TAX]),
        "priority_first",
        {
            "need_tax": ("ceil(2400.00/12)", "200.00"),
            "share_d1": ("max(0.00,50.00-200.00)", "0.00"),
        },
    ),
    "a debt that comes first and takes exactly all": (
        a_case(income=[an_income("1400.00")], debts=[a_debt(principal="90000.00"), TAX]),
        "priority_first",
        {"share_d1": ("200.00-200.00", "0.00")},
    ),
    "nothing left over": (
        a_case(income=[an_income("900.00")], lender_policy=TWENTY_FIVE),
        "nothing_affordable",
        {"surplus": ("900.00-1000.00", "-100.00"), "share_d1": ("0.00", "0.00")},
    ),
    "a share that pays for ever": (
        a_case(
            income=[an_income("1020.00")],
            lender_policy={"version": "v", "min_instalment": "0.00"},
        ),
        "share_too_small",
        {"share_d1": ("10.00", "10.00")},
    ),
}


def shown(found: Assessment) -> dict[str, tuple[str, str]]:
    return {step.id: (step.formula, step.result) for step in found.explanation}


@pytest.mark.parametrize("name", CASES)
def test_no_plan_names_what_stands_in_the_way_with_its_figures(name: str) -> None:
    case, reason, figures = CASES[name]
    found = assessed(case)
    steps = shown(found)

    assert (found.debts[0].route, found.debts[0].reasons) == (Route.NO_AFFORDABLE_PLAN, (reason,))
    assert {each: steps.get(each) for each in figures} == figures
    assert len(steps) == len(found.explanation)
    for formula, result in steps.values():
        assert evaluate(formula) == Fraction(result), formula


@pytest.mark.parametrize("name", CASES)
def test_a_smallest_payment_is_shown_only_where_it_is_the_reason(name: str) -> None:
    case, reason, _ = CASES[name]
    lots = [step.id for step in assessed(case).explanation if step.id.startswith("lots")]

    assert bool(lots) is (reason == "below_lender_minimum")


@pytest.mark.parametrize(("policy", "version"), [(TWENTY_FIVE, "v"), ({"version": "v"}, "2026.11")])
def test_the_smallest_payment_names_the_policy_that_says_it(
    policy: dict[str, Any], version: str
) -> None:
    found = assessed(a_case(income=[an_income("1001.00")], lender_policy=policy))
    (lot,) = (step for step in found.explanation if step.id == "lots_d1")

    assert (lot.rule, lot.version) == ("house:min_instalment", version)
