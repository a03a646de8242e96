from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.confirmation import Confirmation, Withdrawal
from app.store.errors import AuditMissing
from tests.databases import AGENT_ID, STRANGER_ID, Database, noted
from tests.factories import NOON

BEIJING = Confirmation(
    id=UUID(int=901),
    pack="CN",
    pack_version="2026.11",
    figure="living:CN_dibao/Beijing",
    value="1450.00",
    source="Notice of the city's civil affairs office",
    url="https://example.org/notice",
    as_at=date(2027, 1, 4),
    effective=date(2026, 7, 1),
    expires=None,
    by="Bo Lind",
    person_id=AGENT_ID,
    at=NOON,
)
TAKEN_BACK = Withdrawal("Nobody Here", STRANGER_ID, "A newer notice is out", NOON)


def confirm(database: Database, confirmation: Confirmation) -> None:
    with database.work() as uow:
        uow.figures.confirm(confirmation)
        noted(uow)


def withdraw(database: Database, confirmation_id: UUID) -> None:
    with database.work() as uow:
        uow.figures.withdraw(confirmation_id, TAKEN_BACK)
        noted(uow)


@pytest.fixture
def confirmed(database: Database) -> Database:
    confirm(database, BEIJING)
    return database


def test_what_was_confirmed_is_read_back(confirmed: Database) -> None:
    expiring = replace(
        BEIJING, id=UUID(int=902), expires=date(2027, 6, 30), at=NOON + timedelta(days=1)
    )
    confirm(confirmed, expiring)
    with confirmed.work(reads_only=True) as uow:
        assert uow.figures.of_pack("CN") == (BEIJING, expiring)
        assert uow.figures.of_pack("UK") == ()


def test_a_confirmation_taken_back_stays_on_record(confirmed: Database) -> None:
    withdraw(confirmed, BEIJING.id)
    with confirmed.work(reads_only=True) as uow:
        assert uow.figures.find(BEIJING.id) == replace(BEIJING, withdrawal=TAKEN_BACK)
        assert uow.figures.find(UUID(int=999)) is None


@pytest.mark.parametrize("confirmation_id", [BEIJING.id, UUID(int=999)])
def test_only_a_standing_confirmation_is_taken_back(
    confirmed: Database, confirmation_id: UUID
) -> None:
    withdraw(confirmed, BEIJING.id)
    with pytest.raises(IntegrityError):
        withdraw(confirmed, confirmation_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE figure_confirmation SET value = '1.00'",
        "UPDATE figure_confirmation SET expires = NULL",
        "DELETE FROM figure_confirmation",
        "UPDATE figure_withdrawal SET reason = 'other'",
        "DELETE FROM figure_withdrawal",
    ],
)
def test_direct_sql_cannot_rewrite_what_was_confirmed(confirmed: Database, statement: str) -> None:
    withdraw(confirmed, BEIJING.id)
    with (
        pytest.raises(IntegrityError, match="append_only"),
        confirmed.engine.begin() as connection,
    ):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(BEIJING, pack="FR"),
        replace(BEIJING, expires=date(2026, 6, 30)),
        replace(BEIJING, value=""),
        replace(BEIJING, source=""),
        replace(BEIJING, by=""),
        replace(BEIJING, person_id=UUID(int=999)),
    ],
)
def test_a_confirmation_without_its_parts_is_refused(
    database: Database, wrong: Confirmation
) -> None:
    with pytest.raises(IntegrityError):
        confirm(database, wrong)


def test_confirming_leaves_an_audit_row_or_nothing(database: Database) -> None:
    with pytest.raises(AuditMissing), database.work() as uow:
        uow.figures.confirm(BEIJING)
    with database.work(reads_only=True) as uow:
        assert uow.figures.of_pack("CN") == ()
