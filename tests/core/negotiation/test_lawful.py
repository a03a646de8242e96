"""What a pack's rules stop when an offer is made or accepted, and who is told which rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.core.access import Role
from app.core.accommodation import Capitalise
from app.core.errors import OfferRefused
from app.core.money import Currency, Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Stage
from app.core.negotiation.decide import decide
from app.core.negotiation.events import Debt, SharedBudget
from app.core.negotiation.lawful import stopped_by
from app.core.packs import load
from app.core.policy import PolicyPack
from app.core.schedule import Schedule
from app.core.terms import Terms
from tests.factories import NOON, a_case, a_debt, a_shared_budget, an_offer, terms

TODAY = NOON.date()
CNY = Currency.CNY


def confirmed(code: str) -> PolicyPack:
    """The Chinese pack once somebody has put their name to one of its rules."""
    pack = load("CN")
    rule = pack.rules[code]
    source = replace(rule.citation, as_at=TODAY, confirm_before_print=False)
    return pack.with_rules([replace(rule, citation=source)])


def a_card(**changes: object) -> Debt:
    debt = replace(a_debt("1220.00", currency=CNY), kind="credit_card")
    return replace(debt, **changes)  # type: ignore[arg-type]  # any field


def in_yuan(count: int = 60) -> Terms:
    return terms("1220.00", count, currency=CNY)


def stopped(
    offered: Terms,
    pack: PolicyPack,
    *,
    debt: Debt | None = None,
    budget: SharedBudget | None = None,
    by: Role = Role.LENDER,
) -> tuple[str, ...]:
    shared = budget or a_shared_budget(currency=CNY)
    return stopped_by(offered, debt or a_card(), shared, pack, by=by, today=TODAY)


def test_a_card_plan_above_five_years_is_stopped_once_the_rule_is_confirmed() -> None:
    assert stopped(in_yuan(60), confirmed("CN-P01")) == ()
    assert stopped(in_yuan(61), confirmed("CN-P01")) == ("CN-P01",)
    assert stopped(in_yuan(61), load("CN")) == ()
    assert stopped(in_yuan(61), confirmed("CN-P01"), debt=a_card(kind="rent")) == ()


def test_interest_that_joins_the_principal_of_a_private_loan_is_stopped() -> None:
    joined = replace(in_yuan(), accommodations=(Capitalise(Money(1, CNY)),))
    private = a_card(kind="private_loan", annual_rate="0.1")

    assert stopped(joined, load("CN"), debt=private) == ("CN-I02",)
    assert stopped(in_yuan(), load("CN"), debt=private) == ()


def test_a_rate_above_the_agreed_one_is_stopped() -> None:
    dear = replace(in_yuan(), rate=Fraction("0.2491"))

    assert stopped(dear, load("CN")) == ("CN-I03",)
    assert stopped(replace(dear, rate=Fraction("0.249")), load("CN")) == ()


@pytest.mark.parametrize(
    ("by", "found"), [(Role.LENDER, ("CN-L02",)), (Role.BORROWER, ()), (Role.COUNSELOR, ())]
)
def test_only_the_lender_may_not_ask_for_an_old_debt(by: Role, found: tuple[str, ...]) -> None:
    old = replace(a_shared_budget(currency=CNY), route="time_barred_warning")

    assert stopped(in_yuan(), load("CN"), budget=old, by=by) == found


def test_a_month_that_nobody_looked_at_bears_nothing_by_law_too() -> None:
    short = a_shared_budget(count=13, currency=CNY)

    assert stopped(in_yuan(12), load("CN"), budget=short) == ("CN-F01",)
    assert stopped(in_yuan(11), load("CN"), budget=short) == ()


def test_a_rest_that_nobody_names_is_stopped() -> None:
    plan = terms()
    last = plan.schedule.instalments[-1]
    open_end = replace(last, balance_after=Money(1, Currency.GBP))
    unsaid = replace(plan, schedule=Schedule((*plan.schedule.instalments[:-1], open_end)))
    said = replace(unsaid, continues=Money(1, Currency.GBP))
    found = [
        stopped_by(each, a_debt(), a_shared_budget(), load("UK"), by=Role.LENDER, today=TODAY)
        for each in (plan, unsaid, said)
    ]

    assert found == [(), ("UK-N02",), ()]


def test_the_house_comes_before_the_law_and_each_rule_is_named_once() -> None:
    budget = a_shared_budget("90.00", "80.00")
    found = blocks(
        terms(), replace(a_debt(), principal=terms().owed), budget,
        by=Role.LENDER, today=TODAY, pack=load("UK"),
    )  # fmt: skip

    assert found == ("above_affordable", "UK-F01", "UK-F04")


def test_a_case_is_held_to_its_own_jurisdiction_and_to_what_is_confirmed_today() -> None:
    case = a_case(Stage.OPEN)
    above = an_offer(terms(count=5))
    pack = load("UK")
    unsure = replace(pack.rules["UK-F01"].citation, verified=False, verification="none")
    doubted = pack.with_rules([replace(pack.rules["UK-F01"], citation=unsure)])

    with pytest.raises(OfferRefused, match="UK-F01"):
        decide(case, above, by=Role.BORROWER, at=NOON)
    with pytest.raises(OfferRefused) as house_alone:
        decide(case, above, by=Role.BORROWER, at=NOON, pack=doubted)
    assert house_alone.value.codes == ("above_affordable",)
