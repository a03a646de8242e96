"""A case through its moves, by the use cases alone; each leaves its line in the audit log."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.core.access import RULES, Action
from app.core.errors import (
    InvalidInput,
    NotAllowed,
    OfferChanged,
    OfferRefused,
    TransitionNotAllowed,
)
from app.core.evidence import sha256_hex
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    AcceptOffer,
    AskHelp,
    Command,
    ConfirmDebt,
    CounterOffer,
    DeclineOffer,
    LiftHold,
    MakeOffer,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason, DisputeKind, OfferMade
from app.core.terms import Terms
from app.usecases import agreement_reading, negotiate, offers, verify
from app.usecases.demo_steps import STEPS, Part
from app.usecases.negotiate import NEEDS
from tests.stage import Stage as Place
from tests.usecases.scenes import Scene, case_of, history


@pytest.fixture
def part(stage: Place) -> Part:
    """The borrower's offer waits for the lender."""
    return stage.part("four-weekly", "confirm", "tell", "offer")


def do(part: Part, command: Command, *, lender: bool = False) -> None:
    actor = part.place.agent if lender else part.borrower
    negotiate.submit(part.deps, actor, part.case_id, command)


def standing(part: Part) -> OfferMade:
    offer = case_of(part).offer
    assert offer is not None
    return offer


def reply_due(part: Part) -> date | None:
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
    assert header is not None
    return header.reply_due


def last_line(part: Part) -> str:
    with part.deps.reading() as uow:
        return uow.audit.of(f"case:{part.case_id}", limit=1)[0].action


