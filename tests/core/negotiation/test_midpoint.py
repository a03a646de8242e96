"""The fair midpoint: one plan that both sides see alike, and that binds nobody before both agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.access import Role
from app.core.caselines import LenderTerms
from app.core.chosen_terms import Proposed, proposed_terms
from app.core.dates import Calendar
from app.core.errors import InvalidInput, OfferChanged, OfferRefused
from app.core.intake import OpenCase, debt_line
from app.core.midpoint import LIFE, Midpoint, midpoint, stops
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import CounterOffer, MakeOffer, ShareBudget
from app.core.negotiation.decide import decide
from app.core.negotiation.events import OfferMade, OfferWithdrawn
from app.core.negotiation.middle_commands import AskMidpoint, RefuseMidpoint
from app.core.negotiation.middle_events import (
    MidpointAsked,
    MidpointFound,
    MidpointNotFound,
    TooFar,
)
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.rounds import HOUSE_ROUNDS
from app.core.packs import load
from app.core.periods import Every
from app.core.terms import Terms
from tests.core.negotiation.meeting import (
    apart,
    between,
    ground,
    midpoint_shown,
    the_midpoint,
    too_far,
)
from tests.core.negotiation.refusing import disputed, in_days, on_hold, refused
from tests.factories import (
    FIRST_DUE,
    HOUSEHOLD_ID,
    NOON,
    OFFER_ID,
    a_case,
    a_counter,
    a_debt,
    a_refusal,
    a_shared_budget,
    after,
    an_acceptance,
    gbp,
    shown,
    terms,
)

PARTIES = (Role.BORROWER, Role.COUNSELOR, Role.LENDER)
APART = apart()
FOUND = after(APART, AskMidpoint(between(APART)), Role.BORROWER)


def plan() -> Midpoint:
    found = between(APART)
    assert isinstance(found, Midpoint)
    return found


def test_it_lies_between_and_both_sides_come_more_than_half_way() -> None:
    found = plan()
    assert gbp("50.00") < found.terms.schedule.highest < gbp("100.00")
    assert min(found.why.borrower_gain, found.why.lender_gain) > Fraction(1, 2)


def test_the_same_offers_and_budget_give_the_same_plan_and_digest() -> None:
    assert plan() == between(apart())
    other = replace(plan().why, lender_gain=Fraction(1, 3))
    assert replace(plan(), why=other).digest != plan().digest


@pytest.mark.parametrize("asker", PARTIES)
def test_whoever_asks_gets_the_same_and_says_nothing_by_it(asker: Role) -> None:
    asked, found = decide(APART, AskMidpoint(between(APART)), by=asker, at=NOON)
    assert asked == MidpointAsked(asker, NOON)
    assert isinstance(found, MidpointFound)
    assert (found.by, found.digest, found.terms) == (Role.SYSTEM, plan().digest, plan().terms)
    assert found.until == (NOON + LIFE).date()
    now = after(APART, AskMidpoint(between(APART)), asker)
    assert (now.offer, now.rounds, now.waiting_for) == (APART.offer, APART.rounds, Role.BORROWER)


@given(
    low=st.integers(13, 36),
    high=st.integers(3, 12),
    hard=st.integers(2, 40),
    recommended=st.integers(1, 40),
)
@settings(max_examples=60, deadline=None)
def test_e1_no_midpoint_is_above_what_any_month_can_bear(
    low: int, high: int, hard: int, recommended: int
) -> None:
    wide = apart(terms(count=low), terms(count=12), budget=a_shared_budget("400.00", "400.00"))
    offers = wide.middle.between
    assert offers is not None
    theirs, lenders = offers
    asks = replace(lenders, terms=terms(count=high))
    budget = a_shared_budget(f"{hard * 10}.00", f"{min(hard, recommended) * 10}.00")
    on = replace(ground(wide), budget=budget)
    found = midpoint(theirs, asks, on)
    ceiling = gbp(f"{min(hard, recommended) * 10}.00")
    if isinstance(found, TooFar):
        assert found.bears == ceiling
        assert found.least is None or found.least > ceiling or found.rules
        return
    assert found.terms.schedule.highest <= ceiling
    assert not stops(found.terms, wide.debt, budget, load("UK"), NOON.date())


def test_e2_no_lender_policy_raises_it_above_the_ceiling_and_its_longest_term_holds() -> None:
    poor = apart(budget=a_shared_budget("120.00", "60.00"), lenders=terms(count=20))
    pair = poor.middle.between
    assert pair is not None
    own = LenderTerms(min_instalment=gbp("500.00"), max_term_months=22)
    found = midpoint(*pair, ground(poor, own=own))
    assert isinstance(found, Midpoint)
    assert found.terms.schedule.highest <= gbp("60.00")
    assert found.terms.schedule.count <= 22


def test_e4_where_none_is_affordable_that_is_said_with_figures() -> None:
    poor = after(APART, ShareBudget(a_shared_budget("15.00", "10.00")), Role.BORROWER)
    found = between(poor)
    assert isinstance(found, TooFar)
    assert (found.bears, found.least) == (gbp("10.00"), gbp("16.67"))
    _asked, event = decide(poor, AskMidpoint(found), by=Role.LENDER, at=NOON)
    assert event == MidpointNotFound(found, Role.SYSTEM, NOON)
    told = after(poor, AskMidpoint(found), Role.LENDER)
    refused(told, AskMidpoint(found), Role.LENDER)
    richer = after(told, ShareBudget(a_shared_budget()), Role.BORROWER)
    assert after(richer, AskMidpoint(between(richer)), Role.BORROWER).middle.midpoint


def test_interest_lies_between_too_and_what_is_let_go_is_as_in_one_of_both() -> None:
    debt = a_debt(principal="1140.00", fees="60.00")
    line = debt_line(OpenCase(HOUSEHOLD_ID, "Northbank", debt))

    def asked(amount: str, rate: str, *, waive: bool) -> Terms:
        plan = Proposed(gbp(amount), Every.MONTHLY, FIRST_DUE, Fraction(rate), waive)
        return proposed_terms(line, plan, Calendar(), 72)

    theirs, lenders = asked("50.00", "0", waive=True), asked("110.00", "0.249", waive=False)
    found = between(apart(theirs, lenders, debt=debt))
    assert isinstance(found, Midpoint)
    assert found.terms.owed == debt.owed
    assert 0 < found.terms.rate < Fraction("0.249")
    assert found.terms.waived in {gbp("0.00"), gbp("60.00")}
    assert gbp("50.00") < found.terms.schedule.highest < gbp("110.00")


def test_its_first_payment_leaves_the_time_to_think_for_as_long_as_it_can_be_taken() -> None:
    pack = load("UK")
    for days in (0, 20, 200):
        found = between(APART, in_days(days))
        assert isinstance(found, Midpoint)
        last = (in_days(days) + LIFE).date()
        assert found.terms.schedule.first_due > pack.cooling_off.last_day(last)


@pytest.mark.parametrize(
    ("first", "then"),
    [(Role.LENDER, Role.BORROWER), *product((Role.BORROWER, Role.COUNSELOR), (Role.LENDER,))],
)
def test_both_accept_it_the_one_by_offering_and_the_other_by_accepting(
    first: Role, then: Role
) -> None:
    late = in_days(14)
    taken = after(FOUND, the_midpoint_of(first), first, late)
    assert taken.offer is not None
    assert (taken.offer.label, taken.offer.terms) == (MIDPOINT, plan().terms)
    assert taken.rounds == FOUND.rounds, "it is no side's own offer"
    done = after(taken, an_acceptance(taken), then, late)
    assert done.stage is Stage.AGREED
    assert done.accepted is not None
    assert done.accepted.digest == taken.offer.digest


def the_midpoint_of(by: Role) -> MakeOffer | CounterOffer:
    if by is Role.LENDER:
        return MakeOffer(OFFER_ID, plan().terms, "The midpoint.", MIDPOINT)
    return the_midpoint(FOUND)


def test_whoever_takes_it_takes_an_own_open_offer_back_in_the_same_move() -> None:
    gone, made = decide(FOUND, the_midpoint_of(Role.LENDER), by=Role.LENDER, at=NOON)
    assert isinstance(gone, OfferWithdrawn)
    assert FOUND.offer is not None
    assert gone.digest == FOUND.offer.digest
    assert isinstance(made, OfferMade)
    plain = MakeOffer(OFFER_ID, plan().terms, "Mine.")
    refused(FOUND, plain, Role.LENDER)


def test_nothing_else_goes_by_its_name_and_it_goes_by_its_name_once() -> None:
    another = CounterOffer(OFFER_ID, terms(count=11), "Fair.", shown(FOUND), MIDPOINT)
    refused(FOUND, another, Role.BORROWER, OfferChanged)
    refused(APART, the_midpoint(FOUND), Role.BORROWER, OfferChanged)
    refused(FOUND, the_midpoint(FOUND), Role.BORROWER, OfferChanged, in_days(16))
    taken = after(FOUND, the_midpoint(FOUND), Role.BORROWER)
    said_no = after(taken, a_refusal(taken), Role.LENDER)
    again = MakeOffer(OFFER_ID, plan().terms, "The midpoint.", MIDPOINT)
    refused(said_no, again, Role.LENDER, OfferChanged)
    refused(said_no, AskMidpoint(between(said_no)), Role.BORROWER)


def test_a_refused_midpoint_creeps_nowhere_and_a_new_offer_makes_a_new_one() -> None:
    taken = after(FOUND, the_midpoint(FOUND), Role.BORROWER)
    said_no = after(taken, a_refusal(taken), Role.LENDER)
    assert said_no.middle.between == APART.middle.between
    moved = after(said_no, MakeOffer(OFFER_ID, terms(count=18), "66.67 fits."), Role.BORROWER)
    assert moved.middle.midpoint is None
    found = between(moved)
    assert isinstance(found, Midpoint)
    assert found.digest != plan().digest


@pytest.mark.parametrize("by", PARTIES)
def test_either_side_refuses_it_and_the_lender_says_why(by: Role) -> None:
    command = RefuseMidpoint(midpoint_shown(FOUND), "It takes too long for us.")
    assert after(FOUND, command, by).middle.settled
    refused(FOUND, replace(command, seen="0" * 64), by, OfferChanged)
    silent = replace(command, explanation=" ")
    if by is Role.LENDER:
        refused(FOUND, silent, by, InvalidInput)
    else:
        assert after(FOUND, silent, by).middle.settled
    refused(after(FOUND, command, by), command, by)


def test_it_needs_an_offer_of_each_side_and_the_two_that_stand() -> None:
    for case in (a_case(Stage.OPEN), a_case(Stage.OFFERED), a_case(Stage.AGREED)):
        refused(case, AskMidpoint(too_far()), Role.BORROWER)
    refused(APART, AskMidpoint(too_far()), Role.BORROWER, OfferChanged)
    refused(APART, AskMidpoint(between(APART)), Role.SYSTEM)
    refused(FOUND, AskMidpoint(between(FOUND)), Role.BORROWER)
    assert after(FOUND, AskMidpoint(between(FOUND, in_days(16))), Role.BORROWER, in_days(16))


def test_what_the_rules_stop_is_never_proposed_whoever_worked_it_out() -> None:
    dear = Midpoint(terms(count=3), plan().why)
    refused(APART, AskMidpoint(dear), Role.LENDER, OfferRefused)


@pytest.mark.parametrize("stop", [disputed, on_hold])
def test_nothing_of_it_moves_in_a_dispute_or_hold_but_a_no_of_the_borrowers(
    stop: Callable[[Case], Case],
) -> None:
    refused(stop(APART), AskMidpoint(between(APART)), Role.BORROWER)
    refused(stop(FOUND), the_midpoint(FOUND), Role.BORROWER)
    no = RefuseMidpoint(midpoint_shown(FOUND), "No.")
    refused(stop(FOUND), no, Role.LENDER)
    assert after(stop(FOUND), no, Role.COUNSELOR).middle.settled


def test_when_offers_ran_out_the_midpoint_is_still_open_to_both() -> None:
    case = APART
    while case.rounds_over is None:
        by = case.waiting_for or Role.BORROWER
        case = after(case, a_counter(case, terms(count=12 + case.rounds)), by)
    assert case.rounds == HOUSE_ROUNDS
    case = after(case, AskMidpoint(between(case)), Role.BORROWER)
    taken = after(case, the_midpoint(case), Role.BORROWER)
    assert (taken.rounds, taken.rounds_over) == (HOUSE_ROUNDS, case.rounds_over)


def test_after_an_agreement_the_two_sides_begin_anew() -> None:
    agreed = after(APART, an_acceptance(APART), Role.BORROWER)
    assert (agreed.middle.between, agreed.middle.midpoint) == (None, None)


def test_a_debt_that_comes_first_is_met_without_interest_on_its_arrears() -> None:
    debt = replace(a_debt(), priority=True, arrears=gbp("600.00"))
    on = replace(
        ground(APART),
        debt=debt,
        line=replace(ground(APART).line, priority=True, arrears=gbp("600.00")),
    )
    pair = APART.middle.between
    assert pair is not None
    found = midpoint(*pair, on)
    assert isinstance(found, Midpoint)
    assert found.terms.schedule.total == gbp("600.00")
    assert found.terms.continues == gbp("600.00")
    assert found.terms.schedule.first_due >= NOON.date() + timedelta(days=28)
