"""The words with which borrowers gave an authority, as they signed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from app.store.counselor_tables import StatementRow
from app.store.crypto import Keyring, Place

_STATEMENT: Table = StatementRow.__table__


@dataclass(frozen=True, slots=True)
class Statement:
    """``name`` is what was typed; ``sha256`` is of ``words`` in ``language``."""

    authority_id: UUID
    name: str
    words: str
    sha256: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Statements:
    connection: Connection
    keyring: Keyring

    def keep(self, statement: Statement) -> None:
        values = {name: getattr(statement, name) for name in Statement.__slots__}
        for column in ("name", "words"):
            place = _place(statement.authority_id, column)
            values[column] = self.keyring.seal(place, values[column].encode())
        self.connection.execute(insert(_STATEMENT).values(values))

    def of(self, authority_id: UUID) -> Statement | None:
        """Nothing for an authority from before statements were kept."""
        row = self.connection.execute(
            select(_STATEMENT).where(_STATEMENT.c.authority_id == authority_id)
        ).first()
        if row is None:
            return None
        values = row._asdict()
        for column in ("name", "words"):
            values[column] = self.keyring.open(
                _place(authority_id, column), values[column]
            ).decode()
        return Statement(**values)


def _place(authority_id: UUID, column: str) -> Place:
    return Place("authority_statement", column, None, str(authority_id))
