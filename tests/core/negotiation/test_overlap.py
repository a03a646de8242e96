"""The private test as moves of a case: who opens it, how often, what ends it, who rules it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.decide import decide
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    EndOverlap,
    OpenOverlap,
    VetoOverlap,
)
from app.core.negotiation.middle_events import OverlapAnswered, OverlapOpened
from app.core.negotiation.overlap import LIFE, TESTS_A_SIDE, openings_left, running
from tests.core.negotiation.meeting import apart
from tests.core.negotiation.refusing import disputed, in_days, on_hold, refused
from tests.factories import NOON, a_case, a_counter, after, an_acceptance, terms

PARTIES = (Role.BORROWER, Role.COUNSELOR, Role.LENDER)
APART = apart()
OPEN = after(APART, OpenOverlap(), Role.LENDER)


@pytest.mark.parametrize("by", PARTIES)
def test_either_side_opens_it_for_seven_days_once_both_have_offered(by: Role) -> None:
    (event,) = decide(APART, OpenOverlap(), by=by, at=NOON)
    assert event == OverlapOpened((NOON + LIFE).date(), by, NOON)
    for case in (a_case(Stage.OPEN), a_case(Stage.OFFERED), a_case(Stage.AGREED), OPEN):
        refused(case, OpenOverlap(), by)


@pytest.mark.parametrize("by", PARTIES)
def test_a_side_opens_two_in_a_case_and_no_third_whoever_speaks_for_it(by: Role) -> None:
    case = APART
    for left in range(TESTS_A_SIDE, 0, -1):
        assert openings_left(case, by) == left
        case = after(case, OpenOverlap(), by)
        case = after(case, AnswerOverlap(meets=False), Role.SYSTEM)
    refused(case, OpenOverlap(), by)
    if by is Role.COUNSELOR:
        refused(case, OpenOverlap(), Role.BORROWER)
    other = Role.BORROWER if by is Role.LENDER else Role.LENDER
    assert openings_left(case, other) == TESTS_A_SIDE


def test_one_that_ended_without_an_answer_counts_and_so_does_one_before_an_agreement() -> None:
    ended = after(OPEN, EndOverlap(), Role.SYSTEM, in_days(9))
    assert openings_left(ended, Role.LENDER) == 1
    agreed = after(OPEN, an_acceptance(OPEN), Role.BORROWER)
    assert (agreed.middle.overlap, openings_left(agreed, Role.LENDER)) == (None, 1)


def test_the_answer_is_the_products_and_is_one_bit() -> None:
    for by in PARTIES:
        refused(OPEN, AnswerOverlap(meets=True), by)
    (event,) = decide(OPEN, AnswerOverlap(meets=True), by=Role.SYSTEM, at=NOON)
    assert event == OverlapAnswered(meets=True, by=Role.SYSTEM, at=NOON)
    said = after(OPEN, AnswerOverlap(meets=True), Role.SYSTEM)
    assert (said.middle.meets, said.middle.overlap) == (True, None)
    refused(said, AnswerOverlap(meets=False), Role.SYSTEM)


def test_a_new_offer_ends_it_and_makes_an_old_answer_old() -> None:
    countered = after(OPEN, a_counter(OPEN, terms(count=16)), Role.BORROWER)
    assert countered.middle.overlap is None
    refused(countered, AnswerOverlap(meets=True), Role.SYSTEM)
    said = after(OPEN, AnswerOverlap(meets=True), Role.SYSTEM)
    assert after(said, a_counter(said, terms(count=16)), Role.BORROWER).middle.meets is None


def test_it_runs_seven_whole_days_and_no_longer() -> None:
    assert running(OPEN, in_days(7))
    refused(OPEN, EndOverlap(), Role.SYSTEM, at=in_days(7))
    refused(OPEN, AnswerOverlap(meets=True), Role.SYSTEM, at=in_days(9))
    assert after(OPEN, EndOverlap(), Role.SYSTEM, in_days(9)).middle.overlap is None
    refused(APART, EndOverlap(), Role.SYSTEM, at=in_days(9))


@pytest.mark.parametrize("start", [APART, OPEN])
def test_a_counselor_rules_it_out_and_in_again_and_nobody_else_does(start: Case) -> None:
    for by in (Role.BORROWER, Role.LENDER, Role.SYSTEM):
        refused(start, VetoOverlap(), by)
    vetoed = after(start, VetoOverlap(), Role.COUNSELOR)
    assert vetoed.middle.overlap is None
    refused(vetoed, AnswerOverlap(meets=True), Role.SYSTEM)
    for by in PARTIES:
        refused(vetoed, OpenOverlap(), by)
    refused(vetoed, AllowOverlap(), Role.BORROWER)
    refused(vetoed, VetoOverlap(), Role.COUNSELOR)
    allowed = after(vetoed, AllowOverlap(), Role.COUNSELOR)
    assert after(allowed, OpenOverlap(), Role.BORROWER).middle.overlap


def test_a_veto_outlives_new_offers_and_an_agreement() -> None:
    vetoed = after(APART, VetoOverlap(), Role.COUNSELOR)
    assert after(vetoed, a_counter(vetoed, terms(count=16)), Role.BORROWER).middle.vetoed
    assert after(vetoed, an_acceptance(vetoed), Role.BORROWER).middle.vetoed


@pytest.mark.parametrize("stop", [disputed, on_hold])
def test_in_a_dispute_or_hold_nothing_is_tested_and_a_veto_still_holds(
    stop: Callable[[Case], Case],
) -> None:
    refused(stop(APART), OpenOverlap(), Role.BORROWER)
    refused(stop(OPEN), AnswerOverlap(meets=True), Role.SYSTEM)
    assert after(stop(OPEN), VetoOverlap(), Role.COUNSELOR).middle.vetoed
