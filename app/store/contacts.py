"""Who was contacted, when, how and what for; and what the rules kept from them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.core.contact import Because, Channel, Contact, Direction, Purpose
from app.store.case_tables import CaseRow
from app.store.contact_tables import ContactRow
from app.store.crypto import Keyring, Place
from app.store.people_tables import OrganisationRow, PersonRow

_CONTACT: Table = ContactRow.__table__
_CASE: Table = CaseRow.__table__
_ORGANISATION: Table = OrganisationRow.__table__
_PERSON: Table = PersonRow.__table__

LEFT, JOINED, WITHHELD = "left", "joined", "withheld"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, as ``ContactRow``; ``said`` is in plain words here."""

    person_id: UUID
    key: str
    tenant_id: UUID | None
    by_person_id: UUID | None
    channel: Channel
    direction: Direction
    purpose: Purpose
    at: datetime
    talked: bool = False
    outcome: str = LEFT
    rule: str | None = None
    pack: str | None = None
    case_id: UUID | None = None
    said: str | None = None
    reported_at: datetime | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    connection: Connection
    keyring: Keyring

    def lock(self, person_id: UUID) -> None:
        """Nobody else decides about a contact with this person until the transaction ends."""
        mine = select(_PERSON.c.id).where(_PERSON.c.id == person_id)
        self.connection.execute(mine.with_for_update())

    def note(self, entry: Entry) -> None:
        """Write ``entry``. The same effect once more, tried anew, stands there with its last time."""
        values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
        values["said"] = self.keyring.seal_text(_place(entry.person_id, entry.key), entry.said)
        mine = (_CONTACT.c.person_id == entry.person_id, _CONTACT.c.key == entry.key)
        if self.connection.execute(select(_CONTACT.c.key).where(*mine)).first():
            self.connection.execute(update(_CONTACT).where(*mine).values(values))
        else:
            self.connection.execute(insert(_CONTACT).values(values))

    def since(self, person_id: UUID, at: datetime, *, but: str = "") -> tuple[Contact, ...]:
        """What has reached the person since ``at`` or is planned, without the effect ``but``."""
        rows = self.connection.execute(
            select(_CONTACT).where(
                _CONTACT.c.person_id == person_id,
                _CONTACT.c.at >= at,
                _CONTACT.c.outcome == LEFT,
                _CONTACT.c.key != but,
            )
        )
        return tuple(
            Contact(
                Channel(row.channel),
                Direction(row.direction),
                Purpose(row.purpose),
                row.at,
                row.talked,
            )
            for row in rows
        )

    def of(self, person_id: UUID) -> tuple[Entry, ...]:
        """Every line about the person, newest first."""
        rows = self.connection.execute(
            select(_CONTACT)
            .where(_CONTACT.c.person_id == person_id)
            .order_by(_CONTACT.c.at.desc(), _CONTACT.c.key)
        )
        return tuple(self._entry(row) for row in rows)

    def planned(self, person_id: UUID, at: datetime) -> tuple[Entry, ...]:
        """What staff plan to do after ``at``, soonest first; no meeting, for that was asked for."""
        rows = self.connection.execute(
            select(_CONTACT)
            .where(
                _CONTACT.c.person_id == person_id,
                _CONTACT.c.planned.is_(True),
                _CONTACT.c.at > at,
                _CONTACT.c.channel != Channel.MEETING.value,
            )
            .order_by(_CONTACT.c.at, _CONTACT.c.key)
        )
        return tuple(self._entry(row) for row in rows)

    def find(self, person_id: UUID, key: str) -> Entry | None:
        mine = (_CONTACT.c.person_id == person_id, _CONTACT.c.key == key)
        row = self.connection.execute(select(_CONTACT).where(*mine)).first()
        return None if row is None else self._entry(row)

    def places(self, person_id: UUID) -> tuple[tuple[str, str], ...]:
        """(jurisdiction, country of the lender) of every case in which the person borrows."""
        rows = self.connection.execute(
            select(_CASE.c.jurisdiction, _ORGANISATION.c.country)
            .join(_ORGANISATION, _ORGANISATION.c.id == _CASE.c.tenant_id)
            .where(_CASE.c.borrower_id == person_id)
            .distinct()
            .order_by(_CASE.c.jurisdiction, _ORGANISATION.c.country)
        )
        return tuple((row.jurisdiction, row.country) for row in rows)

    def _entry(self, row: Row[Any]) -> Entry:
        known = {"channel": Channel, "direction": Direction, "purpose": Purpose}
        values: dict[str, Any] = {
            name: known[name](v) if name in known else v for name, v in row._asdict().items()
        }
        values["said"] = self.keyring.open_text(_place(row.person_id, row.key), row.said)
        return Entry(**values)


def _place(person_id: UUID, key: str) -> Place:
    return Place("contact", "said", person_id, key)


def withheld(entry: Entry, because: Because) -> Entry:
    """``entry`` as the line says it when a rule kept it from the person."""
    return replace(entry, outcome=WITHHELD, rule=because.code, pack=because.pack)
