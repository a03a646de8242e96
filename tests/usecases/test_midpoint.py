"""The fair midpoint by the use cases: stored, audited, told, held to the lender's limits, agreed."""

from __future__ import annotations

import pytest

from app.core.budget_view import Level
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.midpoint import Midpoint
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.middle_commands import ExtendOffer
from app.core.negotiation.middle_events import MidpointFound
from app.core.negotiation.middle_state import MIDPOINT
from app.usecases import approvals, midpoint, negotiate, who_sees
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.meeting import WORDS, apart, case_of, found
from tests.usecases.policy_people import published
from tests.usecases.scenes import all_mail

NEWS = "There is something new for you"


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def test_the_product_finds_it_once_and_the_row_says_that_it_was_asked_for(stage: Stage) -> None:
    part = apart(stage)
    event = found(part, part.place.counselor)
    with part.deps.reading() as uow:
        row = uow.audit.of(f"case:{part.case_id}", limit=1)[0]
    assert (row.action, event.by.value) == ("midpoint.asked", "system")
    with pytest.raises(TransitionNotAllowed):
        midpoint.ask(part.deps, part.place.agent, part.case_id)


def test_a_lender_from_whom_the_budget_was_taken_back_has_none_looked_for(part: Part) -> None:
    who_sees.choose(part.deps, part.borrower, part.case_id, Level.NOTHING)
    before = case_of(part)
    with pytest.raises(TransitionNotAllowed, match="not shared any more"):
        midpoint.ask(part.deps, part.place.agent, part.case_id)
    assert case_of(part) == before
    midpoint.ask(part.deps, part.borrower, part.case_id)


def test_one_offers_it_the_other_accepts_and_an_agreement_is_asked_for(part: Part) -> None:
    event = found(part, part.place.agent)
    midpoint.take(part.deps, part.borrower, part.case_id, seen=event.digest, words=WORDS)
    offer = case_of(part).offer
    assert offer is not None
    assert (offer.label, offer.terms, offer.answers is not None) == (MIDPOINT, event.terms, True)
    negotiate.submit(part.deps, part.place.agent, part.case_id, AcceptOffer(offer.digest))
    after = case_of(part)
    assert after.accepted is not None
    assert (after.stage, after.accepted.digest) == (At.AGREED, offer.digest)
    with part.deps.reading() as uow:
        assert uow.outbox.is_waiting("issue:"), "the agreement is being written down"
        states = [state for _, state in uow.offers.states(part.place.lender, part.case_id)]
    assert sorted(states) == ["accepted", "replaced", "replaced"]


def test_a_lender_takes_it_in_place_of_its_own_offer_and_the_rows_agree(part: Part) -> None:
    event = found(part, part.borrower)
    midpoint.take(part.deps, part.place.agent, part.case_id, seen=event.digest, words=WORDS)
    with part.deps.reading() as uow:
        states = [state for _, state in uow.offers.states(part.place.lender, part.case_id)]
    assert sorted(states) == ["open", "replaced", "withdrawn"]


def test_past_a_limit_of_its_policy_a_second_person_of_the_lender_decides(part: Part) -> None:
    event = found(part, part.borrower)
    published(part.deps, part.place, approval={"term_months": 12})
    waits = midpoint.take(part.deps, part.place.agent, part.case_id, seen=event.digest, words=WORDS)
    assert waits is not None
    assert case_of(part).middle.settled is False
    approvals.approve(part.deps, part.place.supervisor, waits.id)
    offer = case_of(part).offer
    assert offer is not None
    assert offer.label == MIDPOINT


def test_only_the_midpoint_that_was_shown_is_taken(part: Part) -> None:
    found(part, part.borrower)
    with pytest.raises(OfferChanged):
        midpoint.take(part.deps, part.borrower, part.case_id, seen="0" * 64, words=WORDS)


def test_everybody_in_the_case_hears_of_it_but_who_asked(stage: Stage, part: Part) -> None:
    def news(who: str) -> int:
        return sum(NEWS in m.text and who in m.to for m in all_mail(stage))

    before = news("four-weekly")
    found(part, part.place.agent)
    assert news("four-weekly") == before + 1


def test_an_extension_is_stored_audited_and_told_and_read_back(stage: Stage, part: Part) -> None:
    stage.clock.move(days=10)
    offer = case_of(part).offer
    assert offer is not None
    negotiate.submit(part.deps, part.borrower, part.case_id, ExtendOffer(offer.digest))
    again = case_of(part).offer
    assert again is not None
    assert (again.digest, again.expires_on > offer.expires_on) == (offer.digest, True)
    with part.deps.reading() as uow:
        assert uow.audit.of(f"case:{part.case_id}", limit=1)[0].action == "offer.extended"


def test_a_midpoint_is_read_back_as_it_was_found(part: Part) -> None:
    event = found(part, part.borrower)
    stored = case_of(part).middle.midpoint
    assert isinstance(stored, MidpointFound)
    assert stored == event
    assert Midpoint(stored.terms, stored.why).digest == stored.digest
