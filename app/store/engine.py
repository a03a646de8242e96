"""How the database is opened. SQLite is the embedded default."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

READS_ONLY = "plainpact_reads_only"
NOTE = "plainpact_note"
"""A connection's option: who is told each statement and its context before it is executed."""
BUSY_MS = 10_000


def open_engine(url: str) -> Engine:
    """An engine whose transactions behave alike on every database.

    A SQLite file is made when missing, readable by its owner alone; its journal
    files take over that mode.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed)
    else:
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    # One listener for all: to make and forget one for each transaction takes longer than most of them.
    event.listen(engine, "before_cursor_execute", _note)
    return engine


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _make_private(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _configure(dbapi: Any, _record: object) -> None:  # noqa: ANN401 (a driver's own class)
    # The driver would open transactions by itself, and too late.
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first: a read that turns into a write cannot fail halfway.
    reads_only = connection.get_execution_options().get(READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _note(
    connection: Connection,
    _cursor: object,
    statement: str,
    _parameters: object,
    context: object,
    _many: bool,
) -> None:
    if note := connection.get_execution_options().get(NOTE):
        note(statement, context)
