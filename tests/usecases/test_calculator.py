from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.caselines import Household, Line
from app.core.errors import NotFound
from app.core.money import Currency, Money
from app.core.periods import Every
from app.usecases.calculator import AskedBudget, AskedDebt, BudgetSum, advice_in, assess_budget

TODAY = date(2027, 1, 15)
AMOUNTS = st.integers(0, 10**6)
EVERY = st.sampled_from([e for e in Every if e is not Every.IRREGULAR])


def pounds(minor: int) -> Money:
    return Money(minor, Currency.GBP)


def line(category: str, minor: int, every: Every = Every.MONTHLY) -> Line:
    return Line(category, category, every, pounds(minor))


def asked(
    income: tuple[Line, ...] = (),
    spending: tuple[Line, ...] = (),
    promised: Money | None = None,
    debts: tuple[AskedDebt, ...] = (),
) -> AskedBudget:
    return AskedBudget("UK", Household(1, 0, False), income, spending, promised, debts=debts)


def worked_out(budget: AskedBudget) -> BudgetSum:
    return assess_budget(budget, as_of=TODAY)


def test_the_worked_example_gives_the_published_figures() -> None:
    """planning.md section 1: the same lines, with the commitment of 36.00 a month."""
    months = tuple(pounds(m) for m in (0,) * 10 + (12000, 18000))
    result = worked_out(
        asked(
            income=(
                line("salary", 25000, Every.WEEKLY),
                line("main_benefit", 48620),
                line("child_benefit", 10420, Every.FOUR_WEEKLY),
                Line("other_earnings", "other_earnings", Every.IRREGULAR, monthly=months),
            ),
            spending=(
                line("rent", 64000),
                line("council_tax", 11800, Every.TEN_A_YEAR),
                line("electricity", 9250),
                line("groceries", 8400, Every.WEEKLY),
                line("public_transport", 1750, Every.WEEKLY),
                line("mobile", 1200),
                line("uniform", 15000, Every.ANNUAL),
            ),
            promised=pounds(3600),
        )
    )
    assert result.total_income == pounds(168241)
    assert result.total_spending == pounds(129517)
    assert result.left_over == pounds(38724)
    assert result.buffer == pounds(2000)
    assert result.promised == pounds(3600)
    assert result.at_most == pounds(33124)
    assert result.affordable == pounds(15762)
    assert result.month == date(2027, 2, 1)
    assert result.varies


def test_a_household_in_deficit_is_told_that_nothing_is_affordable() -> None:
    result = worked_out(asked((line("salary", 90000),), (line("rent", 100000),)))
    assert result.left_over == pounds(-10000)
    assert not result.affordable
    assert not result.at_most
    assert not result.buffer


def test_income_of_benefits_alone_offers_nothing_by_itself() -> None:
    result = worked_out(asked((line("main_benefit", 200000),), (line("rent", 50000),)))
    assert result.all_protected
    assert not result.affordable


def test_an_empty_budget_has_an_answer_too() -> None:
    result = worked_out(asked())
    assert not result.affordable
    assert not result.all_protected


@given(income=AMOUNTS, spending=AMOUNTS, promised=AMOUNTS, every=EVERY)
@settings(max_examples=100)
def test_living_costs_always_come_first(
    income: int, spending: int, promised: int, every: Every
) -> None:
    result = worked_out(
        asked((line("salary", income, every),), (line("rent", spending),), pounds(promised))
    )
    assert pounds(0) <= result.affordable <= result.at_most
    assert not result.affordable or result.affordable <= result.left_over - result.promised
    lines = sum(one.a_month.minor for one in result.spending)
    assert result.total_spending.minor <= lines


def test_a_place_without_rules_is_refused() -> None:
    with pytest.raises(NotFound):
        assess_budget(
            AskedBudget("ZZ", Household(1, 0, False), (), ()),
            as_of=TODAY,
        )


@pytest.mark.parametrize("place", ["AU", "CN", "EU", "UK", "US"])
def test_every_place_names_free_advice_in_both_languages(place: str) -> None:
    assert all(one.en and one.zh and one.contact for one in advice_in(place))
    assert advice_in(place)
