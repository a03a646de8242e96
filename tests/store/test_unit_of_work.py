from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from app.store.errors import AuditMissing, ReadOnly
from app.store.organisations import Organisation
from app.store.sign_in import SessionRecord
from tests.databases import AGENT_ID, CASE_ID, LENDER_ID, Database, noted
from tests.factories import BORROWER_ID, NOON

COUNT = text("SELECT count(*) FROM organisation")


def a_charity(kind: str = "charity") -> Organisation:
    return Organisation(uuid4(), kind, "Open Door", None, None, "GB", None, NOON)


def test_a_change_without_an_audit_row_is_not_stored(database: Database) -> None:
    charity = a_charity()
    with pytest.raises(AuditMissing, match="organisation"), database.work() as uow:
        uow.organisations.add(charity)
    with database.work() as uow:
        assert uow.organisations.find(charity.id) is None


def test_a_change_with_an_audit_row_is_stored(database: Database) -> None:
    charity = a_charity()
    with database.work() as uow:
        uow.organisations.add(charity)
        uow.audit.write(AGENT_ID, "organisation.added", f"organisation:{charity.id}", NOON)
    with database.work() as uow:
        assert uow.organisations.find(charity.id) == charity
        (line,) = uow.audit.of(f"organisation:{charity.id}")
    assert (line.action, line.actor) == ("organisation.added", line.actor)
    assert str(AGENT_ID) not in line.actor


def test_housekeeping_excuses_a_touched_session_only(database: Database) -> None:
    with database.work() as uow:
        uow.system("a new session")
        uow.sessions.start(
            SessionRecord("a" * 64, BORROWER_ID, 0, "c", NOON, NOON, NOON + timedelta(hours=8))
        )

    def attempt() -> None:
        with database.work() as uow:
            uow.system("not really")
            uow.organisations.add(a_charity())

    with pytest.raises(AuditMissing):
        attempt()


def test_housekeeping_has_to_be_declared(database: Database) -> None:
    with pytest.raises(AuditMissing, match="session"), database.work() as uow:
        uow.sessions.touch("a" * 64, NOON)


def test_direct_sql_in_a_unit_of_work_is_noticed_too(database: Database) -> None:
    with pytest.raises(AuditMissing), database.work() as uow:
        uow.cases.connection.execute(text("UPDATE debt_case SET restricted = TRUE"))
    with database.work() as uow:
        found = uow.cases.find(CASE_ID)
    assert found is not None
    assert not found.restricted


def test_an_error_stores_nothing_of_the_block(database: Database) -> None:
    charity = a_charity()

    def attempt() -> None:
        with database.work() as uow:
            noted(uow)
            uow.organisations.add(charity)
            uow.organisations.add(charity)

    with pytest.raises(IntegrityError):
        attempt()
    with database.work() as uow:
        assert uow.organisations.find(charity.id) is None
        assert uow.audit.verify() is None


def test_a_failing_audit_fails_the_change(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE audit"))
    charity = a_charity()

    def attempt() -> None:
        with database.work() as uow:
            uow.organisations.add(charity)
            noted(uow)

    with pytest.raises(Exception, match="audit"):
        attempt()
    with database.work() as uow:
        assert uow.organisations.find(charity.id) is None


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    def attempt() -> None:
        with database.work(reads_only=True) as uow:
            uow.organisations.add(a_charity())
            noted(uow)

    with pytest.raises(ReadOnly):
        attempt()


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    charity = a_charity()
    with database.work() as writing:
        writing.organisations.add(charity)
        noted(writing)
        with database.work(reads_only=True) as reading:
            assert reading.organisations.find(charity.id) is None


def test_there_is_one_operator(database: Database) -> None:
    def attempt() -> None:
        with database.work() as uow:
            noted(uow)
            uow.organisations.add(a_charity("operator"))
            uow.organisations.add(a_charity("operator"))

    with pytest.raises(IntegrityError):
        attempt()


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2027, 1, 15, 12)

    def attempt() -> None:
        with database.work() as uow:
            noted(uow)
            uow.organisations.add_member(LENDER_ID, BORROWER_ID, "agent", naive)

    with pytest.raises(StatementError, match="time zone"):
        attempt()
