"""What somebody told, made unreadable for good, and the ledger that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, update

from app.store.case_tables import CaseRow, EventPayloadRow
from app.store.contact_tables import WishRow
from app.store.crypto import Place
from app.store.exhibits import EVIDENCE, Exhibits
from app.store.key_tables import ErasureRow
from app.store.people_tables import HouseholdPayloadRow, PersonRow
from app.store.person_keys import PersonKeys

_LEDGER: Table = ErasureRow.__table__
_CASE: Table = CaseRow.__table__
_EVENTS: Table = EventPayloadRow.__table__
_TOLD: Table = HouseholdPayloadRow.__table__
_PERSON: Table = PersonRow.__table__
_WISH: Table = WishRow.__table__
NOBODY = "-"
"""The name of a person whose account was deleted."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line of the ledger. ``person`` is a pseudonym; ``scope_id`` as in the table."""

    id: UUID
    person: str
    classes: frozenset[str]
    scope_id: UUID | None
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Erasures:
    connection: Connection
    keys: PersonKeys

    def erase(
        self, owner_id: UUID, classes: frozenset[str], scope_id: UUID | None, at: datetime
    ) -> int:
        """Delete keys and contents of these classes; how many rows were emptied.

        What stands outside a stream keeps its ciphertext, which no key opens any more.
        """
        self.keys.erase(owner_id, classes, scope_id, at)
        cases = select(_CASE.c.id).where(_CASE.c.borrower_id == owner_id)
        mine = (
            self._empty(_EVENTS, _EVENTS.c.case_id.in_(cases), "case_id", classes, scope_id, at),
            self._empty(_TOLD, _TOLD.c.owner_id == owner_id, "household_id", classes, scope_id, at),
        )
        if EVIDENCE in classes:
            # Their files are ciphertext without a key now; nothing names them, so they are swept.
            Exhibits(self.connection, self.keys).forget(owner_id, scope_id)
        if "account" in classes:
            self._empty_account(owner_id)
        return sum(mine)

    def write(self, erasure: Erasure) -> bool:
        """Add a line to the ledger; no when it is there already."""
        if self.connection.execute(select(_LEDGER.c.id).where(_LEDGER.c.id == erasure.id)).first():
            return False
        values = {name: getattr(erasure, name) for name in Erasure.__slots__}
        values["classes"] = " ".join(sorted(erasure.classes))
        self.connection.execute(insert(_LEDGER).values(values))
        return True

    def people(self) -> tuple[UUID, ...]:
        """Everybody, to find who stands behind a pseudonym."""
        return tuple(self.connection.execute(select(_PERSON.c.id)).scalars())

    def ledger(self) -> tuple[Erasure, ...]:
        """All lines, the oldest first."""
        rows = self.connection.execute(select(_LEDGER).order_by(_LEDGER.c.at, _LEDGER.c.id))
        return tuple(
            Erasure(**row._asdict() | {"classes": frozenset(row.classes.split())}) for row in rows
        )

    def _empty_account(self, owner_id: UUID) -> None:
        """Who it was, how to reach them, and what they said about being reached."""
        place = Place("person", "name", owner_id, str(owner_id))
        gone = dict.fromkeys(("email_index", "email", "phone", "phone_index", "stop_code"))
        self.connection.execute(
            update(_PERSON)
            .where(_PERSON.c.id == owner_id)
            .values(name=self.keys.keyring.seal(place, NOBODY.encode()), **gone)
        )
        self.connection.execute(delete(_WISH).where(_WISH.c.person_id == owner_id))
        mine = _CASE.c.borrower_id == owner_id
        self.connection.execute(update(_CASE).where(mine).values(stated_name=None))

    def _empty(
        self,
        table: Table,
        mine: ColumnElement[bool],
        item: str,
        classes: frozenset[str],
        scope_id: UUID | None,
        at: datetime,
    ) -> int:
        which = and_(mine, table.c.data_class.in_(sorted(classes)), table.c.erased_at.is_(None))
        if scope_id is not None:
            which = and_(which, table.c[item] == scope_id)
        emptied = self.connection.execute(
            update(table).where(which).values(ciphertext=None, erased_at=at).returning(table.c.seq)
        )
        return len(emptied.all())
