"""The steps from the rung to the size to the fair point give the plan that is shown."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given

from app.core.assessment import Assessment, Label
from tests.core.cases import a_case, example
from tests.core.cases import assessed as answered
from tests.core.households import Placed, assessed, households
from tests.core.properties_of_plans import is_seasonal
from tests.core.second_sum import evaluate


def of_debt(found: Assessment, debt_id: str) -> list[tuple[str, str, str]]:
    return [
        (s.id.removesuffix(f"_{debt_id}"), s.formula, s.result)
        for s in found.plan_steps()
        if s.id.endswith(f"_{debt_id}")
    ]


def test_the_worked_example_leads_from_its_last_rung_to_its_fair_plan() -> None:
    assert of_debt(answered(example()), "d2") == [
        ("plan_rate", "0.249*(0.25)", "0.06225"),
        ("plan_least", "smallest(4000.00,61.30,0.00,0.06225,36)", "122.51"),
        ("plan_size", "122.51+floor((137.95-122.51)*0/7)", "122.51"),
        ("plan_worst", "(137.95-137.95)*654.37+(4715.67-4683.58)*25.13", "806.4217"),
        ("plan_best", "(137.95-112.82)*654.37+(4715.67-4061.30)*25.13", "32888.6362"),
        ("plan_points", "(137.95-122.51)*654.37+(4715.67-4410.33)*25.13", "17776.667"),
        ("plan_borrower", "floor((17776.667-806.4217)/(32888.6362-806.4217))", "0.52"),
        ("plan_lender", "floor((3085.34-2745.05)/(3337.77-2745.05))", "0.57"),
        ("plan_fair", "min(0.52,0.57)", "0.52"),
    ]


def test_one_plan_alone_is_not_weighed() -> None:
    assert [name for name, _, _ in of_debt(answered(example()), "d1")] == [
        "plan_least",
        "plan_size",
    ]


@given(placed=households())
def test_the_steps_lead_to_the_plan_that_is_shown(placed: Placed) -> None:
    """Its rate, size and gains; and no plan on the front has a better lesser gain."""
    place, case = placed
    found = assessed(case, place)
    digits = found.currency.exponent
    for step in found.plan_steps():
        assert evaluate(step.formula, digits) == Fraction(step.result), step
    known = {step.id: Fraction(step.result) for step in found.plan_steps()}
    for debt in found.debts:
        if not debt.front:
            continue
        plan, level = debt.options[0], not is_seasonal(debt.options[0])
        assert Label.BALANCED in (plan.label, *plan.also)
        weighed = debt.candidates > 1
        shown = {
            "rate": plan.terms.rate if level and f"plan_rate_{debt.id}" in known else None,
            "borrower": floor_hundredths(plan.borrower_gain),
            "lender": floor_hundredths(plan.lender_gain),
            "fair": floor_hundredths(min(plan.borrower_gain, plan.lender_gain)),
        }
        for which, value in shown.items():
            if value is not None and (weighed or which == "rate"):
                assert known[f"plan_{which}_{debt.id}"] == value
        if level:
            paid = known.get(f"plan_payment_{debt.id}", known[f"plan_size_{debt.id}"])
            assert paid == Fraction(plan.instalment.plain)
        best = max(min(point.borrower_gain, point.lender_gain) for point in debt.front)
        assert min(plan.borrower_gain, plan.lender_gain) == best


def floor_hundredths(gain: Fraction) -> Fraction:
    return Fraction(floor(gain * 100), 100)


def test_a_debt_without_a_grid_has_no_steps_to_a_plan() -> None:
    assert answered(a_case(income=[])).plan_steps() == ()
