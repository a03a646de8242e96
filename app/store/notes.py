"""A charity's notes about its clients, encrypted for that charity alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select

from app.store.counselor_tables import NoteRow
from app.store.crypto import Place
from app.store.errors import PayloadErased
from app.store.person_keys import PersonKeys

_NOTE: Table = NoteRow.__table__


@dataclass(frozen=True, slots=True)
class Note:
    """``words`` are empty from ``erased_at`` on, when the client had them erased."""

    organisation_id: UUID
    id: UUID
    owner_id: UUID
    household_id: UUID
    author_id: UUID
    at: datetime
    words: str
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    connection: Connection
    keys: PersonKeys

    def write(self, note: Note) -> None:
        values = {name: getattr(note, name) for name in Note.__slots__ if name != "erased_at"}
        values["words"] = self.keys.seal(
            note.owner_id,
            note.household_id,
            "hardship",
            _place(note.organisation_id, note.id),
            note.words.encode(),
            note.at,
        )
        self.connection.execute(insert(_NOTE).values(values))

    def of(self, organisation_ids: tuple[UUID, ...], household_id: UUID) -> tuple[Note, ...]:
        """What these charities noted about a household, newest first."""
        rows = self.connection.execute(
            select(_NOTE)
            .where(
                _NOTE.c.organisation_id.in_(organisation_ids),
                _NOTE.c.household_id == household_id,
            )
            .order_by(_NOTE.c.at.desc(), _NOTE.c.id)
        )
        return tuple(self._note(row) for row in rows)

    def _note(self, row: Row[Any]) -> Note:
        try:
            words = self.keys.open(_place(row.organisation_id, row.id), row.words).decode()
        except PayloadErased as gone:
            return Note(**row._asdict() | {"words": "", "erased_at": gone.at})
        return Note(**row._asdict() | {"words": words})


def _place(organisation_id: UUID, note_id: UUID) -> Place:
    return Place("counselor_note", "words", organisation_id, str(note_id))
