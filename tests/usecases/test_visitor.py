"""Who comes to a meeting works for the lender, at the moment the borrower reads the name."""

from __future__ import annotations

from uuid import uuid4

from app.usecases import meetings
from app.usecases.demo_steps import Part
from tests.stage import Clock
from tests.usecases.test_calls import DAY, MONDAY, called
from tests.usecases.test_contacts import part

__all__ = ["called", "part"]


def test_a_visitor_who_has_left_the_lender_is_named_no_more(called: Part, clock: Clock) -> None:
    agent = called.place.agent
    meetings.ask(called.deps, called.borrower, called.case_id, uuid4(), "At the library.")
    meetings.name_visitor(called.deps, agent, called.case_id, agent.person_id, MONDAY + 3 * DAY)
    assert meetings.page(called.deps, called.borrower, called.case_id).visitor
    with called.deps.unit_of_work() as uow:
        uow.organisations.remove_member(called.place.lender, agent.person_id, clock())
        uow.audit.write(None, "test.prepared", "test", clock())
    found = meetings.page(called.deps, called.borrower, called.case_id)
    assert found.meeting is not None
    assert found.visitor == ""
