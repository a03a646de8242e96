"""Every figure that a route rests on is a step that anybody can work out again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.core import packs
from app.core.assessment import Assessment, Route
from tests.core.cases import a_case, a_cost, a_debt, an_income, assessed, example, hardship
from tests.core.second_sum import evaluate

BROKE = {"income": [an_income("900.00")]}
JUST = {"income": [an_income("1044.00")]}
WEEKLY = {"wishes": {"frequency": "weekly"}}
COUNCIL = a_debt(id="tax", priority=True, arrears="1200.00", annual_rate="0")


def steps(found: Assessment) -> dict[str, tuple[str, str, str]]:
    """Formula, result and rule by id; no id comes twice."""
    assert len({step.id for step in found.explanation}) == len(found.explanation)
    return {step.id: (step.formula, step.result, step.rule) for step in found.explanation}


CASES: dict[str, tuple[dict[str, Any], Route, dict[str, tuple[str, str, str]]]] = {
    "a settlement": (
        a_case(**BROKE, wishes={"lump_sum": "1900.00"}),
        Route.SETTLEMENT,
        {
            "settlement_d1": ("ceil(3052.00*0.6)", "1831.20", "house:settlement"),
            "rest_d1": ("3052.00-1831.20", "1220.80", "house:settlement"),
        },
    ),
    "a reduced plan": (
        a_case(**JUST),
        Route.REDUCED_PLAN,
        {
            "repayable_d1": ("min(22.00*72,3052.00)", "1584.00", "house:reduced"),
            "least_repaid_d1": ("ceil(3052.00*0.5)", "1526.00", "house:reduced"),
            "rest_d1": ("3052.00-1584.00", "1468.00", "house:reduced"),
        },
    ),
    "a token": (
        a_case(income=[an_income("1010.00")]),
        Route.TOKEN,
        {
            "repayable_d1": ("min(5.00*72,3052.00)", "360.00", "house:reduced"),
            "least_repaid_d1": ("ceil(3052.00*0.5)", "1526.00", "house:reduced"),
            "token_below_d1": ("10*1.00", "10.00", "house:token"),
            "token_d1": ("min(1.00,3052.00)", "1.00", "house:token"),
        },
    ),
    "a referral": (
        a_case(income=[an_income("1024.00")]),
        Route.REFER,
        {"token_below_d1": ("10*1.00", "10.00", "house:token")},
    ),
    "a break": (
        a_case(income=[an_income("900.00"), an_income("600.00", id="i2", starts_on="2027-05-01")], wishes={"frequency": "fortnightly"}),
        Route.PAYMENT_BREAK,
        {
            "recommended_2027-05": ("floor(500.00/2)-0.00", "250.00", "house:share"),
            "later_share_d1": ("250.00", "250.00", "UK-P02"),
            "later_instalment_d1": ("min(floor(250.00*12/26),floor(480.00/3))", "115.38", "house:frequency"),
            "later_needed_d1_0.199": (
                "smallest(3000.00,40.00,12.00,0.199,149,26)", "28.64", "house:ladder",
            ),
        },
    ),
    "a stretch by the week": (
        a_case(income=[an_income("1080.00")], **WEEKLY),
        Route.FULL_PLAN,
        {
            "instalment_d1": ("min(floor(40.00*12/52),floor(72.00/5))", "9.23", "house:frequency"),
            "hard_instalment_d1": ("min(floor(72.00*12/52),floor(72.00/5))", "14.40", "house:frequency"),
        },
    ),
    "needs above the ceiling": (
        a_case(income=[an_income("1100.00")], debts=[COUNCIL, a_debt()]),
        Route.FULL_PLAN,
        {
            "need_tax": ("ceil(1200.00/12)", "100.00", "UK-P01"),
            "share_tax": ("floor(50.00*100.00/100.00)", "50.00", "UK-P01"),
            "share_d1": ("max(0.00,50.00-100.00)", "0.00", "UK-P01"),
        },
    ),
    "needs by the week": (
        a_case(debts=[COUNCIL, a_debt()], **WEEKLY),
        Route.FULL_PLAN,
        {
            "need_tax": ("ceil(ceil(1200.00/52)*52/12)", "100.02", "UK-P01"),
            "hard_need_tax": (
                "max(ceil(ceil(1200.00/52)*52/12),ceil(1200.00/52)*5)", "115.40", "UK-P01",
            ),
            "hard_share_d1": ("480.00-115.40", "364.60", "UK-P02"),
            "instalment_tax": ("min(floor(100.02*12/52),floor(115.40/5))", "23.08", "house:frequency"),
        },
    ),
    "arrears of a first debt by the quarter": (
        # 300.00 of what is left over falls due in one month, though 100.00 a month pays for it.
        a_case(debts=[COUNCIL, a_debt()], wishes={"frequency": "quarterly"}),
        Route.FULL_PLAN,
        {
            "share_d1": ("250.00-100.00", "150.00", "UK-P02"),
            "hard_share_d1": ("480.00-300.00", "180.00", "UK-P02"),
            "instalment_d1": ("min(floor(150.00*12/4),floor(180.00/1))", "180.00", "house:frequency"),
        },
    ),
    "a lifted lot": (
        a_case(
            debts=[a_debt(principal="30000.00"), a_debt(id="d2", principal="1.00", interest="0.00", fees="0.00", arrears="1.00")],
        ),
        Route.INTEREST_FREEZE,
        {"share_d2": ("min(1.00,1.00)", "1.00", "UK-P02")},
    ),
    "a floor": (
        a_case(
            floor={"monthly": "1100.00", "rule": "UK-S01", "source": "SFS", "effective": "2026-04-01",
                   "expires": None, "confirmed_by": "A. Person", "confirmed_on": "2026-05-01"},
        ),
        Route.FULL_PLAN,
        {"protected": ("max(1000.00,1100.00)", "1100.00", "UK-S01")},
    ),
    "an unlawful contract rate": (
        {
            key: value
            for key, value in a_case(
                jurisdiction="CN", currency="CNY", as_of="2026-11-25",
                debts=[a_debt(kind="private_loan")],
            ).items()
            if key != "subdivision"
        },
        Route.INTEREST_FREEZE,
        {"cap_d1": ("4*0.0385", "0.154", "CN-I01")},
    ),
    "no plan at all": (
        a_case(**BROKE),
        Route.NO_AFFORDABLE_PLAN,
        {"repayable_d1": ("min(0.00*72,3052.00)", "0.00", "house:reduced")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_route_shows_the_figures_it_rests_on(name: str) -> None:
    case, route, expected = CASES[name]
    found = assessed(case)
    shown = steps(found)

    assert found.debts[0].route is route
    assert {step: shown.get(step) for step in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_every_step_works_out_again_and_names_a_rule_and_its_version(name: str) -> None:
    case = CASES[name][0]
    found = assessed(case)
    known = packs.load(found.pack_id).rules

    for step in found.explanation:
        assert evaluate(step.formula) == Fraction(step.result), step
        assert step.rule in known or step.rule.startswith("house:")
        least = step.rule == "house:min_instalment"
        assert step.version == (found.policy_version if least else found.pack_version)


def test_a_stretch_shows_the_month_that_bears_least_when_it_is_another_one() -> None:
    # Until June a promise of 150.00 takes the recommended part; after it less is left over.
    promise = {
        "id": "c1", "creditor": "Otherbank", "status": "agreed", "amount": "150.00",
        "frequency": "monthly", "from": "2026-01-01", "until": "2027-06-30",
    }  # fmt: skip
    later = a_cost("210.00", id="s2", starts_on="2027-07-01")
    case = a_case(
        income=[an_income("1300.00")], spending=[a_cost(), later], commitments=[promise],
    )  # fmt: skip
    found = assessed(case)
    shown = steps(found)

    assert "above_recommended" in found.debts[0].reasons
    assert shown["recommended"][1] == "0.00"
    assert shown["hard_ceiling_2027-07"][1] == "81.00"
    assert shown["hard_share_d1"][0] == "81.00"


@pytest.mark.parametrize(
    ("promises", "formula", "result"),
    [
        ([("50.00", "monthly")], None, None),
        ([("20.00", "weekly")], "ceil(20.00*52/12)", "86.67"),
        ([("50.00", "monthly"), ("99.00", "annual")], "ceil(50.00+99.00/12)", "58.25"),
    ],
)
def test_promises_are_added_up_where_one_amount_a_month_does_not_say_it(
    promises: list[tuple[str, str]], formula: str | None, result: str | None
) -> None:
    plain = {"creditor": "Otherbank", "status": "agreed", "from": "2026-01-01", "until": None}
    over = plain | {"id": "c9", "amount": "400.00", "frequency": "monthly", "until": "2026-12-31"}
    lines = [
        plain | {"id": f"c{place}", "amount": amount, "frequency": every}
        for place, (amount, every) in enumerate(promises)
    ]
    found = assessed(a_case(commitments=[*lines, over]))
    step = steps(found).get("commitments")

    assert (step and step[:2]) == (formula and (formula, result))
    if step is not None:
        assert (evaluate(step[0]), step[2]) == (Fraction(step[1]), "house:commitments")
        assert f"-{step[1]}" in steps(found)["hard_ceiling"][0]


SEASONAL = {
    "id": "i1", "category": "other_earnings", "frequency": "irregular",
    "monthly": ["900.00"] * 6 + ["1900.00"] * 6,
}  # fmt: skip


@pytest.mark.parametrize("prefix", ["season", "hard_season"])
def test_each_limit_of_a_month_is_the_result_of_a_step(prefix: str) -> None:
    owed = "15000.00" if prefix == "hard_season" else "3000.00"
    debts = [a_debt(annual_rate="0", principal=owed), a_debt(id="d2", annual_rate="0")]
    shown = steps(assessed(a_case(income=[SEASONAL], debts=debts)))
    which = "hard_ceiling" if prefix == "hard_season" else "recommended"
    known = {result for name, (_, result, _) in shown.items() if name.startswith(which)}
    limits = {
        formula.removeprefix("min(").partition(",")[0]
        for name, (formula, _, _) in shown.items()
        if name.startswith(f"{prefix}_20")
    }

    assert len(limits) > 1
    assert limits <= known
    left = {result for name, (_, result, _) in shown.items() if name.startswith(f"{prefix}_left")}
    assert left
    for name, (formula, _, _) in shown.items():
        if name.startswith(f"{prefix}_20"):
            assert any(f"max(0.00,{each}" in formula for each in left)


@pytest.mark.parametrize("prefix", ["season", "hard_season"])
def test_a_plan_that_follows_the_months_shows_what_each_month_may_take(prefix: str) -> None:
    stretch = prefix == "hard_season"
    owed = "15000.00" if stretch else "3000.00"
    debts = [a_debt(annual_rate="0", principal=owed), a_debt(id="d2", annual_rate="0")]
    found = assessed(a_case(income=[SEASONAL], debts=debts))
    shown = steps(found)
    option = found.debts[0].options[0]

    assert option.stretch is stretch
    for row in option.terms.schedule.instalments:
        month = f"{row.due_on:%Y-%m}"
        _, limit, rule = shown[f"{prefix}_{month}"]
        part = shown[f"{prefix}_share_d1_{month}"][1]
        assert rule == "house:season"
        assert row.amount.minor <= Fraction(part) * 100 <= Fraction(limit) * 100
    for step in found.explanation:
        assert evaluate(step.formula) == Fraction(step.result), step


def test_the_worked_example_keeps_the_steps_it_is_documented_with() -> None:
    assert [s.id for s in assessed(example()).explanation][-2:] == [
        "needed_d2_0.18675",
        "needed_d2_0.1245",
    ]


def test_nothing_is_worked_out_for_a_debt_that_waits_for_a_person() -> None:
    found = assessed(a_case(hardship=[hardship("BEREAVEMENT")]))

    assert not [step for step in found.explanation if step.id.endswith("_d1")]
