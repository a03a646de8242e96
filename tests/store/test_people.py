from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.access import Action, Actor, Mandate, Relation, Role, require
from app.core.errors import NotFound
from app.store.cases import Projection
from app.store.consents import Authority, Consent
from app.store.errors import DecryptionFailed
from app.store.households import Commitment
from app.store.reading import Order, Show
from tests.databases import (
    AGENT_ID,
    CASE_ID,
    CHARITY_ID,
    COUNSELOR_ID,
    LENDER_ID,
    OTHER_LENDER_ID,
    STRANGER_ID,
    Database,
    noted,
)
from tests.factories import BORROWER_ID, HOUSEHOLD_ID, NOON

LATER = NOON + timedelta(days=1)


def an_authority(**changes: object) -> Authority:
    values: dict[str, object] = {
        "id": UUID(int=301),
        "borrower_id": BORROWER_ID,
        "counselor_org_id": CHARITY_ID,
        "counselor_id": None,
        "scopes": ("read", "talk", "negotiate"),
        "given_at": NOON,
    }
    return Authority(**(values | changes))  # type: ignore[arg-type]  # any field


def relations(database: Database, person_id: UUID) -> frozenset[Relation]:
    with database.work(reads_only=True) as uow:
        facts = uow.cases.facts(CASE_ID, LATER)
        actor = uow.people.actor(person_id)
    assert facts is not None
    return facts.relations(actor)


def test_a_person_is_found_by_address_whatever_its_case(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        found = uow.people.by_email(" AMINA@example.org")
        assert found == uow.people.find(BORROWER_ID)
        assert uow.people.by_email("nobody@example.net") is None
        assert uow.people.find(uuid4()) is None
    assert found is not None
    assert (found.name, found.email, found.phone) == ("Amina Yusuf", "amina@example.org", None)


def test_an_address_belongs_to_one_person(database: Database) -> None:
    def attempt() -> None:
        with database.work() as uow:
            uow.people.add(uuid4(), name="X", email="Amina@Example.org", language="en", at=NOON)
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_names_swapped_between_people_are_never_shown(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE person SET name = (SELECT name FROM person AS p WHERE p.id = :other)"
                " WHERE id = :one"
            ),
            {"one": BORROWER_ID.hex, "other": AGENT_ID.hex},
        )
    with pytest.raises(DecryptionFailed), database.work(reads_only=True) as uow:
        uow.people.find(BORROWER_ID)


def test_the_language_of_a_person_changes(database: Database) -> None:
    with database.work() as uow:
        uow.people.change_language(BORROWER_ID, "zh_Hans")
        noted(uow)
    with database.work(reads_only=True) as uow:
        found = uow.people.find(BORROWER_ID)
    assert found is not None
    assert found.language == "zh_Hans"


def test_rights_follow_from_who_people_are(database: Database) -> None:
    assert relations(database, BORROWER_ID) == {Relation.OWNER}
    assert relations(database, AGENT_ID) == {Relation.LENDER_STAFF}
    assert relations(database, COUNSELOR_ID) == frozenset()
    assert relations(database, STRANGER_ID) == frozenset()


def test_a_removed_colleague_has_no_rights_at_once(database: Database) -> None:
    with database.work() as uow:
        assert uow.organisations.members(LENDER_ID) == ((AGENT_ID, "agent"),)
        assert uow.organisations.remove_member(LENDER_ID, AGENT_ID, LATER)
        assert not uow.organisations.remove_member(LENDER_ID, AGENT_ID, LATER)
        noted(uow)
    assert relations(database, AGENT_ID) == frozenset()


def test_a_colleague_may_come_back(database: Database) -> None:
    with database.work() as uow:
        uow.organisations.remove_member(LENDER_ID, AGENT_ID, LATER)
        uow.organisations.add_member(LENDER_ID, AGENT_ID, "admin", LATER)
        noted(uow)
    assert relations(database, AGENT_ID) == {Relation.LENDER_ADMIN}


def test_a_counselor_acts_while_the_authority_holds(database: Database) -> None:
    with database.work() as uow:
        uow.consents.give_authority(an_authority())
        noted(uow)
    assert relations(database, COUNSELOR_ID) == {Relation.MANDATED}
    with database.work(reads_only=True) as uow:
        household = uow.households.facts(HOUSEHOLD_ID, LATER)
        assert uow.consents.authorities(BORROWER_ID) == (an_authority(),)
    assert household is not None
    assert household.mandates == (Mandate(CHARITY_ID),)
    with database.work() as uow:
        assert not uow.consents.revoke_authority(STRANGER_ID, an_authority().id, LATER)
        assert uow.consents.revoke_authority(BORROWER_ID, an_authority().id, LATER)
        noted(uow)
    assert relations(database, COUNSELOR_ID) == frozenset()


@pytest.mark.parametrize(
    "changes",
    [{"until": LATER}, {"given_at": LATER + timedelta(days=1)}, {"counselor_id": STRANGER_ID}],
)
def test_an_authority_covers_its_time_and_its_counselor_only(
    database: Database, changes: dict[str, object]
) -> None:
    with database.work() as uow:
        uow.consents.give_authority(an_authority(**changes))
        noted(uow)
    assert relations(database, COUNSELOR_ID) == frozenset()


