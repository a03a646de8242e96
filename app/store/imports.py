"""Files that came in. The same bytes twice change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from app.store.work_tables import ImportFileRow

_FILE: Table = ImportFileRow.__table__


@dataclass(frozen=True, slots=True)
class ImportFile:
    """``kind`` is debts or budget; ``report`` counts and names problems, without names."""

    tenant_id: UUID
    kind: str
    sha256: str
    at: datetime
    by_person_id: UUID | None
    rows: int
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Imports:
    connection: Connection

    def seen(self, tenant_id: UUID, kind: str, sha256: str) -> ImportFile | None:
        row = self.connection.execute(
            select(_FILE).where(
                _FILE.c.tenant_id == tenant_id, _FILE.c.kind == kind, _FILE.c.sha256 == sha256
            )
        ).first()
        return None if row is None else ImportFile(**row._asdict())

    def add(self, file: ImportFile) -> None:
        values = {name: getattr(file, name) for name in ImportFile.__slots__}
        values["report"] = dict(file.report)
        self.connection.execute(insert(_FILE).values(values))

    def recent(self, tenant_id: UUID, limit: int = 100) -> tuple[ImportFile, ...]:
        """Newest first."""
        rows = self.connection.execute(
            select(_FILE)
            .where(_FILE.c.tenant_id == tenant_id)
            .order_by(_FILE.c.at.desc(), _FILE.c.sha256)
            .limit(limit)
        )
        return tuple(ImportFile(**row._asdict()) for row in rows)
