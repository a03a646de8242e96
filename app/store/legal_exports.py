"""Requests to read a case under lock: asked by one, let by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.store.crypto import Keyring, Place
from app.store.keeping_tables import LegalExportRow

_EXPORT: Table = LegalExportRow.__table__


@dataclass(frozen=True, slots=True)
class LegalExport:
    """``reason`` is what the first person wrote down: which court asks, and under what number."""

    id: UUID
    tenant_id: UUID
    case_id: UUID
    reason: str
    asked_by: UUID
    asked_at: datetime
    approved_by: UUID | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LegalExports:
    connection: Connection
    keyring: Keyring

    def ask(self, asked: LegalExport) -> None:
        values = {name: getattr(asked, name) for name in LegalExport.__slots__}
        values["reason"] = self.keyring.seal(_place(asked.id), asked.reason.encode())
        self.connection.execute(insert(_EXPORT).values(values))

    def approve(self, export_id: UUID, by: UUID, at: datetime) -> bool:
        """Whether it waited, and for somebody else than ``by``."""
        waits = (_EXPORT.c.approved_by.is_(None), _EXPORT.c.asked_by != by)
        found = self.connection.execute(
            update(_EXPORT)
            .where(_EXPORT.c.id == export_id, *waits)
            .values(approved_by=by, approved_at=at)
            .returning(_EXPORT.c.id)
        )
        return found.first() is not None

    def find(self, export_id: UUID) -> LegalExport | None:
        row = self.connection.execute(select(_EXPORT).where(_EXPORT.c.id == export_id)).first()
        return None if row is None else self._open(row)

    def newest(self, most: int = 100) -> tuple[LegalExport, ...]:
        rows = self.connection.execute(
            select(_EXPORT).order_by(_EXPORT.c.asked_at.desc(), _EXPORT.c.id).limit(most)
        )
        return tuple(self._open(row) for row in rows)

    def _open(self, row: Row[Any]) -> LegalExport:
        values = dict(row._asdict())
        values["reason"] = self.keyring.open(_place(row.id), row.reason).decode()
        return LegalExport(**values)


def _place(export_id: UUID) -> Place:
    return Place("legal_export", "reason", None, str(export_id))
