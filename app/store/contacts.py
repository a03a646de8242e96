"""Who was contacted, when, how and what for; and what the rules kept from them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from app.core.contact import Because, Channel, Contact, Direction, Purpose
from app.store.case_tables import CaseRow
from app.store.contact_tables import ContactRow
from app.store.people_tables import OrganisationRow, PersonRow

_CONTACT: Table = ContactRow.__table__
_CASE: Table = CaseRow.__table__
_ORGANISATION: Table = OrganisationRow.__table__
_PERSON: Table = PersonRow.__table__

LEFT, JOINED, WITHHELD = "left", "joined", "withheld"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, as ``ContactRow``; ``rule`` and ``pack`` of what was withheld."""

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


@dataclass(frozen=True, slots=True)
class Contacts:
    session: Session

    def lock(self, person_id: UUID) -> None:
        """Nobody else decides about a contact with this person until the transaction ends."""
        mine = select(_PERSON.c.id).where(_PERSON.c.id == person_id)
        self.session.execute(mine.with_for_update())

    def note(self, entry: Entry) -> None:
        """Write ``entry``. The same effect once more, tried anew, stands there with its last time."""
        values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
        mine = (_CONTACT.c.person_id == entry.person_id, _CONTACT.c.key == entry.key)
        if self.session.execute(select(_CONTACT.c.key).where(*mine)).first():
            self.session.execute(update(_CONTACT).where(*mine).values(values))
        else:
            self.session.execute(insert(_CONTACT).values(values))

    def since(self, person_id: UUID, at: datetime, *, but: str = "") -> tuple[Contact, ...]:
        """What has reached the person since ``at``, without the effect ``but``."""
        rows = self.session.execute(
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
        rows = self.session.execute(
            select(_CONTACT)
            .where(_CONTACT.c.person_id == person_id)
            .order_by(_CONTACT.c.at.desc(), _CONTACT.c.key)
        )
        return tuple(_entry(row._asdict()) for row in rows)

    def places(self, person_id: UUID) -> tuple[tuple[str, str], ...]:
        """(jurisdiction, country of the lender) of every case in which the person borrows."""
        rows = self.session.execute(
            select(_CASE.c.jurisdiction, _ORGANISATION.c.country)
            .join(_ORGANISATION, _ORGANISATION.c.id == _CASE.c.tenant_id)
            .where(_CASE.c.borrower_id == person_id)
            .distinct()
            .order_by(_CASE.c.jurisdiction, _ORGANISATION.c.country)
        )
        return tuple((row.jurisdiction, row.country) for row in rows)


def _entry(row: dict[str, object]) -> Entry:
    known = {"channel": Channel, "direction": Direction, "purpose": Purpose}
    return Entry(**{k: known[k](v) if k in known else v for k, v in row.items()})  # type: ignore[arg-type]  # columns are typed in ContactRow


def withheld(entry: Entry, because: Because) -> Entry:
    """``entry`` as the line says it when a rule kept it from the person."""
    return replace(entry, outcome=WITHHELD, rule=because.code, pack=because.pack)
