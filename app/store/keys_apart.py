"""The keys of single people, taken out of a copied database and put back into a restored one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

APART = ("person_key", "erasure")
"""The ledger stays in the copy as well; of the keys nothing does."""
ENDED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "authority": (("id", "borrower_id"), ("revoked_at",)),
    "consent": (("tenant_id", "id", "person_id"), ("revoked_at",)),
    "partnership": (("id", "left_by"), ("left_at",)),
    "membership": (("organisation_id", "person_id", "role", "removed_at"), ()),
    "passkey": (("id", "person_id"), ("removed_at",)),
    "totp": (("id", "person_id"), ("removed_at",)),
    "invitation": (("token_sha256",), ("used_at",)),
    "staff_invitation": (("token_sha256", "organisation_id"), ("used_at", "withdrawn_at")),
    "case_keeping": (("case_id", "because", "ended_at"), ("restricted_at",)),
}
"""(what names a row, which columns say that it ended) of all that lets somebody see or act.

Of memberships the live ones stand there too: a role may have become a smaller one.
"""


def take_out(copy: Path) -> str:
    """Remove the keys from ``copy``, and return them with the ledger and what has ended, as JSON.

    A database that is older than these tables has none.
    """
    with closing(sqlite3.connect(copy)) as rows:
        rows.execute("PRAGMA secure_delete = ON")
        there = _tables(rows)
        told: dict[str, Any] = {name: _rows(rows, name) for name in APART if name in there}
        told["ended"] = {name: _ended(rows, name) for name in ENDED if name in there}
        if "person_key" in there:
            rows.execute("DELETE FROM person_key")
        rows.commit()
    return json.dumps(told, sort_keys=True)


def put_back(database: Path, told: str) -> None:
    """Give ``database`` the keys of all people it knows; the ledger is the caller's business."""
    with closing(sqlite3.connect(database)) as rows:
        if "person_key" not in _tables(rows):
            return
        known = {row[0] for row in rows.execute("SELECT id FROM person")}
        for row in json.loads(told).get("person_key", ()):
            if row["owner_id"] in known:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                rows.execute(
                    f"INSERT OR IGNORE INTO person_key ({names}) VALUES ({marks})",  # noqa: S608  # names of our own columns
                    tuple(row.values()),
                )
        rows.commit()


def _ended(rows: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """Only ids, roles and days: nothing of what the row says."""
    names, ends = ENDED[table]
    found = _rows(rows, table)
    return [
        {name: row.get(name) for name in names}
        for row in found
        if not ends or any(row.get(end) is not None for end in ends)
    ]


def _rows(rows: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    found = rows.execute(f"SELECT * FROM {table}")  # noqa: S608  # one of APART or ENDED
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _tables(rows: sqlite3.Connection) -> set[str]:
    return {row[0] for row in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