def test_a_consent_opens_a_case_until_it_is_revoked(database: Database) -> None:
    consent = Consent(
        LENDER_ID, uuid4(), CASE_ID, BORROWER_ID, CHARITY_ID, "budget", "advice", "1", NOON
    )
    with database.work() as uow:
        uow.consents.give(consent)
        noted(uow)
    assert relations(database, COUNSELOR_ID) == {Relation.CONSENTED}
    with database.work() as uow:
        assert uow.consents.live(LENDER_ID, CASE_ID, LATER) == (consent,)
        assert uow.consents.revoke(LENDER_ID, BORROWER_ID, consent.id, LATER)
        assert not uow.consents.revoke(LENDER_ID, BORROWER_ID, consent.id, LATER)
        noted(uow)
    assert relations(database, COUNSELOR_ID) == frozenset()


def test_a_joint_borrower_is_told_apart_from_the_owner(database: Database) -> None:
    with database.work() as uow:
        uow.cases.add_party(LENDER_ID, CASE_ID, STRANGER_ID, "joint")
        noted(uow)
    assert relations(database, STRANGER_ID) == {Relation.JOINT}


def test_a_restricted_case_exists_for_nobody(database: Database) -> None:
    with database.work() as uow:
        uow.cases.restrict(LENDER_ID, CASE_ID, restricted=True)
        noted(uow)
    with database.work(reads_only=True) as uow:
        facts = uow.cases.facts(CASE_ID, LATER)
        assert uow.reading.queue(LENDER_ID, LATER.date()).total == 0
    assert facts is not None
    with pytest.raises(NotFound):
        require(Actor(BORROWER_ID), Action.READ_CASE, facts)


def test_an_unknown_case_has_no_facts(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        assert uow.cases.facts(uuid4(), NOON) is None
        assert uow.households.facts(uuid4(), NOON) is None


def test_a_queue_shows_only_its_own_tenant(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        here = uow.reading.queue(LENDER_ID, NOON.date())
        there = uow.reading.queue(OTHER_LENDER_ID, NOON.date())
    assert [(line.borrower, line.account) for line in here.lines] == [("Amina Yusuf", "40012345")]
    assert (there.lines, there.total, there.pages) == ((), 0, 1)


def test_a_queue_is_narrowed_to_what_waits(database: Database) -> None:
    today = LATER.date()
    with database.work() as uow:
        uow.cases.project(
            LENDER_ID,
            CASE_ID,
            Projection(
                "offered",
                120_000,
                disputed=True,
                waiting_for=Role.LENDER,
                reply_due=today - timedelta(days=1),
            ),
        )
        noted(uow)
    with database.work(reads_only=True) as uow:
        totals = {show: uow.reading.queue(LENDER_ID, today, show=show).total for show in Show}
        orders = {uow.reading.queue(LENDER_ID, today, order=order).total for order in Order}
    assert totals == {
        Show.ALL: 1,
        Show.WAITING_FOR_US: 1,
        Show.OVERDUE: 1,
        Show.DISPUTED: 1,
        Show.ON_HOLD: 0,
        Show.WITH_A_PERSON: 0,
        Show.WITH_A_SUPERVISOR: 0,
        Show.AGREED: 0,
    }
    assert orders == {1}


def test_a_borrower_and_a_counselor_see_the_case_in_their_lists(database: Database) -> None:
    with database.work() as uow:
        assert uow.reading.caseload((CHARITY_ID,), COUNSELOR_ID, LATER).total == 0
        uow.consents.give_authority(an_authority())
        noted(uow)
    with database.work(reads_only=True) as uow:
        assert [x.case.id for x in uow.reading.of_borrower(BORROWER_ID).lines] == [CASE_ID]
        assert uow.reading.of_borrower(STRANGER_ID).total == 0
        assert uow.reading.caseload((CHARITY_ID,), COUNSELOR_ID, LATER).total == 1
        assert uow.reading.caseload((), COUNSELOR_ID, LATER).total == 0
        assert [c.id for c in uow.cases.of_household(BORROWER_ID, HOUSEHOLD_ID)] == [CASE_ID]


def test_a_case_takes_from_a_household_once(database: Database) -> None:
    first = Commitment(
        BORROWER_ID,
        HOUSEHOLD_ID,
        uuid4(),
        LENDER_ID,
        CASE_ID,
        10_000,
        "GBP",
        NOON.date(),
        None,
        "offered",
    )
    second = Commitment(
        BORROWER_ID,
        HOUSEHOLD_ID,
        uuid4(),
        LENDER_ID,
        CASE_ID,
        8_000,
        "GBP",
        NOON.date(),
        LATER.date(),
        "agreed",
    )
    with database.work() as uow:
        uow.households.commit(first)
        uow.households.commit(second)
        assert uow.households.commitments(BORROWER_ID, HOUSEHOLD_ID) == (second,)
        uow.households.release(LENDER_ID, CASE_ID)
        assert uow.households.commitments(BORROWER_ID, HOUSEHOLD_ID) == ()
        noted(uow)
