"""A policy is written by one person, tried, published by another, and reaches new options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest

from app.core.access import Actor
from app.core.caselines import HardshipLine
from app.core.errors import InvalidInput, NotAllowed, NotFound, TransitionNotAllowed
from app.core.lender_policy.values import Limits
from app.core.negotiation.commands import AcceptOffer, ConfirmDebt
from app.core.results import Label
from app.usecases import budget, lender_policy, negotiate, offers, policy_trial
from app.usecases.budget import share
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import Clock, Stage
from tests.usecases.policy_people import drafted, in_a_month, published, written
from tests.usecases.scenes import another_lender, second_case

START = date(2026, 10, 1)
TOLD = ("confirm", "tell")


@pytest.fixture
def told(stage: Stage) -> Part:
    part = stage.part("four-weekly", *TOLD)
    share(part.deps, part.borrower, part.case_id)
    return part


def longest(part: Part) -> int:
    """Payments of the longest plan that is offered now."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    return max(draft.terms.schedule.payments for draft in offers.drafts(found))


def faults(attempt: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        attempt()
    return {problem.path: problem.code for problem in refusal.value.problems}


def test_a_draft_changes_nothing_and_a_published_version_reaches_new_options(told: Part) -> None:
    before = longest(told)
    policy_id = drafted(told.deps, told.place, base={"max_term_months": 12})
    assert longest(told) == before > 12
    lender_policy.publish(told.deps, told.place.admin, policy_id)
    assert longest(told) == 12


@pytest.mark.parametrize("tells_again", [False, True])
def test_an_offer_that_was_made_can_be_accepted_under_a_shorter_policy(
    stage: Stage, clock: Clock, tells_again: bool
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    found = offers.choice(part.deps, part.borrower, part.case_id).scene.case.offer
    assert found
    assert found.terms.schedule.payments > 24
    published(part.deps, part.place, base={"max_term_months": 12})
    clock.move(days=3)
    if tells_again:
        share(part.deps, part.borrower, part.case_id)
    command = AcceptOffer(found.digest)
    after = negotiate.submit(part.deps, part.place.agent, part.case_id, command)
    assert after.accepted


def test_a_version_waits_for_its_day(told: Part, clock: Clock) -> None:
    day = in_a_month(told.deps)
    published(told.deps, told.place, base={"max_term_months": 12}, effective_from=day)
    (line,) = lender_policy.overview(told.deps, told.place.agent).lines
    assert (line.state, line.maker, line.approver) == ("coming", "Ruth Adeyemi", "Olivia Grant")
    assert longest(told) > 12
    clock.move(days=31)
    assert longest(told) == 12
    assert lender_policy.overview(told.deps, told.place.agent).lines[0].state == "in_force"


def test_portfolio_and_balance_of_the_imported_debt_decide(told: Part) -> None:
    published(
        told.deps,
        told.place,
        base={"max_term_months": 60},
        portfolios=[{"name": "credit card", "max_term_months": 18}],
        bands=[{"from": "99999.00", "max_term_months": 12}],
    )
    assert longest(told) == 18


def test_the_budget_says_under_which_version_it_was_shared(told: Part) -> None:
    published(told.deps, told.place, "2027-spring", base={"max_term_months": 12})
    case = share(told.deps, told.borrower, told.case_id)
    assert case.budget
    assert case.budget.policy_version == "2027-spring"
    assert case.start.policy_version == "house-1", "what the case began under stays"


def test_a_case_that_is_opened_later_begins_under_the_version_in_force(told: Part) -> None:
    published(told.deps, told.place, "2027-spring")
    part = second_case(told, told.place, "LATER-1")
    with part.deps.reading() as uow:
        (opened, *_) = uow.cases.history(part.place.lender, part.case_id)
    assert getattr(opened, "policy_version", None) == "2027-spring"


def test_another_lenders_debt_keeps_its_own_terms(told: Part) -> None:
    other = another_lender(told.deps)
    before = longest(told)
    published(told.deps, other, base={"max_term_months": 12})
    assert longest(told) == before


def test_the_budget_is_the_same_whatever_the_policy_says(told: Part) -> None:
    before = offers.choice(told.deps, told.borrower, told.case_id).assessment.budget
    published(
        told.deps,
        told.place,
        base={"max_term_months": 12, "waive_fees": False, "min_instalment": "25.00"},
    )
    assert offers.choice(told.deps, told.borrower, told.case_id).assessment.budget == before


def test_a_policy_that_breaks_the_ethics_bar_is_refused_and_nothing_is_kept(told: Part) -> None:
    bad: dict[str, Any] = {"base": {"buffer": "0.00"}}
    assert faults(lambda: drafted(told.deps, told.place, **bad)) == {
        "/base/buffer": "buffer_is_the_borrowers"
    }
    assert lender_policy.overview(told.deps, told.place.admin).lines == ()


def test_a_day_that_passed_or_a_label_that_was_used_is_refused(told: Part, clock: Clock) -> None:
    late = drafted(told.deps, told.place, "late")
    published(told.deps, told.place, "v1")
    yesterday = written(told.deps, "v1")
    clock.move(days=1)
    found = faults(lambda: lender_policy.draft(told.deps, told.place.admin, yesterday))
    assert found == {"/effective_from": "day_past", "/version": "version_used"}
    found = faults(lambda: lender_policy.publish(told.deps, told.place.admin, late))
    assert found == {"/effective_from": "day_past"}


def test_two_people_publish_and_once(told: Part) -> None:
    policy_id = drafted(told.deps, told.place)
    with pytest.raises(NotAllowed):
        lender_policy.publish(told.deps, told.place.supervisor, policy_id)
    assert not lender_policy.one(told.deps, told.place.supervisor, policy_id).may_publish
    assert lender_policy.one(told.deps, told.place.admin, policy_id).may_publish
    lender_policy.publish(told.deps, told.place.admin, policy_id)
    with pytest.raises(TransitionNotAllowed):
        lender_policy.publish(told.deps, told.place.admin, policy_id)


def test_agents_and_strangers_do_not_write_policies(told: Part) -> None:
    deps: Deps = told.deps
    policy_id = drafted(deps, told.place)
    other = another_lender(deps)
    strangers: list[tuple[Actor, type[Exception]]] = [
        (told.place.agent, NotAllowed),
        (told.borrower, NotAllowed),
        (told.place.counselor, NotAllowed),
        (other.admin, NotFound),
    ]
    for actor, refusal in strangers:
        with pytest.raises(refusal):
            lender_policy.publish(deps, actor, policy_id)
        with pytest.raises(refusal):
            policy_trial.try_out(deps, actor, policy_id)
    with pytest.raises(NotAllowed):
        lender_policy.draft(deps, told.place.agent, written(deps))
    with pytest.raises(NotFound):
        lender_policy.one(deps, told.place.admin, uuid4())


def test_a_dry_run_names_the_cases_that_change_and_changes_none(told: Part) -> None:
    policy_id = drafted(told.deps, told.place, base={"max_term_months": 12})
    tried = policy_trial.try_out(told.deps, told.place.supervisor, policy_id)
    (change,) = tried.changes
    assert (change.case_id, tried.looked_at, tried.open_cases) == (told.case_id, 1, 1)
    assert change.before != change.after
    assert longest(told) > 12
    with told.deps.reading() as uow:
        assert uow.audit.of(f"policy:{policy_id}")[0].action == "policy.tried"


def test_a_dry_run_tells_of_a_break_that_is_no_longer_offered(told: Part) -> None:
    published(told.deps, told.place, "breaks", base={"max_break_months": 6})
    policy_id = drafted(told.deps, told.place, base={"max_break_months": 0})
    (change,) = policy_trial.try_out(told.deps, told.place.admin, policy_id).changes
    before, after = dict(change.before.plans), dict(change.after.plans)
    assert before.pop(Label.BREAK_FIRST)
    assert before == after, "no other plan differs"


def test_a_dry_run_tells_when_a_second_person_is_asked_otherwise(told: Part) -> None:
    policy_id = drafted(told.deps, told.place, approval={"rate_cut": "0.5"})
    tried = policy_trial.try_out(told.deps, told.place.admin, policy_id)
    assert (tried.changes, tried.limits) == ((), (Limits(), Limits(rate_cut=Fraction(1, 2))))


def test_a_dry_run_says_how_many_it_left_out(told: Part) -> None:
    later = second_case(told, told.place, "LATER-1")
    negotiate.submit(later.deps, later.borrower, later.case_id, ConfirmDebt())
    share(later.deps, later.borrower, later.case_id)
    policy_id = drafted(told.deps, told.place, base={"max_term_months": 12})
    whole = policy_trial.try_out(told.deps, told.place.admin, policy_id)
    assert (whole.looked_at, whole.open_cases) == (2, 2)
    assert {change.case_id for change in whole.changes} == {told.case_id, later.case_id}
    part = policy_trial.try_out(told.deps, told.place.admin, policy_id, most=1)
    assert (part.looked_at, part.open_cases) == (1, 2)


def test_a_dry_run_of_the_same_terms_changes_nothing(told: Part) -> None:
    policy_id = drafted(told.deps, told.place, base={"waive_fees": True})
    tried = policy_trial.try_out(told.deps, told.place.admin, policy_id)
    assert (tried.changes, tried.looked_at) == ((), 1)


def test_a_dry_run_knows_nothing_that_was_told_after_sharing(told: Part, clock: Clock) -> None:
    policy_id = drafted(told.deps, told.place, base={"max_term_months": 12})
    before = policy_trial.try_out(told.deps, told.place.admin, policy_id)
    clock.move(days=2)
    story = told.story.told
    assert story
    poorer = replace(story, income=(), hardship=(HardshipLine("INCOME_CUT", START, None),))
    budget.save(told.deps, told.borrower, told.household_id, poorer)
    clock.move(days=1)
    assert policy_trial.try_out(told.deps, told.place.admin, policy_id) == before


def test_a_case_without_a_shared_budget_is_not_looked_at(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm")
    policy_id = drafted(part.deps, part.place, base={"max_term_months": 12})
    assert policy_trial.try_out(part.deps, part.place.admin, policy_id).looked_at == 0
