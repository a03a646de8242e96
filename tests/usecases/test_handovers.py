"""A client is handed over within a charity: colleague and client are told, notes stay there."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.access import Actor
from app.core.errors import NotAllowed, NotFound
from app.store.consents import Authority
from app.usecases import authority, handovers, notes
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import all_mail, another_lender

NEXT = "Call her on Monday about the council tax."


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("counselor", "authority", "confirm", "tell")


@pytest.fixture
def colleague(part: Part) -> Actor:
    return join(part, "Amir Khan", "amir@charity.example", "counselor")


def join(part: Part, name: str, email: str, role: str) -> Actor:
    at, person = part.deps.now(), uuid4()
    with part.deps.unit_of_work() as uow:
        uow.people.add(person, name=name, email=email, language="en", at=at)
        uow.organisations.add_member(part.place.charity, person, role, at)
        uow.audit.write(None, "test.prepared", "test", at)
        return uow.people.actor(person)


def hand(part: Part, to: UUID, by: Actor | None = None) -> None:
    handovers.hand_over(part.deps, by or part.place.counselor, part.household_id, to, NEXT)


def test_the_colleague_looks_after_the_client_from_then_on(part: Part, colleague: Actor) -> None:
    hand(part, colleague.person_id)
    desk = handovers.desk(part.deps, colleague, part.household_id)
    assert desk.looked_after_by == "Amir Khan"
    assert [(one.to, one.words) for one in desk.handed] == [("Amir Khan", NEXT)]
    assert colleague.person_id not in dict(desk.colleagues)
    seen = handovers.looked_after(part.deps, part.borrower, part.household_id)
    assert seen == {part.place.charity: "Amir Khan"}


def test_colleague_and_client_are_told(stage: Stage, part: Part, colleague: Actor) -> None:
    with part.deps.reading() as uow:
        borrower = uow.people.find(part.borrower.person_id)
    assert borrower is not None
    before = {one.key for one in all_mail(stage)}
    hand(part, colleague.person_id)
    told = {one.to for one in all_mail(stage) if one.key not in before}
    assert told == {"amir@charity.example", borrower.email}


def test_the_notes_stay_with_the_charity(part: Part, colleague: Actor) -> None:
    notes.write(part.deps, part.place.counselor, part.household_id, "First talk.")
    hand(part, colleague.person_id)
    (note,) = notes.notes(part.deps, colleague, part.household_id)
    assert note.words == "First talk."


def test_an_admin_of_the_charity_hands_over_too(part: Part, colleague: Actor) -> None:
    admin = join(part, "Ruth Bell", "ruth@charity.example", "admin")
    hand(part, colleague.person_id, by=admin)
    assert handovers.desk(part.deps, admin, part.household_id).handed[0].by == "Ruth Bell"


def test_to_another_charity_nothing_is_handed_over(part: Part) -> None:
    other = another_lender(part.deps)
    with pytest.raises(NotFound):
        hand(part, other.counselor.person_id)
    authority.give(part.deps, part.borrower, part.household_id, other.charity)
    assert handovers.desk(part.deps, other.counselor, part.household_id).handed == ()


def test_whoever_was_let_to_act_alone_hands_over_to_nobody(part: Part, colleague: Actor) -> None:
    at, who = part.deps.now(), part.borrower.person_id
    with part.deps.unit_of_work() as uow:
        for given in uow.consents.authorities(who):
            uow.consents.revoke_authority(who, given.id, at)
        uow.consents.give_authority(
            Authority(
                id=uuid4(),
                borrower_id=who,
                counselor_org_id=part.place.charity,
                counselor_id=part.place.counselor.person_id,
                scopes=("read", "act"),
                given_at=at,
            )
        )
        uow.audit.write(None, "test.prepared", "test", at)
    assert handovers.desk(part.deps, part.place.counselor, part.household_id).colleagues == ()
    with pytest.raises(NotFound):
        hand(part, colleague.person_id)


def test_who_left_the_charity_looks_after_nobody(part: Part, colleague: Actor) -> None:
    hand(part, colleague.person_id)
    with part.deps.unit_of_work() as uow:
        uow.organisations.remove_member(part.place.charity, colleague.person_id, part.deps.now())
        uow.audit.write(None, "test.prepared", "test", part.deps.now())
    assert handovers.desk(part.deps, part.place.counselor, part.household_id).looked_after_by == ""


def test_neither_borrower_nor_lender_hands_over(part: Part, colleague: Actor) -> None:
    with pytest.raises(NotAllowed):
        hand(part, colleague.person_id, by=part.borrower)
    with pytest.raises(NotFound):
        hand(part, colleague.person_id, by=replace(part.place.agent))


@pytest.mark.parametrize(
    "change", ["UPDATE counselor_handover SET words = 'x'", "DELETE FROM counselor_handover"]
)
def test_a_hand_over_is_never_changed(part: Part, colleague: Actor, change: str) -> None:
    hand(part, colleague.person_id)
    with pytest.raises(DatabaseError, match="append_only"), part.deps.unit_of_work() as uow:
        uow.handovers.connection.execute(text(change))
