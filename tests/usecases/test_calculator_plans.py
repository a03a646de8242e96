from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.core.assessment import assess, to_json
from app.core.casefile import parse
from app.core.caselines import Household, Line, Payment
from app.core.money import Currency, Money
from app.core.packs import load
from app.core.periods import Every
from app.core.results import Result, Route
from app.usecases.calculator import AskedBudget, AskedDebt, case_of
from app.usecases.calculator_plans import Answer, case_file_of, plans_for

TODAY = date(2027, 1, 15)


def pounds(minor: int) -> Money:
    return Money(minor, Currency.GBP)


def asked(*debts: AskedDebt, pay: int = 160000) -> AskedBudget:
    income = (Line("salary", "salary", Every.MONTHLY, pounds(pay)),)
    spending = (Line("rent", "rent", Every.MONTHLY, pounds(120000)),)
    return AskedBudget("UK", Household(1, 0, False), income, spending, debts=debts)


CARD = AskedDebt(
    "Northbank",
    "credit_card",
    pounds(400000),
    Fraction(249, 1000),
    Payment(pounds(9200), Every.MONTHLY),
    most_months=36,
)
RENT = AskedDebt("", "rent", pounds(60000), late=pounds(30000), first=True)


def answered(budget: AskedBudget) -> Answer:
    found = plans_for(budget, load("UK"), as_of=TODAY)
    assert found is not None
    return found


def test_without_a_debt_there_is_nothing_to_plan() -> None:
    assert plans_for(asked(), load("UK"), as_of=TODAY) is None


def test_a_debt_gets_the_engines_options_and_what_each_leaves() -> None:
    (debt,) = answered(asked(CARD)).debts
    assert debt.result.route is Route.FULL_PLAN
    assert 1 < len(debt.plans) <= 5
    for plan in debt.plans:
        assert plan.option.terms.schedule.count <= 36
        assert plan.left >= pounds(20000)


def test_what_is_late_on_a_first_debt_comes_before_the_others() -> None:
    card, rent = answered(asked(CARD, RENT)).debts
    assert rent.result.share == pounds(2500)
    assert rent.result.options[0].total == pounds(30000)
    assert card.result.share == pounds(20000 - 2500)


def test_a_first_debt_without_a_late_part_counts_as_late() -> None:
    (rent,) = answered(asked(AskedDebt("", "rent", pounds(60000), first=True))).debts
    assert rent.result.options[0].total == pounds(60000)


def test_a_mortgage_of_which_nothing_is_late_is_not_planned_whole() -> None:
    paid = Payment(pounds(60000), Every.MONTHLY)
    mortgage = AskedDebt("", "mortgage", pounds(9000000), pays=paid, late=pounds(0), first=True)
    assert case_of(asked(mortgage), TODAY).debts[0].arrears == pounds(0)
    (found,) = answered(asked(mortgage)).debts
    assert found.result.options == ()


def test_no_affordable_plan_is_said_with_next_steps() -> None:
    answer = answered(asked(CARD, pay=110000))
    assert answer.assessment.result is Result.NO_AFFORDABLE_PLAN
    assert answer.debts[0].plans == ()
    assert "benefits_check" in {step.code for step in answer.assessment.next_steps}


@pytest.mark.parametrize("debts", [(CARD,), (CARD, RENT), (RENT,)])
def test_the_file_gives_programs_the_same_answer(debts: tuple[AskedDebt, ...]) -> None:
    budget = asked(*debts)
    again = assess(parse(case_file_of(budget, as_of=TODAY)), load("UK"))
    assert to_json(again) == to_json(answered(budget).assessment)
