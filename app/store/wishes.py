"""What each person said about being reached: every statement is kept, the newest holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select

from app.core.contact import Channel
from app.core.reach import UNSAID, Said
from app.store.contact_tables import WishRow

_WISH: Table = WishRow.__table__


@dataclass(frozen=True, slots=True)
class Statement:
    """``by_person_id`` is nobody when somebody pressed stop from a text, without signing in."""

    said: Said
    at: datetime
    by_person_id: UUID | None


@dataclass(frozen=True, slots=True)
class WishBook:
    connection: Connection

    def history(self, person_id: UUID) -> tuple[Statement, ...]:
        """Newest first."""
        rows = self.connection.execute(
            select(_WISH).where(_WISH.c.person_id == person_id).order_by(_WISH.c.seq.desc())
        )
        return tuple(Statement(_said(row), row.said_at, row.by_person_id) for row in rows)

    def of(self, person_id: UUID) -> Said:
        """What holds now."""
        found = self.history(person_id)
        return found[0].said if found else UNSAID

    def say(self, person_id: UUID, said: Said, at: datetime, by_person_id: UUID | None) -> None:
        """Raises IntegrityError when somebody else has said something at the same moment."""
        self.connection.execute(
            insert(_WISH).values(
                person_id=person_id,
                seq=len(self.history(person_id)) + 1,
                said_at=at,
                by_person_id=by_person_id,
                ways=" ".join(sorted(said.ways)),
                news=said.news.value,
                from_hour=said.from_hour,
                until_hour=said.until_hour,
                zone=said.zone,
                details=said.details,
            )
        )


def _said(row: Row[Any]) -> Said:
    return Said(
        frozenset(map(Channel, row.ways.split())),
        Channel(row.news),
        row.from_hour,
        row.until_hour,
        row.zone,
        row.details,
    )