def test_every_act_on_a_case_leaves_its_line(part: Part) -> None:
    until = (part.deps.now() + timedelta(days=10)).date()
    acts: list[tuple[Command, bool]] = [
        (WithdrawOffer(), False),
        (RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid."), False),
        (SettleDispute(upheld=False, explanation="Here is each payment."), True),
        (PlaceHold("house:time-to-think", until, "Please wait."), False),
        (LiftHold(), False),
        (AskHelp("I lost my job."), False),
    ]
    for command, lender in acts:
        do(part, command, lender=lender)
        assert last_line(part) == RULES[NEEDS[type(command)]].audit
    with part.deps.reading() as uow:
        told = [e.action for e in reversed(uow.audit.of(f"case:{part.case_id}", limit=100))]
        assert uow.audit.verify() is None
        assert uow.cases.verify(part.place.lender, part.case_id) is None
    # Sharing is told once as the consent that it gives, and once as the act.
    assert told[:4] == ["debt.confirmed", "consent.given", "budget.shared", "offer.made"]
    assert told.count("budget.shared") == told.count("consent.given")


def test_every_writing_action_has_a_line_to_leave() -> None:
    assert all(RULES[action].audit for action in Action if RULES[action].writes)


def test_a_dispute_stops_every_move_and_its_end_lets_them_go_on(part: Part) -> None:
    do(part, RaiseDispute(DisputeKind.NOT_MINE, "I never had this card."))
    with pytest.raises(TransitionNotAllowed):
        do(part, AcceptOffer(standing(part).digest), lender=True)
    with pytest.raises(TransitionNotAllowed):
        do(part, DeclineOffer(standing(part).digest, DeclineReason.OTHER, "No."), lender=True)
    do(part, SettleDispute(upheld=False, explanation="Here is the contract."), lender=True)
    do(part, AcceptOffer(standing(part).digest), lender=True)
    assert case_of(part).stage is Stage.AGREED


def test_an_upheld_dispute_closes_the_case_and_frees_the_money(part: Part) -> None:
    do(part, RaiseDispute(DisputeKind.ALREADY_PAID, "In 2024."))
    do(part, SettleDispute(upheld=True, explanation="You did."), lender=True)
    assert case_of(part).stage is Stage.CLOSED
    with part.deps.reading() as uow:
        assert uow.households.commitments(part.borrower.person_id, part.household_id) == ()
    with pytest.raises(TransitionNotAllowed):
        do(part, MakeOffer(uuid4(), standing_terms(part), "Again."), lender=True)


def standing_terms(part: Part) -> Terms:
    made = [event for event in history(part) if isinstance(event, OfferMade)]
    return made[-1].terms


def test_a_lender_may_not_settle_nothing_nor_hold_for_the_borrower(part: Part) -> None:
    with pytest.raises(TransitionNotAllowed):
        do(part, SettleDispute(upheld=True, explanation="Fine."), lender=True)
    with pytest.raises(NotAllowed):
        do(part, LiftHold(), lender=True)
    with pytest.raises(NotAllowed):
        do(part, RaiseDispute(DisputeKind.NOT_MINE, ""), lender=True)
    with pytest.raises(NotAllowed):
        do(part, ConfirmDebt(), lender=True)


def test_a_lender_says_why_when_it_says_no(part: Part) -> None:
    seen = standing(part).digest
    with pytest.raises(InvalidInput):
        do(part, DeclineOffer(seen, DeclineReason.OTHER, "  "), lender=True)
    do(part, DeclineOffer(seen, DeclineReason.OTHER, "It takes too long for us."), lender=True)
    assert case_of(part).stage is Stage.OPEN
    STEPS["offer"](part)
    assert case_of(part).stage is Stage.OFFERED


def test_only_the_offer_that_was_shown_is_answered(part: Part) -> None:
    old = standing(part)
    STEPS["counter"](part)
    with pytest.raises(OfferChanged):
        do(part, AcceptOffer(old.digest))
    with pytest.raises(OfferChanged):
        do(part, DeclineOffer(old.digest, DeclineReason.OTHER, "No."))
    with pytest.raises(OfferChanged):
        do(part, CounterOffer(uuid4(), old.terms, "As before.", old.digest))
    do(part, AcceptOffer(standing(part).digest))
    assert case_of(part).stage is Stage.AGREED


def test_nobody_accepts_their_own_offer(part: Part) -> None:
    with pytest.raises(TransitionNotAllowed):
        do(part, AcceptOffer(standing(part).digest))


def test_an_ended_offer_is_not_accepted_and_may_be_made_again(stage: Place, part: Part) -> None:
    ends = standing(part).expires_on
    stage.clock.move(days=(ends - stage.clock.at.date()).days + 2)
    with pytest.raises((TransitionNotAllowed, OfferRefused)):
        do(part, AcceptOffer(standing(part).digest), lender=True)
    do(part, WithdrawOffer())
    STEPS["offer"](part)
    do(part, AcceptOffer(standing(part).digest), lender=True)


def test_an_offer_is_sent_with_the_figures_that_were_shown(part: Part) -> None:
    do(part, WithdrawOffer())
    found = offers.choice(part.deps, part.borrower, part.case_id)
    draft = offers.drafts(found)[0]
    with pytest.raises(OfferChanged):
        offers.send(
            part.deps,
            part.borrower,
            part.case_id,
            draft,
            words="This fits.",
            shown="0" * 64,
            seen=None,
        )
    assert case_of(part).stage is Stage.OPEN


def test_the_lenders_clock_runs_on_whatever_it_does_but_answer(stage: Place, part: Part) -> None:
    due = reply_due(part)
    assert due is not None
    stage.clock.move(days=2)
    until = (stage.clock.at + timedelta(days=5)).date()
    do(part, PlaceHold("house:hold", until, "We look into it."), lender=True)
    assert reply_due(part) == due
    do(part, LiftHold())
    assert reply_due(part) == due
    do(part, RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid."))
    assert reply_due(part) == due
    stage.clock.move(days=1)
    do(part, SettleDispute(upheld=False, explanation="Here is each payment."), lender=True)
    assert reply_due(part) == due
    STEPS["counter"](part)
    assert reply_due(part) is None


def test_the_sealed_paper_is_the_same_on_disk_in_the_rows_and_in_the_events(done: Scene) -> None:
    record, agreement = done.record(), done.case().agreement
    assert agreement is not None
    data, _, final = agreement_reading.paper(done.deps, done.borrower, done.part.case_id)
    digest = sha256_hex(data)
    assert final
    assert digest == record.final_sha256 == agreement.final_sha256
    stored = done.deps.settings.papers_dir / f"{digest}.pdf"
    assert stored.read_bytes() == data
    with done.deps.reading() as uow:
        kept = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        papers = [uow.papers.find(record.tenant_id, one.sha256) for one in kept]
    assert digest in [one.sha256 for one in kept]
    assert all(paper is not None for paper in papers)


def test_the_sealed_paper_is_genuine_for_anybody(done: Scene) -> None:
    data, code, _ = agreement_reading.paper(done.deps, done.borrower, done.part.case_id)
    answer = verify.by_file(done.deps, data)
    assert answer.verdict.accepted
    standing_ = verify.by_code(done.deps, code.lower())
    assert standing_ is not None
    assert standing_.state == "sealed"
    assert not verify.by_file(done.deps, data + b"\n").verdict.accepted


def test_a_sealed_case_has_a_line_for_each_thing_that_was_done(done: Scene) -> None:
    told = done.audited()
    for action in (
        "debt.confirmed",
        "budget.shared",
        "offer.made",
        "offer.answered",
        "agreement.drafted",
        "agreement.issued",
        "agreement.sealed",
        "agreement.evidence-sealed",
    ):
        assert told.count(action) >= 1, action
    assert told.count("agreement.signed") == told.count("agreement.signature-applied") == 3
