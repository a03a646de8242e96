"""A call that was planned does not happen once the case stands still (E16, E21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from app.core.contact import Channel
from app.core.negotiation.commands import LiftHold, RaiseDispute, WithdrawOffer
from app.core.negotiation.events import DisputeKind
from app.store.contacts import LEFT, WITHHELD
from app.usecases import calls, holds, meetings, negotiate
from app.usecases.demo_steps import STEPS, Part
from tests.usecases.scenes import another_lender, second_case
from tests.usecases.test_calls import DAY, MONDAY, called, plan
from tests.usecases.test_contacts import ledger, part

__all__ = ["called", "part"]


def disputes(part: Part) -> None:
    wrong = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid.")
    negotiate.submit(part.deps, part.borrower, part.case_id, wrong)


def needs_time(part: Part) -> None:
    holds.place(part.deps, part.borrower, part.case_id, "house:bereavement", "")


def offers(part: Part) -> None:
    STEPS["offer"](part)


@pytest.mark.parametrize(
    ("happens", "rule"),
    [(disputes, "house:dispute"), (needs_time, "house:hold"), (offers, "house:decision")],
)
@pytest.mark.parametrize("way", [Channel.TELEPHONE, Channel.LETTER])
def test_e16_what_was_planned_is_called_off_when_the_case_stands_still(
    called: Part, happens: Callable[[Part], None], rule: str, way: Channel
) -> None:
    name = plan(called, MONDAY + DAY, way)
    happens(called)
    (entry,) = [one for one in ledger(called) if one.key == f"{way}:{name}"]
    assert (entry.outcome, entry.rule, entry.planned) == (WITHHELD, rule, False)


def test_what_is_over_again_may_be_planned_again_and_stays(called: Part) -> None:
    needs_time(called)
    negotiate.submit(called.deps, called.borrower, called.case_id, LiftHold())
    offers(called)
    negotiate.submit(called.deps, called.borrower, called.case_id, WithdrawOffer())
    name = plan(called, MONDAY + DAY)
    (entry,) = [one for one in ledger(called) if one.key == f"telephone:{name}"]
    assert (entry.outcome, entry.planned) == (LEFT, True)


def test_a_dispute_with_one_lender_calls_off_nothing_of_another(called: Part) -> None:
    other = second_case(called, another_lender(called.deps))
    name = plan(other, MONDAY + 2 * DAY)
    disputes(called)
    (entry,) = [one for one in ledger(called) if one.key == f"telephone:{name}"]
    assert entry.planned


def test_a_meeting_that_the_borrower_asked_for_stays(called: Part) -> None:
    meetings.ask(called.deps, called.borrower, called.case_id, uuid4(), "At the library.")
    when = MONDAY + timedelta(days=3)
    agent = called.place.agent
    meetings.name_visitor(called.deps, agent, called.case_id, agent.person_id, when)
    disputes(called)
    (entry,) = [one for one in ledger(called) if one.channel is Channel.MEETING]
    assert (entry.outcome, entry.planned) == (LEFT, True)
    assert calls.desk(called.deps, agent, called.case_id).meeting is not None
