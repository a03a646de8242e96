"""What binds is the pack as it was confirmed: in the calculator, for own plans, for the lender's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.core.caselines import Household, Line, Payment
from app.core.chosen_terms import Own, Proposed
from app.core.confirmation import with_confirmations
from app.core.errors import OfferRefused
from app.core.money import Currency, Money
from app.core.packs import load
from app.core.periods import Every
from app.core.policy import PolicyPack, Severity
from app.core.rule_kinds import LongestTerm
from app.usecases import lender_draft, offers
from app.usecases.budget import share
from app.usecases.calculator import AskedBudget, AskedDebt
from app.usecases.calculator_plans import plans_for
from app.usecases.confirming import confirm
from app.usecases.deps import Deps
from tests.core.confirmations import confirmed
from tests.stage import Stage
from tests.usecases.confirming import an_operator, beijing

USECASES = Path(__file__).parents[2] / "app" / "usecases"


def euros(minor: int) -> Money:
    return Money(minor, Currency.EUR)


def test_the_calculator_leaves_out_what_a_confirmed_rule_stops() -> None:
    day = date(2026, 5, 4)
    asked = AskedBudget(
        "EU",
        Household(1, 0, False),
        (Line("salary", "salary", Every.MONTHLY, euros(150000)),),
        (Line("rent", "rent", Every.MONTHLY, euros(60000)),),
        debts=(
            AskedDebt("", "credit_card", euros(400000), pays=Payment(euros(9200), Every.MONTHLY)),
        ),
        lives_in="DE",
    )
    said = confirmed("rule:DE-F01", "1555", as_at=date(2026, 4, 1), expires=None)
    said = replace(said, pack="EU", at=said.at.replace(year=2026, month=4))
    said = replace(said, effective=date(2026, 1, 1))
    sure = with_confirmations(load("EU"), (said,), day)
    before, after = (plans_for(asked, pack, as_of=day) for pack in (load("EU"), sure))
    assert before is not None
    assert after is not None
    assert before.debts[0].plans
    assert after.debts[0].plans == ()


def test_an_own_plan_is_held_to_what_was_confirmed(deps: Deps, stage: Stage) -> None:
    part = stage.part("cn-offer", "confirm", "tell")
    share(deps, part.borrower, part.case_id)
    before = offers.choice(deps, part.borrower, part.case_id)
    rule = beijing(figure="rule:CN-P01", value="60", effective=date(2020, 1, 1), expires=None)
    confirm(deps, an_operator(deps), "CN", rule)
    after = offers.choice(deps, part.borrower, part.case_id)
    assert not before.pack.rules["CN-P01"].binds(date(2026, 11, 21))
    assert after.pack.rules["CN-P01"].binds(date(2026, 11, 21))


def test_a_rule_that_binds_stops_an_own_plan(deps: Deps, stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    found = offers.choice(deps, part.borrower, part.case_id)
    sum_ = Money(4000, Currency.GBP)
    own = Own(sum_, Every.MONTHLY, found.earliest)
    assert offers.own_draft(found, own).terms.schedule.highest == sum_
    with pytest.raises(OfferRefused) as refusal:
        offers.own_draft(replace(found, pack=_of_a_month(found.pack)), own)
    assert refusal.value.codes == ("UK-F01",)


def test_a_lenders_plan_is_looked_at_by_the_rules_before_it_is_sent(
    deps: Deps, stage: Stage
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    one_sum = Proposed(
        Money(200000, Currency.GBP), Every.MONTHLY, date(2027, 2, 1), Fraction(0), waive_fees=True
    )
    draft = lender_draft.draft(deps, part.place.agent, part.case_id, one_sum)
    assert "above_affordable" in draft.blocked
    assert "UK-F04" in draft.blocked


def test_no_use_case_judges_a_plan_by_the_pack_as_it_came() -> None:
    """A loaded pack may say how long and how many; what it stops is for the confirmed one."""
    judging = re.compile(r"\b(assess|blocks)\(([^()]|\([^()]*\))*\bload\(")
    found = [p.name for p in USECASES.glob("*.py") if judging.search(p.read_text(encoding="utf-8"))]
    # The interface for programs gives the same bytes for the same file, whoever confirmed what.
    assert found == ["assessing.py"]


def _of_a_month(pack: PolicyPack) -> PolicyPack:
    """A pack with one more rule that binds: no plan is longer than a month."""
    rule = pack.rules["UK-F01"]
    check = LongestTerm(1, frozenset({"credit_card", "personal_loan", "store_card", "catalogue"}))
    return pack.with_rules([replace(rule, check=check, severity=Severity.BLOCK)])
