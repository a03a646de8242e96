from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.store.cases import NewCase
from app.store.consents import Consent
from app.store.papers import Paper
from app.store.tables import METADATA
from tests.databases import (
    CASE_ID,
    CHARITY_ID,
    LENDER_ID,
    OTHER_LENDER_ID,
    STRANGER_ID,
    Database,
    noted,
)
from tests.factories import BORROWER_ID, HOUSEHOLD_ID, NOON

CASE_OWNED = sorted(
    table.name
    for table in METADATA.sorted_tables
    if {"tenant_id", "case_id"} <= set(table.c.keys()) and table.name != "commitment"
    if not table.c.tenant_id.nullable
)
"""All but what is the person's own, as a commitment and a contact: their caps count across lenders."""


@pytest.mark.parametrize("name", CASE_OWNED)
def test_every_row_of_a_case_is_keyed_by_its_tenant(name: str) -> None:
    table = METADATA.tables[name]
    if name == "invitation":  # found by its secret, which knows no tenant yet
        keys = [set(key.column_keys) for key in table.foreign_key_constraints]
        assert {"tenant_id", "case_id"} in keys
        return
    assert next(iter(table.primary_key.columns)).name == "tenant_id"


def test_no_foreign_key_reaches_a_tenants_row_by_its_id_alone() -> None:
    owned = {t.name for t in METADATA.sorted_tables if "tenant_id" in t.primary_key.columns}
    for table in METADATA.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table.name in owned:
                assert "tenant_id" in {element.column.name for element in key.elements}, key.name


def test_an_event_cannot_be_hung_on_another_tenants_case(database: Database) -> None:
    row = (
        f"INSERT INTO case_event VALUES ('{OTHER_LENDER_ID.hex}', '{CASE_ID.hex}', 1, 'k',"
        " '2027-01-01 00:00:00.000000', NULL, 'lender', 'c', 'p', 'd')"
    )
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(row))


def test_a_case_cannot_take_somebody_elses_household(database: Database) -> None:
    case = NewCase(LENDER_ID, uuid4(), STRANGER_ID, HOUSEHOLD_ID, "77", "GBP", "UK", "1", "A")

    def attempt() -> None:
        with database.work() as uow:
            uow.cases.open(case, NOON)
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_two_lenders_may_use_the_same_account_number_and_one_may_not(database: Database) -> None:
    def open_case(tenant_id: UUID) -> None:
        with database.work() as uow:
            uow.cases.open(
                NewCase(
                    tenant_id, uuid4(), BORROWER_ID, HOUSEHOLD_ID, "40012345", "GBP", "UK", "1", "A"
                ),
                NOON,
            )
            noted(uow)

    open_case(OTHER_LENDER_ID)
    with pytest.raises(IntegrityError):
        open_case(LENDER_ID)


def test_the_same_account_looks_different_at_each_lender(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        here = uow.cases.by_account(LENDER_ID, " 40012345 ")
        assert here is not None
        assert here.id == CASE_ID
        assert uow.cases.account(LENDER_ID, CASE_ID) == "40012345"
        assert uow.cases.by_account(OTHER_LENDER_ID, "40012345") is None


def test_another_tenants_history_is_empty(database: Database) -> None:
    with database.work(reads_only=True) as uow:
        assert uow.cases.history(OTHER_LENDER_ID, CASE_ID) == ()


def test_only_someone_in_the_case_can_have_consented(database: Database) -> None:
    consent = Consent(
        LENDER_ID, uuid4(), CASE_ID, STRANGER_ID, CHARITY_ID, "budget", "advice", "1", NOON
    )

    def attempt() -> None:
        with database.work() as uow:
            uow.consents.give(consent)
            noted(uow)

    with pytest.raises(IntegrityError):
        attempt()


def test_knowing_a_digest_gives_no_right_to_the_file(database: Database) -> None:
    paper = Paper(LENDER_ID, "a" * 64, 5, "application/pdf", "final", NOON)
    with database.work() as uow:
        uow.papers.add(paper)
        uow.papers.add(paper)
        noted(uow)
    with database.work(reads_only=True) as uow:
        assert uow.papers.find(LENDER_ID, "a" * 64) == paper
        assert uow.papers.find(OTHER_LENDER_ID, "a" * 64) is None
        assert uow.papers.all_digests() == {"a" * 64}


def test_every_constraint_of_the_database_has_a_name(database: Database) -> None:
    there = inspect(database.engine)
    for table in set(there.get_table_names()) - {"alembic_version"}:
        assert there.get_pk_constraint(table)["name"]
        for found in (
            *there.get_foreign_keys(table),
            *there.get_unique_constraints(table),
            *there.get_check_constraints(table),
        ):
            assert found["name"], table


def test_no_text_column_has_a_length_limit() -> None:
    for table in METADATA.sorted_tables:
        for column in table.columns:
            assert getattr(column.type, "length", None) is None, column
