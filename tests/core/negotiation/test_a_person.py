"""A person can always be reached, and no machine ever says no (ethics E27)."""

from __future__ import annotations

import pytest

from app.core.access import Role
from app.core.errors import DomainError
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AskHelp
from app.core.negotiation.complaint_events import ComplaintAnswered
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeSettled, OfferDeclined, SigningDeclined
from app.core.negotiation.folding import evolve
from app.core.negotiation.middle_events import MidpointRefused
from app.core.negotiation.pause_events import HelpAsked
from app.core.negotiation.round_events import RoundsEnded
from tests.core.negotiation.attempts import TRIES, Try
from tests.core.negotiation.refusing import disputed, on_hold, refused
from tests.factories import NOON, a_case, a_refusal, after


@pytest.mark.parametrize("by", [Role.BORROWER, Role.COUNSELOR])
@pytest.mark.parametrize("stage", Stage)
def test_e27_a_person_is_asked_at_every_stage_and_nothing_else_changes(
    stage: Stage, by: Role
) -> None:
    case = a_case(stage)
    cases = [case] if stage is Stage.CLOSED else [case, disputed(case), on_hold(case)]
    for one in cases:
        assert decide(one, AskHelp(""), by=by, at=NOON) == (HelpAsked("", by, NOON),)
        asked = after(one, AskHelp(""), by)
        assert (asked.stage, asked.offer, asked.hold) == (one.stage, one.offer, one.hold)
        assert asked.waiting_for is one.waiting_for


NOES = (OfferDeclined, MidpointRefused, SigningDeclined, ComplaintAnswered, DisputeSettled)
"""Every event with which somebody says no to somebody."""


@pytest.mark.parametrize("name", TRIES)
@pytest.mark.parametrize("stage", Stage)
def test_e27_no_refusal_is_the_machines(stage: Stage, name: str) -> None:
    case = a_case(stage)
    for one in (case, disputed(case), on_hold(case)) if stage is not Stage.CLOSED else (case,):
        for variant in range(4):
            attempt = Try(Role.SYSTEM, name, variant, 0)
            try:
                found = decide(one, TRIES[name](one, attempt, NOON), by=Role.SYSTEM, at=NOON)
            except DomainError:
                continue
            assert not [event for event in found if isinstance(event, NOES)]


def test_e27_when_offers_ran_out_the_case_waits_for_somebody_at_every_turn() -> None:
    over = evolve(a_case(Stage.OFFERED), RoundsEnded(6, Role.SYSTEM, NOON))
    assert over.waiting_for is Role.BORROWER
    declined = after(over, a_refusal(over), Role.BORROWER)
    assert declined.waiting_for is Role.LENDER
    assert decide(declined, AskHelp("What now?"), by=Role.BORROWER, at=NOON)
    refused(declined, AskHelp(""), Role.SYSTEM)
