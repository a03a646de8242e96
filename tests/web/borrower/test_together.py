"""One budget for two: what both count, what neither sees of the other, and leaving in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.core.budget_view import Level
from app.core.caselines import HardshipLine
from app.core.errors import OfferRefused
from app.core.household_record import Told
from app.core.money import Currency, Money
from app.core.negotiation.commands import AcceptOffer
from app.core.periods import Every
from app.usecases import budget, negotiate, together, who_sees
from app.usecases.demo_steps import STEPS, Part
from app.usecases.demo_stories import told as told_of
from app.usecases.forgetting import leave
from tests.stage import Stage, Visitor
from tests.usecases.scenes import case_of

Visit = Callable[..., Visitor]


@dataclass(frozen=True, slots=True)
class Two:
    """Ana asked, Tom confirms. Both have a debt at the same lender."""

    visit: Visit
    ana: Part
    tom: Part

    def page(self, part: Part, more: str = "") -> str:
        there = f"/household/{part.household_id}/together{more}"
        return self.visit(part.borrower).soup(there).get_text(" ", strip=True)

    def send(self, part: Part, act: str, data: dict[str, object] | None = None) -> int:
        there = f"/household/{part.household_id}/together/{act}"
        return self.visit(part.borrower).post(there, data).status_code

    def code(self) -> str:
        assert self.send(self.ana, "ask") == 303
        found = together.page(self.ana.deps, self.ana.borrower, self.ana.household_id)
        assert found.invitation in self.page(self.ana)
        return found.invitation

    def join(self) -> None:
        assert self.send(self.tom, "join", {"code": self.code()}) == 303


def told(pay: str, rent: str) -> Told:
    return told_of(
        Currency.GBP,
        (("salary", Every.MONTHLY, pay), ("partner_salary", Every.MONTHLY, "999.00")),
        (("rent", Every.MONTHLY, rent), ("groceries", Every.MONTHLY, "210.00")),
        subdivision="england_wales",
    )


@pytest.fixture
def two(stage: Stage, visit: Visit) -> Two:
    ana = stage.part("four-weekly", "confirm")
    tom = stage.part("counter", "confirm")
    for part, pay, rent in ((ana, "1400.00", "610.00"), (tom, "1313.00", "77.00")):
        needs = ("screen_reader",) if part is ana else ()
        lines = replace(told(pay, rent), needs=needs)
        budget.save(part.deps, part.borrower, part.household_id, lines)
    return Two(visit, ana, tom)


def income(part: Part) -> Money:
    _, found = budget.assessed(part.deps, part.borrower, part.case_id)
    return found.budget.income


def test_a_code_joins_two_households_and_only_once(two: Two) -> None:
    code = two.code()
    shown = two.visit(two.tom.borrower).post(
        f"/household/{two.tom.household_id}/together/code", {"code": code.lower()}
    )
    assert "Share one budget with Priya Shah?" in shown.text
    assert "You and" not in two.page(two.ana), "looking joins nothing"
    assert two.send(two.tom, "join", {"code": code}) == 303
    assert "You and Dan Whitfield share one budget." in two.page(two.ana)
    assert two.send(two.tom, "join", {"code": code}) == 422


def test_a_code_that_ended_or_is_ones_own_joins_nobody(two: Two) -> None:
    code = two.code()
    assert two.send(two.ana, "join", {"code": code}) == 422
    assert two.send(two.ana, "withdraw") == 303
    assert two.send(two.tom, "join", {"code": code}) == 422
    assert two.send(two.tom, "join", {}) == 422


def test_the_pay_of_both_counts_once_for_the_debts_of_both(two: Two) -> None:
    alone = (income(two.ana), income(two.tom))
    assert alone == (Money(239900, Currency.GBP), Money(231200, Currency.GBP))
    two.join()
    both = Money(140000 + 131300, Currency.GBP)
    assert (income(two.ana), income(two.tom)) == (both, both)


def test_what_one_plan_takes_is_gone_for_the_other(two: Two) -> None:
    two.join()
    for part in (two.ana, two.tom):
        STEPS["offer"](part)
    offers = [case_of(part).offer for part in (two.ana, two.tom)]
    assert all(offers)
    before = budget.assessed(two.tom.deps, two.tom.borrower, two.tom.case_id)[1].budget
    assert before.commitments.minor > 0
    assert "takes £" in two.page(two.tom)
    assert "Northbank" not in two.page(two.tom)


def test_two_plans_that_do_not_fit_together_are_not_both_accepted(two: Two) -> None:
    for part in (two.ana, two.tom):
        STEPS["offer"](part)
    for part in (two.ana, two.tom):
        poor = told("760.00", "610.00")
        budget.save(part.deps, part.borrower, part.household_id, poor)
    two.join()
    standing = case_of(two.tom).offer
    assert standing is not None
    command = AcceptOffer(standing.digest)
    with pytest.raises(OfferRefused):
        negotiate.submit(two.tom.deps, two.tom.place.agent, two.tom.case_id, command)


def test_circumstances_of_one_stay_unseen_by_the_other_and_the_lender(two: Two) -> None:
    part = two.ana
    ill = HardshipLine("mental_health_crisis", date(2026, 9, 1), None)
    private = replace(told("1400.00", "610.00"), hardship=(ill,), needs=("screen_reader",))
    budget.save(part.deps, part.borrower, part.household_id, private)
    two.join()
    STEPS["offer"](two.tom)
    who_sees.choose(two.tom.deps, two.tom.borrower, two.tom.case_id, Level.LINES)
    seen = [
        *(two.page(two.tom, more) for more in ("", "/lines")),
        two.visit(two.tom.borrower).soup(f"/cases/{two.tom.case_id}/affordable").get_text(" "),
        two.visit(two.tom.place.agent).soup(f"/lender/cases/{two.tom.case_id}").get_text(" "),
    ]
    for text in seen:
        assert "£610.00" not in text
        assert "screen reader" not in text.lower()
        assert "mental" not in text.lower()
    assert "The other person in the household, in one sum" in seen[-1]
    for path in ("budget", "budget/happened", "budget/needs", "reach", "who-sees", "help"):
        answer = two.visit(two.tom.borrower).get(f"/household/{part.household_id}/{path}")
        assert answer.status_code == 403, path
    assert two.visit(two.tom.borrower).get(f"/cases/{part.case_id}").status_code == 404


def test_f_008_no_formula_tells_the_lines_of_the_other(two: Two) -> None:
    """Each step of the sum can be worked out again, from one figure for what the other told."""
    two.join()
    page = two.visit(two.tom.borrower).soup(f"/cases/{two.tom.case_id}/affordable")
    text = "".join(page.get_text().split())
    assert "610.00" not in text
    assert "ceil(77.00+210.00+820.00)" in text
    assert "floor(1313.00+1400.00)" in text


def test_only_lines_that_are_of_both_are_shown_and_changed(two: Two) -> None:
    two.join()
    assert two.send(two.ana, "lines", {"lines": ["s1"]}) == 303
    assert "Rent £610.00 every month" in two.page(two.tom)
    there = f"/household/{two.ana.household_id}/together/ours"
    assert "Groceries" not in two.visit(two.tom.borrower).soup(there).get_text(" ")
    given = {"rent": "500.00", "rent_every": "monthly", "groceries": "1.00"}
    sent = two.visit(two.tom.borrower).post(there, given | {"groceries_every": "monthly"})
    assert sent.status_code == 303
    kept = budget.read(two.ana.deps, two.ana.borrower, two.ana.household_id).record.told
    assert kept is not None
    assert [line.amount and line.amount.plain for line in kept.spending] == ["500.00", "210.00"]
    assert kept.needs == ("screen_reader",)


def test_leaving_is_one_step_and_the_other_sees_only_the_day(two: Two) -> None:
    two.join()
    two.send(two.ana, "lines", {"lines": ["s1"]})
    assert two.send(two.ana, "leave") == 303
    text = two.page(two.tom)
    assert "The other person left on 21 November 2026" in text
    assert "£610.00" not in text
    assert "09:30" not in text
    assert "left on" not in two.page(two.ana)
    assert income(two.tom) == Money(231200, Currency.GBP)
    there = f"/household/{two.ana.household_id}/together/ours"
    assert two.visit(two.tom.borrower).get(there).status_code == 404
    assert two.send(two.ana, "leave") == 303, "leaving twice is no fault"


def test_f_026_who_is_deleted_leaves_the_shared_budget(two: Two) -> None:
    """The other person goes on alone, and is told the day; nothing leads to what was deleted."""
    two.join()
    deps, at = two.ana.deps, two.ana.deps.now()
    with deps.unit_of_work() as uow:
        leave(uow, two.ana.borrower.person_id, at, "asked")
    found = together.page(deps, two.tom.borrower, two.tom.household_id)
    assert (found.other, found.theirs, found.left_on) == ("", None, at.date())
    there = f"/household/{two.ana.household_id}/together/ours"
    assert two.visit(two.tom.borrower).get(there).status_code == 404
