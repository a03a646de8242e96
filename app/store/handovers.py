"""Who of a charity looks after which client, and what was said when that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from app.store.counselor_tables import HandoverRow
from app.store.crypto import Keyring, Place

_HANDOVER: Table = HandoverRow.__table__


@dataclass(frozen=True, slots=True)
class Handover:
    organisation_id: UUID
    id: UUID
    owner_id: UUID
    household_id: UUID
    by_id: UUID
    to_id: UUID
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Handovers:
    connection: Connection
    keyring: Keyring

    def write(self, handover: Handover) -> None:
        values = {name: getattr(handover, name) for name in Handover.__slots__}
        place = _place(handover.organisation_id, handover.id)
        values["words"] = self.keyring.seal(place, handover.words.encode())
        self.connection.execute(insert(_HANDOVER).values(values))

    def of(self, organisation_ids: tuple[UUID, ...], household_id: UUID) -> tuple[Handover, ...]:
        """Newest first."""
        rows = self.connection.execute(
            select(_HANDOVER)
            .where(
                _HANDOVER.c.organisation_id.in_(organisation_ids),
                _HANDOVER.c.household_id == household_id,
            )
            .order_by(_HANDOVER.c.at.desc(), _HANDOVER.c.id)
        )
        found = []
        for row in rows:
            place = _place(row.organisation_id, row.id)
            words = self.keyring.open(place, row.words).decode()
            found.append(Handover(**row._asdict() | {"words": words}))
        return tuple(found)


def _place(organisation_id: UUID, handover_id: UUID) -> Place:
    return Place("counselor_handover", "words", organisation_id, str(handover_id))
