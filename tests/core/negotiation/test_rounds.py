"""Offers run out after some rounds: a person goes on, and nobody stands before a wall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import OpenRound, RaiseDispute, WithdrawOffer
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind, OfferMade
from app.core.negotiation.folding import fold
from app.core.negotiation.round_events import RoundsEnded
from app.core.negotiation.rounds import HOUSE_ROUNDS, LEAST_ROUNDS, MOST_ROUNDS, RoundsOver
from tests.core.negotiation.refusing import disputed, on_hold, refused
from tests.factories import (
    NOON,
    a_case,
    a_counter,
    a_refusal,
    after,
    an_acceptance,
    an_offer,
    terms,
)

GO_ON = OpenRound("One more fact came up: the rent falls in May.")


def next_offer(case: Case, most: int = HOUSE_ROUNDS) -> Case:
    """One more offer, of whoever's turn it is."""
    offered = terms(count=12 + case.rounds % 3)
    answers = case.stage is Stage.OFFERED
    command = a_counter(case, offered) if answers else an_offer(offered)
    by = case.waiting_for or Role.BORROWER
    return fold(decide(case, command, by=by, at=NOON, most_offers=most), case)


def ran_out(most: int = HOUSE_ROUNDS) -> Case:
    case = a_case(Stage.OPEN)
    while case.rounds_over is None:
        case = next_offer(case, most)
    return case


def test_the_sixth_offer_without_agreement_is_the_last_and_says_so() -> None:
    case = a_case(Stage.OPEN)
    for _ in range(HOUSE_ROUNDS - 1):
        case = next_offer(case)
        assert case.rounds_over is None
    made, ended = decide(case, a_counter(case), by=Role.LENDER, at=NOON)
    assert isinstance(made, OfferMade)
    assert ended == RoundsEnded(HOUSE_ROUNDS, Role.SYSTEM, NOON)


@pytest.mark.parametrize("role", [Role.BORROWER, Role.COUNSELOR, Role.LENDER])
def test_one_offer_too_many_is_refused_by_its_own_name(role: Role) -> None:
    case = ran_out()
    assert "person" in refused(case, a_counter(case), role, RoundsOver)
    declined = after(case, a_refusal(case), Role.BORROWER)
    assert declined.stage is Stage.OPEN
    refused(declined, an_offer(), role, RoundsOver)
    assert RoundsOver.code == "rounds_over"


def test_what_stands_can_still_be_accepted_declined_and_taken_back() -> None:
    case = ran_out()
    assert case.offer is not None
    assert case.offer.by is Role.LENDER
    assert after(case, an_acceptance(case), Role.BORROWER).stage is Stage.AGREED
    assert after(case, a_refusal(case), Role.COUNSELOR).stage is Stage.OPEN
    assert after(case, WithdrawOffer(), Role.LENDER).stage is Stage.OPEN


def test_without_an_open_offer_the_case_waits_for_a_person_of_the_lender() -> None:
    case = ran_out()
    assert case.waiting_for is Role.BORROWER, "who may answer the last offer"
    assert after(case, a_refusal(case), Role.BORROWER).waiting_for is Role.LENDER
    assert a_case(Stage.OPEN).waiting_for is Role.BORROWER


@pytest.mark.parametrize("role", [Role.LENDER, Role.COUNSELOR])
def test_a_further_round_is_one_more_offer_for_each_side(role: Role) -> None:
    case = after(ran_out(), GO_ON, role)
    assert case.rounds_over is None
    case = next_offer(case)
    assert case.rounds_over is None
    assert next_offer(case).rounds_over == NOON


def test_a_further_round_counts_whole_when_the_policy_became_shorter() -> None:
    case = next_offer(after(ran_out(8), GO_ON, Role.LENDER), most=LEAST_ROUNDS)
    assert case.rounds_over is None
    assert next_offer(case, most=LEAST_ROUNDS).rounds_over == NOON


@pytest.mark.parametrize("role", [Role.BORROWER, Role.SYSTEM])
def test_only_a_person_who_looked_opens_a_further_round(role: Role) -> None:
    refused(ran_out(), GO_ON, role)


def test_a_further_round_needs_its_reason_and_a_need() -> None:
    refused(ran_out(), OpenRound("  "), Role.LENDER, InvalidInput)
    refused(a_case(Stage.OFFERED), GO_ON, Role.LENDER)
    refused(after(ran_out(), GO_ON, Role.LENDER), GO_ON, Role.LENDER)


def test_in_a_dispute_or_a_hold_no_round_is_opened() -> None:
    refused(disputed(ran_out()), GO_ON, Role.LENDER)
    refused(on_hold(ran_out()), GO_ON, Role.COUNSELOR)
    assert after(ran_out(), RaiseDispute(DisputeKind.WRONG_AMOUNT, ""), Role.BORROWER).dispute


def test_an_agreement_counts_anew() -> None:
    case = ran_out()
    agreed = after(case, an_acceptance(case), Role.BORROWER)
    assert (agreed.rounds, agreed.rounds_until, agreed.rounds_over) == (0, 0, None)


@given(most=st.integers(LEAST_ROUNDS, MOST_ROUNDS), further=st.integers(0, 3))
def test_there_are_never_more_offers_than_the_policy_and_persons_allow(
    most: int, further: int
) -> None:
    case = ran_out(most)
    assert case.rounds == most
    for n in range(1, further + 1):
        case = after(case, GO_ON, Role.COUNSELOR)
        while case.rounds_over is None:
            case = next_offer(case, most)
        assert case.rounds == most + 2 * n
    with pytest.raises(TransitionNotAllowed):
        next_offer(case, most)
