"""Papers of a household, encrypted under the person's own key. The files lie beside the database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from app.core.exhibits import Brought, Exhibit, Looked, State, Version
from app.store.crypto import Place
from app.store.errors import PayloadErased
from app.store.exhibit_tables import ExhibitCheckRow, ExhibitRow, ExhibitVersionRow
from app.store.person_keys import PersonKeys

_EXHIBIT: Table = ExhibitRow.__table__
_VERSION: Table = ExhibitVersionRow.__table__
_CHECK: Table = ExhibitCheckRow.__table__
EVIDENCE = "evidence"
"""The class of data of everything here."""


@dataclass(frozen=True, slots=True)
class Exhibits:
    connection: Connection
    keys: PersonKeys

    def add(self, exhibit: Exhibit) -> None:
        """A new paper, without versions so far."""
        place = _place(exhibit, "about")
        about = self._seal(exhibit, place, exhibit.about, exhibit.added_at)
        values = {name: getattr(exhibit, name) for name in _EXHIBIT.c.keys()}  # noqa: SIM118
        self.connection.execute(insert(_EXHIBIT).values(values | {"about": about}))

    def add_version(self, exhibit: Exhibit, version: Version) -> None:
        values = _columns(version) | {
            "owner_id": exhibit.owner_id,
            "exhibit_id": exhibit.id,
            "told": self._told(exhibit, version),
        }
        self.connection.execute(insert(_VERSION).values(values))

    def change(self, exhibit: Exhibit, version: Version) -> None:
        """What reading a pending version led to."""
        self.connection.execute(
            update(_VERSION)
            .where(_VERSION.c.exhibit_id == exhibit.id, _VERSION.c.number == version.number)
            .values(_columns(version) | {"told": self._told(exhibit, version)})
        )

    def look(self, exhibit: Exhibit, looked: Looked, looked_id: UUID) -> None:
        place = _place(exhibit, "note", str(looked_id))
        note = self._seal(exhibit, place, looked.note, looked.at)
        values = asdict(looked) | {
            "owner_id": exhibit.owner_id,
            "exhibit_id": exhibit.id,
            "id": looked_id,
            "note": note,
        }
        self.connection.execute(insert(_CHECK).values(values))

    def of(self, household_id: UUID) -> tuple[Exhibit, ...]:
        """Every paper of a household that was not erased, the oldest first."""
        rows = self.connection.execute(
            select(_EXHIBIT)
            .where(_EXHIBIT.c.household_id == household_id)
            .order_by(_EXHIBIT.c.added_at, _EXHIBIT.c.id)
        )
        found = (self._exhibit(row) for row in rows)
        return tuple(one for one in found if one is not None)

    def find(self, household_id: UUID, exhibit_id: UUID) -> Exhibit | None:
        """Nothing for a paper of another household: knowing its id gives no right to it."""
        row = self.connection.execute(
            select(_EXHIBIT).where(
                _EXHIBIT.c.id == exhibit_id, _EXHIBIT.c.household_id == household_id
            )
        ).first()
        return None if row is None else self._exhibit(row)

    def seal_file(self, exhibit: Exhibit, number: int, what: str, body: bytes, at: datetime) -> str:
        """``body`` as text for a file; it opens as ``what`` of this version alone."""
        place = _place(exhibit, what, f"{exhibit.id}:{number}")
        return self.keys.seal(exhibit.owner_id, exhibit.household_id, EVIDENCE, place, body, at)

    def open_file(self, exhibit: Exhibit, number: int, what: str, sealed: str) -> bytes:
        """Raises PayloadErased and DecryptionFailed as ``PersonKeys.open``."""
        return self.keys.open(_place(exhibit, what, f"{exhibit.id}:{number}"), sealed)

    def all_digests(self) -> frozenset[str]:
        """Every file that a row stands for; the others may be swept."""
        rows = self.connection.execute(select(_VERSION.c.original, _VERSION.c.pictures))
        return frozenset(name for row in rows for name in row if name is not None)

    def forget(self, owner_id: UUID, household_id: UUID | None) -> tuple[str, ...]:
        """Delete the rows of one household, or of all; the names of their files.

        Delete those files after the transaction, with ``files.remove``.
        """
        mine = select(_EXHIBIT.c.id).where(_EXHIBIT.c.owner_id == owner_id)
        if household_id is not None:
            mine = mine.where(_EXHIBIT.c.household_id == household_id)
        ids = tuple(self.connection.execute(mine).scalars())
        files = self.connection.execute(
            select(_VERSION.c.original, _VERSION.c.pictures).where(_VERSION.c.exhibit_id.in_(ids))
        ).all()
        for table in (_CHECK, _VERSION):
            self.connection.execute(delete(table).where(table.c.exhibit_id.in_(ids)))
        self.connection.execute(delete(_EXHIBIT).where(_EXHIBIT.c.id.in_(ids)))
        return tuple(name for row in files for name in row if name is not None)

    def _exhibit(self, row: Row[Any]) -> Exhibit | None:
        made = Exhibit(row.owner_id, row.id, row.household_id, "", row.added_at)
        try:
            about = self._open(_place(made, "about"), row.about)
        except PayloadErased:
            return None
        return replace(made, about=about, versions=self._versions(made))

    def _versions(self, exhibit: Exhibit) -> tuple[Version, ...]:
        rows = self.connection.execute(
            select(_VERSION).where(_VERSION.c.exhibit_id == exhibit.id).order_by(_VERSION.c.number)
        )
        looked = self._looked(exhibit)
        return tuple(self._version(exhibit, row, looked) for row in rows)

    def _version(self, exhibit: Exhibit, row: Row[Any], looked: tuple[Looked, ...]) -> Version:
        told = json.loads(
            self._open(_place(exhibit, "told", f"{exhibit.id}:{row.number}"), row.told)
        )
        return Version(
            number=row.number,
            by_id=row.by_id,
            at=row.at,
            state=State(row.state),
            told=Brought(**told | {"pages": tuple(tuple(page) for page in told["pages"])}),
            original=row.original,
            pictures=row.pictures,
            why=row.why,
            looked=tuple(one for one in looked if one.number == row.number),
        )

    def _looked(self, exhibit: Exhibit) -> tuple[Looked, ...]:
        rows = self.connection.execute(
            select(_CHECK).where(_CHECK.c.exhibit_id == exhibit.id).order_by(_CHECK.c.at)
        )
        return tuple(
            Looked(
                row.number,
                row.by_id,
                row.organisation_id,
                row.at,
                self._open(_place(exhibit, "note", str(row.id)), row.note),
            )
            for row in rows
        )

    def _told(self, exhibit: Exhibit, version: Version) -> str:
        place = _place(exhibit, "told", f"{exhibit.id}:{version.number}")
        return self._seal(exhibit, place, json.dumps(asdict(version.told)), version.at)

    def _seal(self, exhibit: Exhibit, place: Place, words: str, at: datetime) -> str:
        owner, scope = exhibit.owner_id, exhibit.household_id
        return self.keys.seal(owner, scope, EVIDENCE, place, words.encode(), at)

    def _open(self, place: Place, sealed: str) -> str:
        return self.keys.open(place, sealed).decode()


def _columns(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "by_id": version.by_id,
        "at": version.at,
        "state": version.state.value,
        "why": version.why,
        "original": version.original,
        "pictures": version.pictures,
    }


def _place(exhibit: Exhibit, column: str, row: str = "") -> Place:
    return Place("exhibit", column, exhibit.owner_id, row or str(exhibit.id))
