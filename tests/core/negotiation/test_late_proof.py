"""A day for proof that goes by is said once, and what the lender asks for rests until it is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import LiftHold, PlaceHold
from app.core.negotiation.folding import evolve
from app.core.negotiation.lender_clocks import asked_of
from app.core.negotiation.pause_events import Kept
from app.core.negotiation.proof import missed
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.proof_events import ProofKind, ProofMissed
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import NOON, a_case, a_history, after, an_acceptance, lines

DUE = date(2027, 2, 5)
OVER = datetime.fromisoformat("2027-02-06T12:00:00+00:00")
"""The first moment at which 5 February is over everywhere."""
ASKED = AskProof((ProofKind.STATEMENT,), "", DUE)
GIVEN = "All of it."


def owed(stage: Stage = Stage.OFFERED) -> Case:
    return after(a_case(stage), ASKED, Role.BORROWER)


def late(case: Case) -> Case:
    return evolve(case, missed(case, OVER))


def test_it_is_late_when_the_day_is_over_everywhere_and_once() -> None:
    case = owed()
    with pytest.raises(TransitionNotAllowed):
        missed(case, OVER - timedelta(seconds=1))
    assert missed(case, OVER) == ProofMissed(DUE, NOON, Role.SYSTEM, OVER)
    for none in (late(case), a_case(Stage.OFFERED)):
        with pytest.raises(TransitionNotAllowed):
            missed(none, OVER)


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOSED])
def test_e15_whoever_went_on_is_asked_for_nothing_again_and_may_go_on_again(stage: Stage) -> None:
    on = after(owed(stage), LiftHold(), Role.BORROWER)
    assert not on.stopped
    rests = late(on)
    assert (rests.stopped, rests.waiting_for, rests.stage) == (True, Role.LENDER, stage)
    assert rests.agreement == on.agreement, "a plan in force stays in force"
    again = after(rests, LiftHold(), Role.COUNSELOR)
    assert (again.stopped, again.proof_late_since) == (False, OVER)


def test_e15_the_lender_is_waited_for_anew_after_somebody_went_on() -> None:
    history = [*a_history(Stage.OFFERED)]
    case = owed()
    history += [case.proof] if case.proof else []
    case = after(case, LiftHold(), Role.BORROWER)
    assert asked_of(history[:-1]) is None, "the lender's offer waits for the borrower"
    assert case.waiting_for is Role.BORROWER
    assert late(case).waiting_for is Role.LENDER


def test_the_proof_ends_it_and_another_request_has_its_own_day() -> None:
    given = after(late(owed()), AnswerProof(lines(owed()), GIVEN), Role.LENDER)
    assert (given.proof, given.stopped, given.proof_late_since) == (None, False, None)
    assert after(given, an_acceptance(given), Role.BORROWER).stage is Stage.AGREED
    anew = after(given, ASKED, Role.BORROWER)
    assert missed(anew, OVER).asked == NOON


def test_going_on_without_proof_keeps_the_time_that_was_taken_and_the_other_way() -> None:
    space = PlaceHold("UK-H01", in_days(20).date(), "")
    both = after(owed(), space, Role.BORROWER)
    still = after(both, LiftHold(Kept.HOLD), Role.BORROWER)
    assert (still.hold, still.proof_stops) == (both.hold, False)
    waits = after(both, LiftHold(Kept.PROOF), Role.BORROWER)
    assert (waits.hold, waits.proof_stops) == (None, True)
    neither = after(both, LiftHold(), Role.BORROWER)
    assert (neither.hold, neither.proof_stops) == (None, False)
    refused(still, LiftHold(Kept.HOLD), Role.BORROWER)
    refused(waits, LiftHold(Kept.PROOF), Role.BORROWER)
