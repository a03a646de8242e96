"""Other figures end a midpoint and a private test that were about the old ones, and say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.access import Role
from app.core.errors import OfferRefused
from app.core.midpoint import Midpoint
from app.core.money import Money
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AcceptOffer, RaiseDispute, SettleDispute, ShareBudget
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind, Event
from app.core.negotiation.middle_commands import (
    AnswerOverlap,
    AskMidpoint,
    OpenOverlap,
    RefuseMidpoint,
)
from app.core.negotiation.middle_events import MidpointFound
from app.core.negotiation.middle_now import may_ask_midpoint, open_midpoint
from app.core.negotiation.outdated_events import Because, MidpointOutdated, OverlapOutdated
from app.core.negotiation.overlap import TESTS_A_SIDE, openings_left
from tests.core.negotiation.meeting import apart, between, midpoint_shown, the_midpoint, too_far
from tests.core.negotiation.refusing import in_days
from tests.factories import NOON, a_correction, a_shared_budget, after, an_offer, shown

MIDPOINT = (MidpointOutdated(Because.DEBT, Role.SYSTEM, NOON),)
TEST = (OverlapOutdated(Because.DEBT, Role.SYSTEM, NOON),)
POOR, POORER = a_shared_budget("60.00", "60.00"), a_shared_budget("51.00", "51.00")


def found(case: Case) -> Case:
    return after(case, AskMidpoint(between(case)), Role.BORROWER)


def with_test(case: Case, by: Role = Role.BORROWER) -> Case:
    return after(case, OpenOverlap(), by)


def doubted(case: Case) -> Case:
    return after(case, RaiseDispute(DisputeKind.WRONG_AMOUNT, ""), Role.BORROWER)


def outdated(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(e for e in events if isinstance(e, MidpointOutdated | OverlapOutdated))


def settled(case: Case) -> tuple[Event, ...]:
    disputed = doubted(case)
    return outdated(decide(disputed, a_correction(disputed), by=Role.LENDER, at=NOON))


def corrected(case: Case) -> Case:
    disputed = doubted(case)
    return after(disputed, a_correction(disputed), Role.LENDER)


def shared(case: Case, budget: object) -> tuple[Event, ...]:
    assert isinstance(budget, type(POOR))
    return outdated(decide(case, ShareBudget(budget), by=Role.BORROWER, at=NOON))


def test_a_correction_ends_the_midpoint_and_one_of_the_new_debt_can_be_asked_for() -> None:
    case = found(apart())
    assert settled(case) == MIDPOINT
    now = corrected(case)
    assert (open_midpoint(now, NOON), now.middle.midpoint_because) == (None, Because.DEBT)
    assert may_ask_midpoint(now, NOON), "nobody waits for the old one to run out"
    again = between(now)
    assert isinstance(again, Midpoint)
    assert again.terms.owed == now.debt.owed
    anew = after(now, AskMidpoint(again), Role.LENDER)
    assert (open_midpoint(anew, NOON) is not None, anew.middle.midpoint_because) == (True, None)


def test_a_correction_ends_a_refused_midpoint_and_none_at_all_too() -> None:
    case = found(apart())
    refusal = RefuseMidpoint(midpoint_shown(case), "Too low.")
    refused = after(case, refusal, Role.LENDER)
    pair = case.middle.between
    assert pair is not None
    digests = (pair[0].digest, pair[1].digest)
    nothing = AskMidpoint(replace(too_far(), between=digests))
    none = after(apart(), nothing, Role.LENDER)
    for one in (refused, none):
        assert not may_ask_midpoint(one, NOON)
        assert settled(one) == MIDPOINT
        assert may_ask_midpoint(corrected(one), NOON)


def test_a_midpoint_whose_time_is_over_is_not_spoken_of_again() -> None:
    case = doubted(found(apart()))
    later = in_days(20)
    assert outdated(decide(case, a_correction(case), by=Role.LENDER, at=later)) == ()


@pytest.mark.parametrize("by", [Role.BORROWER, Role.COUNSELOR, Role.LENDER])
def test_a_correction_ends_an_open_test_that_then_counts_among_nobodys(by: Role) -> None:
    case = with_test(apart(), by)
    assert openings_left(case, by) == TESTS_A_SIDE - 1
    assert settled(case) == TEST
    now = corrected(case)
    assert (now.middle.overlap, now.middle.test_because) == (None, Because.DEBT)
    assert openings_left(now, by) == TESTS_A_SIDE
    assert with_test(now, by).middle.test_because is None


def test_an_answer_about_the_old_figures_goes_and_its_test_still_counts() -> None:
    case = after(with_test(apart()), AnswerOverlap(meets=True), Role.SYSTEM)
    assert settled(case) == TEST
    now = corrected(case)
    assert (now.middle.meets, openings_left(now, Role.BORROWER)) == (None, TESTS_A_SIDE - 1)


def test_a_correction_that_leaves_nothing_to_pay_or_no_case_ends_nothing_more() -> None:
    case = doubted(with_test(found(apart())))
    zero = Money.zero(case.debt.owed.currency)
    nothing = replace(case.debt.figures, principal=zero, interest=zero, fees=zero, arrears=zero)
    paid = SettleDispute(upheld=True, explanation="All is paid.", corrected=nothing)
    assert outdated(decide(case, paid, by=Role.LENDER, at=NOON)) == ()
    assert settled(apart()) == ()


def test_a_budget_that_the_midpoint_does_not_fit_ends_it_and_the_test() -> None:
    case = with_test(found(apart()))
    event = case.middle.midpoint
    assert isinstance(event, MidpointFound)
    assert event.terms.schedule.highest > POORER.months[0].hard
    assert shared(case, POORER) == (
        MidpointOutdated(Because.BUDGET, Role.SYSTEM, NOON),
        OverlapOutdated(Because.BUDGET, Role.SYSTEM, NOON),
    )
    now = after(case, ShareBudget(POORER), Role.BORROWER)
    assert (open_midpoint(now, NOON), now.middle.overlap) == (None, None)
    with pytest.raises(OfferRefused) as caught:
        decide(now, the_midpoint(case), by=Role.BORROWER, at=NOON)
    assert caught.value.codes == ("above_affordable",)


def test_a_budget_that_bears_as_much_or_more_leaves_both() -> None:
    case = with_test(found(apart()))
    for budget in (a_shared_budget(), a_shared_budget("250.00", "150.00")):
        assert shared(case, budget) == ()


def test_a_smaller_budget_that_the_midpoint_still_fits_ends_the_test_alone() -> None:
    case = with_test(found(apart()))
    smaller = a_shared_budget("190.00", "120.00")
    assert shared(case, smaller) == (OverlapOutdated(Because.BUDGET, Role.SYSTEM, NOON),)
    no = after(with_test(apart()), AnswerOverlap(meets=False), Role.SYSTEM)
    assert shared(no, smaller) == (), "less room makes no of a no"


def test_an_agreement_begins_anew_and_forgets_no_test_that_was_given_back() -> None:
    case = with_test(corrected(with_test(apart(), Role.LENDER)), Role.LENDER)
    plan = between(case)
    assert isinstance(plan, Midpoint)
    offered = after(case, an_offer(plan.terms), Role.LENDER)
    agreed = after(offered, AcceptOffer(shown(offered)), Role.BORROWER)
    assert agreed.stage is Stage.AGREED
    assert openings_left(agreed, Role.LENDER) == TESTS_A_SIDE - 1
