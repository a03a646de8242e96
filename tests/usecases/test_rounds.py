"""Offers that run out, by the use cases: policy, audit, queue, mail, and who goes on."""

from __future__ import annotations

import pytest

from app.core.errors import NotAllowed
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import AcceptOffer, AskHelp, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason
from app.core.negotiation.rounds import RoundsOver
from app.store.reading import Show
from app.usecases import negotiate, queries
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.rounds_run_out import borrower_answers, case_at, open_round, ran_out
from tests.usecases.scenes import all_mail

NEWS = "There is something new for you"


@pytest.fixture
def part(stage: Stage) -> Part:
    return ran_out(stage, "authority")


def waiting(part: Part, show: Show) -> int:
    return queries.queue(part.deps, part.place.supervisor, show=show).total


def decline(part: Part) -> None:
    offer = case_at(part).offer
    assert offer is not None
    said_no = DeclineOffer(offer.digest, DeclineReason.TOO_HIGH, "")
    negotiate.submit(part.deps, part.borrower, part.case_id, said_no)


def test_the_lenders_policy_says_how_many_offers_there_are(part: Part) -> None:
    assert case_at(part).rounds == 4
    with pytest.raises(RoundsOver):
        borrower_answers(part)
    assert case_at(part).rounds == 4


def test_without_a_policy_it_is_the_house_that_says(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter")
    for _ in range(2):
        borrower_answers(part)
        STEPS["counter"](part)
    assert (case_at(part).rounds, case_at(part).rounds_over) == (6, part.deps.now())


def test_the_case_is_in_the_supervisors_queue_and_leaves_it(part: Part) -> None:
    assert waiting(part, Show.WITH_A_PERSON) == 1
    open_round(part, part.place.supervisor)
    assert waiting(part, Show.WITH_A_PERSON) == 0


def test_once_the_last_offer_is_declined_the_lenders_clock_runs(part: Part) -> None:
    assert waiting(part, Show.WAITING_FOR_US) == 0
    decline(part)
    header = queries.case_page(part.deps, part.borrower, part.case_id).header
    assert (header.waiting_for, header.reply_due is not None) == ("lender", True)
    assert waiting(part, Show.WAITING_FOR_US) == 1


def test_the_last_offer_can_still_be_accepted(part: Part) -> None:
    offer = case_at(part).offer
    assert offer is not None
    negotiate.submit(part.deps, part.borrower, part.case_id, AcceptOffer(offer.digest))
    assert case_at(part).stage is At.AGREED
    assert waiting(part, Show.WITH_A_PERSON) == 0


def test_a_person_can_be_asked_and_the_offer_can_be_taken_back(part: Part) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("What now?"))
    negotiate.submit(part.deps, part.place.agent, part.case_id, WithdrawOffer())
    assert case_at(part).stage is At.OPEN


@pytest.mark.parametrize("who", ["supervisor", "admin", "counselor"])
def test_who_opens_a_further_round_leaves_a_row(part: Part, who: str) -> None:
    open_round(part, getattr(part.place, who))
    with part.deps.reading() as uow:
        row = uow.audit.of(f"case:{part.case_id}", limit=1)[0]
    assert row.action == "round.opened"
    borrower_answers(part)
    STEPS["counter"](part)
    assert case_at(part).rounds_over is not None


def test_an_agent_and_the_borrower_alone_open_none(part: Part) -> None:
    for who in (part.place.agent, part.borrower):
        with pytest.raises(NotAllowed):
            open_round(part, who)


def news(stage: Stage, part: Part) -> int:
    """How many mails the borrower has once nothing waits for a better hour."""
    borrower = f"{part.story.key}@people.example"
    return sum(1 for one in all_mail(stage) if one.to == borrower and NEWS in one.text)


def test_mail_tells_of_a_further_round_and_that_offers_ran_out_sends_none(
    stage: Stage, part: Part
) -> None:
    before = news(stage, part)
    assert before <= 2, "the lender made two offers"
    open_round(part, part.place.supervisor)
    assert news(stage, part) == before + 1
    assert news(stage, part) == before + 1
