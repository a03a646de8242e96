"""A migrated database in a folder, and the rows that most stories start from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine

from app.core.negotiation.events import Event
from app.store import migrate
from app.store.cases import NewCase
from app.store.crypto import Keyring
from app.store.engine import open_engine
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork, unit_of_work
from tests.factories import BORROWER_ID, HOUSEHOLD_ID, NOON

KEYRING = Keyring((bytes(range(32)),))
LENDER_ID = UUID(int=101)
OTHER_LENDER_ID = UUID(int=102)
CHARITY_ID = UUID(int=103)
AGENT_ID = UUID(int=104)
COUNSELOR_ID = UUID(int=105)
STRANGER_ID = UUID(int=106)
CASE_ID = UUID(int=201)


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with units of work; ``close`` it at the end of the test."""

    engine: Engine
    keyring: Keyring = KEYRING

    def work(self, *, reads_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        return unit_of_work(self.engine, lambda: self.keyring, reads_only=reads_only)

    def close(self) -> None:
        self.engine.dispose()


def a_database(path: Path) -> Database:
    """A new SQLite file with the whole schema."""
    engine = open_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate.upgrade(connection)
    return Database(engine)


@contextmanager
def a_copy(template: Path, folder: Path) -> Iterator[Database]:
    """A database of one test alone, as the template is."""
    path = folder / "store.db"
    shutil.copyfile(template, path)
    made = Database(open_engine(f"sqlite:///{path}"))
    yield made
    made.close()


def noted(uow: UnitOfWork, at: datetime = NOON) -> None:
    """The audit row without which nothing is stored."""
    uow.audit.write(None, "test.prepared", "test:story", at)


def with_people(database: Database) -> None:
    """Two lenders, a charity, a borrower with a household, an agent and a counselor."""
    with database.work() as uow:
        for number, (organisation_id, kind) in enumerate(
            ((LENDER_ID, "lender"), (OTHER_LENDER_ID, "lender"), (CHARITY_ID, "charity"))
        ):
            uow.organisations.add(
                Organisation(organisation_id, kind, f"House {number}", None, None, "GB", None, NOON)
            )
        for person_id, name in (
            (BORROWER_ID, "Amina Yusuf"),
            (AGENT_ID, "Bo Lind"),
            (COUNSELOR_ID, "陈静"),
            (STRANGER_ID, "Nobody Here"),
        ):
            email = f"{name.split()[0].lower()}@example.org" if name.isascii() else None
            uow.people.add(person_id, name=name, email=email, language="en", at=NOON)
        uow.organisations.add_member(LENDER_ID, AGENT_ID, "agent", NOON)
        uow.organisations.add_member(CHARITY_ID, COUNSELOR_ID, "counselor", NOON)
        uow.households.open(BORROWER_ID, HOUSEHOLD_ID, NOON)
        noted(uow)


def with_case(database: Database, history: Sequence[Event] = ()) -> None:
    """One case of the borrower at the first lender, with ``history`` as its events."""
    with database.work() as uow:
        uow.cases.open(
            NewCase(
                LENDER_ID,
                CASE_ID,
                BORROWER_ID,
                HOUSEHOLD_ID,
                "40012345",
                "GBP",
                "UK",
                "2026.11",
                "Amina Yusuf",
            ),
            NOON,
        )
        uow.cases.append(LENDER_ID, CASE_ID, 0, history, actor_id=AGENT_ID, role="lender", at=NOON)
        noted(uow)
