"""A database with shares and consents from before the ledger arrives in it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, text

from app.store import migrate
from app.store.engine import open_engine

DAYS = tuple(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day) for day in range(6))
LENDER, CHARITY, BORROWER, COUNSELOR = (UUID(int=number) for number in range(1, 5))
KEPT, STOPPED, AGAIN, UNSHARED = (UUID(int=number) for number in range(11, 15))
EMPTY = {"TEXT": "", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": False, "DATETIME": DAYS[0]}
LEDGER = text(
    "SELECT case_id, data_class, purpose, basis, given_at, revoked_at FROM consent "
    "WHERE grantee_org_id = tenant_id ORDER BY case_id, given_at"
)


def put(connection: Connection, table: str, **values: object) -> None:
    """A row of the schema of that time; what has to be there and is not told is empty."""
    found = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
    needed = {
        column.name: EMPTY[str(column.type).partition("(")[0]]
        for column in found.c
        if not (column.nullable or column.name in values or column.server_default)
    }
    told = {name: value.hex if isinstance(value, UUID) else value for name, value in values.items()}
    connection.execute(insert(found).values(needed | told))


def case(connection: Connection, case_id: UUID, shared_by: UUID | None) -> None:
    put(connection, "debt_case", tenant_id=LENDER, id=case_id, borrower_id=BORROWER,
        household_id=UUID(int=21), account_index=str(case_id), stage="open", version=0,
        currency="GBP", jurisdiction="uk", owed_minor=100)  # fmt: skip
    put(connection, "case_party", tenant_id=LENDER, case_id=case_id, person_id=BORROWER,
        relation="owner")  # fmt: skip
    if shared_by:
        for seq, kind in enumerate(("case-opened", "budget-shared", "budget-shared"), 1):
            put(connection, "case_event", tenant_id=LENDER, case_id=case_id, seq=seq, kind=kind,
                at=DAYS[seq - 1], actor_id=shared_by, role="borrower",
                digest=f"{case_id}:{seq}")  # fmt: skip


def view(connection: Connection, case_id: UUID, number: int, level: str, reason: str) -> None:
    put(connection, "budget_view", tenant_id=LENDER, case_id=case_id, number=number, level=level,
        by_person_id=BORROWER, reason=reason, at=DAYS[number + 1])  # fmt: skip


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Connection]:
    """Shared and left so; shared by a counselor, opened further, and stopped; stopped and opened."""
    engine = open_engine(f"sqlite:///{tmp_path / 'before.db'}")
    with engine.connect() as connection:
        migrate.upgrade(connection, "0025_factors")
        for number, kind in ((LENDER, "lender"), (CHARITY, "charity")):
            put(connection, "organisation", id=number, kind=kind, name=kind, country="GB")
        for person in (BORROWER, COUNSELOR):
            put(connection, "person", id=person, language="en")
        put(connection, "household", owner_id=BORROWER, id=UUID(int=21))
        case(connection, KEPT, BORROWER)
        case(connection, STOPPED, COUNSELOR)
        view(connection, STOPPED, 1, "lines", "chosen")
        view(connection, STOPPED, 2, "nothing", "chosen")
        case(connection, AGAIN, BORROWER)
        view(connection, AGAIN, 1, "nothing", "chosen")
        view(connection, AGAIN, 2, "categories", "chosen")
        case(connection, UNSHARED, None)
        yield connection
    engine.dispose()


def consents(connection: Connection) -> list[tuple[object, ...]]:
    """Each budget of the lender's: case, class, why, basis, from which to which of the days."""
    days = {f"{day:%Y-%m-%d}": place for place, day in enumerate(DAYS)}
    return [
        (UUID(row.case_id), row.data_class, row.purpose, row.basis,
         days[row.given_at[:10]], row.revoked_at and days[row.revoked_at[:10]])
        for row in connection.execute(LEDGER)
    ]  # fmt: skip


def test_every_share_arrives_with_its_beginning_end_and_basis(before: Connection) -> None:
    migrate.upgrade(before, "0026_consent_ledger")
    assert consents(before) == [
        (KEPT, "budget", "shared", "consent", 1, None),
        (STOPPED, "budget", "shared", "authority", 1, 2),
        (STOPPED, "budget_lines", "chosen", "consent", 2, 3),
        (AGAIN, "budget", "shared", "consent", 1, 2),
        (AGAIN, "budget_groups", "chosen", "consent", 3, None),
    ]
    versions = before.execute(text("SELECT DISTINCT wording_version FROM consent")).scalars()
    known = before.execute(text("SELECT version FROM consent_wording")).scalars()
    assert set(versions) == set(known) == {"before-ledger"}
    migrate.upgrade(before)
    assert len(consents(before)) == 5


def test_of_two_consents_for_one_thing_the_newest_goes_on(before: Connection) -> None:
    for number, revoked in ((1, None), (2, None), (3, DAYS[4])):
        put(before, "consent", tenant_id=LENDER, id=UUID(int=30 + number), case_id=KEPT,
            person_id=BORROWER, grantee_org_id=CHARITY, data_class="hardship", purpose="help",
            wording_version=f"help-{number}", given_at=DAYS[number],
            revoked_at=revoked)  # fmt: skip
    migrate.upgrade(before, "0026_consent_ledger")
    rows = before.execute(
        text(
            "SELECT wording_version, basis, given_at, revoked_at FROM consent "
            "WHERE grantee_org_id <> tenant_id ORDER BY given_at"
        )
    ).all()
    assert [(row[0], row[1], row[3] and row[3][:10]) for row in rows] == [
        ("help-1", "consent", f"{DAYS[1]:%Y-%m-%d}"),
        ("help-2", "consent", None),
        ("help-3", "consent", f"{DAYS[4]:%Y-%m-%d}"),
    ]


def test_going_back_says_the_same_of_what_a_lender_sees(before: Connection) -> None:
    migrate.upgrade(before, "0026_consent_ledger")
    migrate.downgrade(before, "-1")
    rows = before.execute(text("SELECT case_id, level FROM budget_view ORDER BY case_id, number"))
    newest = {UUID(row.case_id): row.level for row in rows}
    assert newest == {KEPT: "summary", STOPPED: "nothing", AGAIN: "categories"}
