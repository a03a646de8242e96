"""Policies are only added to, and need two people; a decision past a limit is made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.caselines import LenderTerms
from app.core.lender_policy.values import Limits, PolicyVersion
from app.core.money import Currency
from app.core.negotiation.commands import AcceptOffer, MakeOffer
from app.store.approvals import Asking, Decision
from app.store.errors import StaleVersion
from tests.core.lender_policy.writings import policy
from tests.databases import (
    AGENT_ID,
    CASE_ID,
    COUNSELOR_ID,
    LENDER_ID,
    OTHER_LENDER_ID,
    Database,
    noted,
)
from tests.factories import NOON, an_offer

RICH = policy(
    base={"min_instalment": "5.00", "rate_ladder": ["0.5", "0"], "roll": "next"},
    portfolios=[{"name": "Car loan", "settlement_share": "0.7"}],
    bands=[{"from": "0.00", "to": "100.00", "max_term_months": 12}],
    approval={"let_go": "0.3"},
)
PLAIN = PolicyVersion("plain", date(2027, 1, 1), Currency.GBP, LenderTerms(), limits=Limits())
OTHER = COUNSELOR_ID  # a second person; rights are asked elsewhere


def drafted(database: Database, found: PolicyVersion = RICH, by: UUID = AGENT_ID) -> UUID:
    policy_id = uuid4()
    with database.work() as uow:
        uow.policies.draft(LENDER_ID, policy_id, found, by, NOON)
        noted(uow)
    return policy_id


def publish(database: Database, policy_id: UUID, by: UUID = OTHER) -> None:
    with database.work() as uow:
        found = uow.policies.find(LENDER_ID, policy_id)
        assert found
        uow.policies.publish(found, by, NOON)
        noted(uow)


def test_a_version_is_read_back_as_it_was_written(database: Database) -> None:
    policy_id = drafted(database)
    with database.work(reads_only=True) as uow:
        found = uow.policies.find(LENDER_ID, policy_id)
        assert found
        assert (found.policy, found.made_by, found.published_at) == (RICH, AGENT_ID, None)
        assert uow.policies.published(LENDER_ID) == ()
        assert uow.policies.find(OTHER_LENDER_ID, policy_id) is None


def test_published_versions_come_in_the_order_they_were_published(database: Database) -> None:
    publish(database, drafted(database))
    publish(database, drafted(database, PLAIN))
    with database.work(reads_only=True) as uow:
        assert set(uow.policies.published(LENDER_ID)) == {RICH, PLAIN}
        assert uow.policies.published(OTHER_LENDER_ID) == ()
        assert [one.approved_by for one in uow.policies.history(LENDER_ID)] == [OTHER, OTHER]


def test_nobody_publishes_what_they_wrote(database: Database) -> None:
    with pytest.raises(IntegrityError):
        publish(database, drafted(database), AGENT_ID)


def test_the_maker_cannot_be_misnamed_to_get_around_it(database: Database) -> None:
    policy_id = drafted(database)
    with database.work(reads_only=True) as uow:
        found = uow.policies.find(LENDER_ID, policy_id)
    assert found

    def attempt() -> None:
        with database.work() as uow:
            uow.policies.publish(replace(found, made_by=OTHER), AGENT_ID, NOON)
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_a_label_is_published_once(database: Database) -> None:
    publish(database, drafted(database))
    with pytest.raises(IntegrityError):
        publish(database, drafted(database))


@pytest.mark.parametrize("table", ["lender_policy", "lender_policy_publication", "approval"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET tenant_id = 'another'"])
def test_what_was_decided_stays(database: Database, table: str, statement: str) -> None:
    publish(database, drafted(database))
    approval_id = asked(database)
    decide(database, approval_id, Decision("approved", OTHER, NOON))
    refused = pytest.raises(IntegrityError, match="append_only")
    with refused, database.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def asking(command: MakeOffer | AcceptOffer | None = None) -> Asking:
    wanted = command or an_offer()
    return Asking(LENDER_ID, uuid4(), CASE_ID, wanted, ("let_go", "term"), "v1", AGENT_ID, NOON)


def asked(database: Database, wanted: Asking | None = None) -> UUID:
    found = wanted or asking()
    with database.work() as uow:
        uow.approvals.ask(found)
        noted(uow)
    return found.id


def decide(database: Database, approval_id: UUID, decision: Decision) -> None:
    with database.work() as uow:
        uow.approvals.decide(LENDER_ID, approval_id, decision)
        noted(uow)


@pytest.mark.parametrize("command", [an_offer(), AcceptOffer("a" * 64)])
def test_the_exact_command_is_kept(database: Database, command: MakeOffer | AcceptOffer) -> None:
    wanted = asking(command)
    asked(database, wanted)
    with database.work(reads_only=True) as uow:
        found = uow.approvals.find(LENDER_ID, wanted.id)
        assert found
        assert (found.asking, found.decision) == (wanted, None)
        assert uow.approvals.newest(LENDER_ID, CASE_ID) == found
        assert uow.approvals.find(OTHER_LENDER_ID, wanted.id) is None


def test_nothing_of_the_command_or_the_answer_is_in_the_clear(database: Database) -> None:
    approval_id = asked(database)
    decide(database, approval_id, Decision("returned", OTHER, NOON, "Too much at once."))
    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT payload, answer FROM approval")).one()
    assert "fits" not in row.payload
    assert "once" not in row.answer
    with database.work(reads_only=True) as uow:
        found = uow.approvals.find(LENDER_ID, approval_id)
    assert found
    assert found.decision
    assert found.decision.words == "Too much at once."


def test_who_asked_cannot_decide(database: Database) -> None:
    approval_id = asked(database)
    with pytest.raises(IntegrityError):
        decide(database, approval_id, Decision("approved", AGENT_ID, NOON))


def test_it_is_decided_once(database: Database) -> None:
    approval_id = asked(database)
    decide(database, approval_id, Decision("approved", OTHER, NOON))
    with pytest.raises(StaleVersion):
        decide(database, approval_id, Decision("returned", OTHER, NOON, "No."))


def test_a_case_has_one_decision_that_waits(database: Database) -> None:
    first = asked(database)
    with pytest.raises(IntegrityError):
        asked(database)
    decide(database, first, Decision("stale", OTHER, NOON, outcome="offer_changed"))
    asked(database)


def test_a_decision_is_not_returned_without_words(database: Database) -> None:
    approval_id = asked(database)
    with pytest.raises(IntegrityError):
        decide(database, approval_id, Decision("returned", OTHER, NOON))


def test_the_command_cannot_be_changed_while_it_waits(database: Database) -> None:
    asked(database)
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text("UPDATE approval SET payload = 'other'"))
