"""A charity's notes about its clients, encrypted for that charity alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app.store.counselor_tables import NoteRow
from app.store.crypto import Keyring, Place

_NOTE: Table = NoteRow.__table__


@dataclass(frozen=True, slots=True)
class Note:
    organisation_id: UUID
    id: UUID
    owner_id: UUID
    household_id: UUID
    author_id: UUID
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Notes:
    session: Session
    keyring: Keyring

    def write(self, note: Note) -> None:
        values = {name: getattr(note, name) for name in Note.__slots__}
        values["words"] = self.keyring.seal(
            _place(note.organisation_id, note.id), note.words.encode()
        )
        self.session.execute(insert(_NOTE).values(values))

    def of(self, organisation_ids: tuple[UUID, ...], household_id: UUID) -> tuple[Note, ...]:
        """What these charities noted about a household, newest first."""
        rows = self.session.execute(
            select(_NOTE)
            .where(
                _NOTE.c.organisation_id.in_(organisation_ids),
                _NOTE.c.household_id == household_id,
            )
            .order_by(_NOTE.c.at.desc(), _NOTE.c.id)
        )
        found = []
        for row in rows:
            values = row._asdict()
            place = _place(row.organisation_id, row.id)
            found.append(Note(**values | {"words": self.keyring.open(place, row.words).decode()}))
        return tuple(found)


def _place(organisation_id: UUID, note_id: UUID) -> Place:
    return Place("counselor_note", "words", organisation_id, str(note_id))
