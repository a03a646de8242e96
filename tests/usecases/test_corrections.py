"""A correction through the use cases: rows of offers, promises, mails and a sealed plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.money import Currency, Money
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import CancelAgreement, Command, RaiseDispute, SettleDispute
from app.core.negotiation.dispute_events import Figures
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.proof_commands import AnswerProof
from app.core.negotiation.proof_events import LineKind, ProofKind, ProofLine
from app.usecases import doubts, negotiate, offers
from app.usecases.demo_steps import Part
from tests.stage import Stage as Place
from tests.usecases.scenes import case_of, letters


def do(part: Part, command: Command, *, lender: bool = False) -> None:
    actor = part.place.agent if lender else part.borrower
    negotiate.submit(part.deps, actor, part.case_id, command)


def without_fees(part: Part) -> Figures:
    was = case_of(part).debt.figures
    zero = Money.zero(was.fees.currency)
    return replace(was, fees=zero, arrears=was.arrears - was.fees)


def correct(part: Part) -> None:
    do(part, RaiseDispute(DisputeKind.WRONG_AMOUNT, "There was no such fee."))
    yes = SettleDispute(upheld=True, explanation="You are right.", corrected=without_fees(part))
    do(part, yes, lender=True)


def mailed(stage: Place, part: Part, known: set[str]) -> list[str]:
    """To whom, once every hour at which somebody may be written to has come."""
    for _ in range(3):
        stage.clock.move(days=1)
        part.work()
    found = [one for one in letters(part.deps) if one.key not in known]
    known |= {one.key for one in found}
    return [one.to for one in found]


def test_an_open_offer_is_withdrawn_in_its_row_and_its_money_is_free_again(stage: Place) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    correct(part)
    assert case_of(part).stage is Stage.OPEN
    with part.deps.reading() as uow:
        ((_, state),) = uow.offers.states(part.place.lender, part.case_id)
        header = uow.cases.find(part.case_id)
        history = uow.households.history(part.borrower.person_id, part.household_id)
    assert state == "withdrawn"
    assert header is not None
    assert header.owed_minor == 261800
    assert "PromiseEnded" in repr(history)


def test_options_and_the_next_offer_use_the_corrected_figures(stage: Place) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    correct(part)
    choice = offers.choice(part.deps, part.borrower, part.case_id)
    drafts = offers.drafts(choice)
    assert drafts
    assert {draft.terms.owed for draft in drafts} == {Money(261800, Currency.GBP)}


def test_what_was_being_signed_is_superseded(stage: Place) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept")
    part.work()
    assert case_of(part).stage is Stage.SIGNING
    correct(part)
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    assert record.state == "superseded"
    assert case_of(part).stage is Stage.OPEN


def test_a_sealed_plan_stays_and_the_borrower_has_the_whole_time_to_leave_again(
    stage: Place,
) -> None:
    part = stage.part(
        "four-weekly", "confirm", "tell", "offer", "counter", "accept", "records", "sign"
    )
    part.work()
    case = case_of(part)
    assert case.stage is Stage.SEALED
    assert case.agreement is not None
    stage.clock.move(days=40)
    correct(part)
    now = case_of(part)
    assert now.stage is Stage.SEALED
    assert now.offer == case.offer
    assert now.debt.fees == Money.zero(Currency.GBP)
    assert now.agreement is not None
    assert now.agreement.cooling_off_until is not None
    assert (now.agreement.cooling_off_until - part.deps.now().date()).days >= 13
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
    assert record is not None
    assert (record.state, record.cooling_off_until) == (
        "sealed",
        now.agreement.cooling_off_until,
    )
    do(part, CancelAgreement(now.agreement.id, now.agreement.version))
    assert case_of(part).stage is Stage.OPEN


def test_the_lender_is_mailed_of_a_dispute_and_the_borrower_of_its_answer(stage: Place) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    known: set[str] = set()
    mailed(stage, part, known)
    do(part, RaiseDispute(DisputeKind.WRONG_AMOUNT, "There was no such fee."))
    first = mailed(stage, part, known)
    assert first
    assert not [to for to in first if to.startswith("four-weekly@")]
    do(part, SettleDispute(upheld=False, explanation="There was one."), lender=True)
    second = mailed(stage, part, known)
    assert [to for to in second if to.startswith("four-weekly@")]


def test_both_sides_hear_of_proof(stage: Place) -> None:
    part = stage.part("four-weekly", "confirm")
    known: set[str] = set()
    mailed(stage, part, known)
    doubts.ask_proof(part.deps, part.borrower, part.case_id, (ProofKind.CONTRACT,), "")
    first = mailed(stage, part, known)
    assert first
    owed = case_of(part).debt.owed
    line = ProofLine(part.deps.now().date(), LineKind.PRINCIPAL, owed, "The loan")
    do(part, AnswerProof((line,), "See the line."), lender=True)
    second = mailed(stage, part, known)
    assert [to for to in second if to.startswith("four-weekly@")]


@pytest.mark.parametrize("kind", [DisputeKind.NOT_BOUND, DisputeKind.ECONOMIC_ABUSE])
def test_a_counselor_who_acts_is_told_and_no_desk(stage: Place, kind: DisputeKind) -> None:
    part = stage.part("counselor", "authority", "confirm")
    known: set[str] = set()
    mailed(stage, part, known)
    do(part, RaiseDispute(kind, ""))
    told = mailed(stage, part, known)
    assert [to for to in told if "counselor" in to]
    assert not [to for to in told if to.startswith("help")]
