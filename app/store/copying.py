"""A copy of a SQLite database while others write, and all that lies in a database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Table, select
from sqlalchemy.engine import make_url

from app.store.agreement_tables import PaperRow
from app.store.case_tables import CaseRow
from app.store.message_tables import ThreadRow
from app.store.people_tables import HouseholdRow
from app.store.unit_of_work import UnitOfWork

_CASE: Table = CaseRow.__table__
_HOUSEHOLD: Table = HouseholdRow.__table__
_THREAD: Table = ThreadRow.__table__
_PAPER: Table = PaperRow.__table__


def file_of(url: str) -> Path | None:
    """Where a SQLite database lies; nothing for any other."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database).resolve()


def copy_database(source: Path, to: Path) -> None:
    """One moment of ``source`` as a new file that its owner alone can read.

    Who writes meanwhile is not kept waiting, and is in the copy whole or not at all. A copy
    of the file alone would be torn.

    Raises:
        FileExistsError: ``to`` is there already.
        sqlite3.Error: there is no database, or it cannot be read.
    """
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True)) as read,
        closing(sqlite3.connect(to)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode = DELETE")  # one file, that a read-only disk can open


def is_whole(database: Path) -> bool:
    """Whether SQLite itself finds nothing wrong with the file."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError:
        return False
    return found == [("ok",)]


def broken_chains(uow: UnitOfWork) -> tuple[int, tuple[str, ...]]:
    """(how many chains there are, names of those that do not hold), contents opened too.

    Streams of cases, households and messages, and the audit log.
    """
    read = uow.outbox.connection.execute
    cases = [(row[0], row[1]) for row in read(select(_CASE.c.tenant_id, _CASE.c.id))]
    homes = [(row[0], row[1]) for row in read(select(_HOUSEHOLD.c.owner_id, _HOUSEHOLD.c.id))]
    threads = [(row[0], row[1]) for row in read(select(_THREAD.c.tenant_id, _THREAD.c.id))]
    kinds = (
        ("case", cases, uow.cases.verify),
        ("household", homes, uow.households.verify),
        ("thread", threads, uow.threads.verify),
    )
    broken = [
        f"{kind} {item} {found.reason} at {found.seq}"
        for kind, ids, verify in kinds
        for owner, item in ids
        if (found := verify(owner, item)) is not None
    ]
    if (lost := uow.audit.verify()) is not None:
        broken.append(f"audit {lost.reason} at {lost.seq}")
    return len(cases) + len(homes) + len(threads) + 1, tuple(broken)


def papers(uow: UnitOfWork, purpose: str | None = None) -> tuple[str, ...]:
    """Digests of stored files, the newest first; of one ``purpose`` where that is said."""
    query = select(_PAPER.c.sha256).order_by(_PAPER.c.created_at.desc(), _PAPER.c.sha256)
    if purpose is not None:
        query = query.where(_PAPER.c.purpose == purpose)
    return tuple(dict.fromkeys(uow.outbox.connection.execute(query).scalars()))
