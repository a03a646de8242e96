"""Meetings that borrowers asked for, and who comes to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from app.store.contact_tables import MeetingRow
from app.store.crypto import Keyring, Place

_MEETING: Table = MeetingRow.__table__


@dataclass(frozen=True, slots=True)
class Meeting:
    """``asked_for`` are the borrower's own words: where and when.

    ``at`` and ``visitor_id`` come from the lender, together. ``ended_at`` is when the borrower
    took the wish back.
    """

    id: UUID
    tenant_id: UUID
    case_id: UUID
    person_id: UUID
    asked_at: datetime
    asked_for: str
    at: datetime | None = None
    visitor_id: UUID | None = None
    named_by_id: UUID | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meetings:
    connection: Connection
    keyring: Keyring

    def ask(self, meeting: Meeting) -> None:
        values = {name: getattr(meeting, name) for name in Meeting.__slots__}
        place = _place(meeting.person_id, meeting.id)
        values["asked_for"] = self.keyring.seal(place, meeting.asked_for.encode())
        self.connection.execute(insert(_MEETING).values(values))

    def open(self, tenant_id: UUID, case_id: UUID) -> Meeting | None:
        """The one that is asked for and was not taken back."""
        row = self.connection.execute(
            select(_MEETING)
            .where(
                _MEETING.c.tenant_id == tenant_id,
                _MEETING.c.case_id == case_id,
                _MEETING.c.ended_at.is_(None),
            )
            .order_by(_MEETING.c.asked_at.desc(), _MEETING.c.id)
            .limit(1)
        ).first()
        return None if row is None else self._read(row)

    def name(self, meeting_id: UUID, visitor_id: UUID, named_by_id: UUID, at: datetime) -> None:
        """Say who comes, and when."""
        self.connection.execute(
            update(_MEETING)
            .where(_MEETING.c.id == meeting_id)
            .values(visitor_id=visitor_id, named_by_id=named_by_id, at=at)
        )

    def end(self, meeting_id: UUID, at: datetime) -> None:
        self.connection.execute(
            update(_MEETING).where(_MEETING.c.id == meeting_id).values(ended_at=at)
        )

    def forget(self, tenant_id: UUID, case_id: UUID) -> None:
        """Every meeting that was asked for in a case, words and all."""
        mine = (_MEETING.c.tenant_id == tenant_id, _MEETING.c.case_id == case_id)
        self.connection.execute(delete(_MEETING).where(*mine))

    def _read(self, row: Row[Any]) -> Meeting:
        values = dict(row._asdict())
        place = _place(row.person_id, row.id)
        values["asked_for"] = self.keyring.open(place, row.asked_for).decode()
        return Meeting(**values)


def _place(person_id: UUID, meeting_id: UUID) -> Place:
    return Place("meeting", "asked_for", person_id, str(meeting_id))
