"""Proof that is late: an event, a supervisor, a calm mail, and everything stands still again."""

from __future__ import annotations

import pytest

from app.core.contact import Channel, Never, Purpose
from app.core.negotiation.commands import LiftHold
from app.core.negotiation.proof_commands import AnswerProof
from app.core.negotiation.proof_events import LineKind, ProofLine, ProofMissed
from app.store.reading import Show
from app.usecases import negotiate, proof_time
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.scenes import case_of, history
from tests.usecases.test_answer_time import ADMIN, SUPERVISOR, after, calm, missed, waiting
from tests.usecases.test_quiet import asking

TO_THE_DAY = 20
"""Days from the request, a Saturday, to its last day: a Friday, as the three weeks end on one."""


@pytest.fixture
def part(stage: Stage) -> Part:
    """The lender's offer is open, and the borrower asked for proof."""
    found = stage.part("four-weekly", "confirm", "tell", "offer", "counter", "ask proof")
    stage.work()
    return found


def late(part: Part) -> list[ProofMissed]:
    return [event for event in history(part) if isinstance(event, ProofMissed)]


def go_on(part: Part) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, LiftHold())


def prove(part: Part) -> None:
    case = case_of(part)
    line = ProofLine(case.start.at.date(), LineKind.PRINCIPAL, case.debt.owed, "The loan")
    answer = AnswerProof((line,), "These are our books.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, answer)


def test_e15_late_proof_brings_a_supervisor_and_a_calm_mail(stage: Stage, part: Part) -> None:
    go_on(part)
    assert not calm(after(stage, TO_THE_DAY))
    assert (late(part), waiting(part, Show.WITH_A_SUPERVISOR)) == ([], 0)
    told = after(stage, 4)
    assert len(late(part)) == 1
    assert len(calm(told)) == 1
    assert {one.to for one in told if "with a supervisor now" in one.text} == {SUPERVISOR, ADMIN}
    assert waiting(part, Show.WITH_A_SUPERVISOR) == 1
    assert case_of(part).stopped, "what the lender asks for rests"
    with stage.deps.reading() as uow:
        rows = [row.action for row in uow.audit.of(f"case:{part.case_id}", limit=100)]
    assert rows.count("proof.missed") == 1


def test_doing_the_work_again_changes_nothing(stage: Stage, part: Part) -> None:
    go_on(part)
    payload = {"case_id": str(part.case_id)}
    proof_time.check(stage.deps, payload)
    assert late(part) == []
    stage.clock.move(days=TO_THE_DAY + 2)
    for _ in range(3):
        proof_time.check(stage.deps, payload)
    assert len(late(part)) == 1


def test_proof_in_time_is_never_late_and_late_proof_takes_the_case_from_the_supervisor(
    stage: Stage, part: Part
) -> None:
    prove(part)
    after(stage, TO_THE_DAY + 4)
    assert late(part) == []
    STEPS["ask proof"](part)
    go_on(part)
    after(stage, TO_THE_DAY + 6)
    assert len(late(part)) == 1
    prove(part)
    assert waiting(part, Show.WITH_A_SUPERVISOR) == 0


def test_nobody_is_told_twice_that_a_supervisor_has_the_case(stage: Stage, part: Part) -> None:
    """Who waits for proof waits for an answer: its first day comes sooner, and is told first."""
    sooner = after(stage, TO_THE_DAY - 5)
    assert (len(missed(part)), len(calm(sooner))) == (1, 1)
    told = after(stage, 9)
    assert len(late(part)) == 1
    assert len(calm(told)) <= 1


@pytest.mark.parametrize("steps", [("accept",), ("accept", "records", "sign")])
def test_e16_nobody_is_chased_while_proof_is_owed_also_after_an_agreement(
    stage: Stage, steps: tuple[str, ...]
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter", *steps, "ask proof")
    answer = asking(part, Purpose.COLLECTION, Channel.TELEPHONE, part.case_id)
    assert isinstance(answer, Never)
    assert answer.because.code == "house:decision"
