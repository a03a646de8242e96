"""Which files a tenant has. The bytes lie in ``gateways.files``, written before the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from app.store.agreement_tables import PaperRow

_PAPER: Table = PaperRow.__table__


@dataclass(frozen=True, slots=True)
class Paper:
    """``purpose`` is revision, final, evidence, copy or upload; ``size`` is in bytes."""

    tenant_id: UUID
    sha256: str
    size: int
    media_type: str
    purpose: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    connection: Connection

    def add(self, paper: Paper) -> None:
        """Note a stored file. The same bytes again change nothing."""
        if self.find(paper.tenant_id, paper.sha256) is None:
            values = {name: getattr(paper, name) for name in Paper.__slots__}
            self.connection.execute(insert(_PAPER).values(values))

    def find(self, tenant_id: UUID, sha256: str) -> Paper | None:
        """Nothing for another tenant's file: knowing a digest gives no right to it."""
        row = self.connection.execute(
            select(_PAPER).where(_PAPER.c.tenant_id == tenant_id, _PAPER.c.sha256 == sha256)
        ).first()
        return None if row is None else Paper(**row._asdict())

    def all_digests(self) -> frozenset[str]:
        """Every file that a row stands for; the others may be swept."""
        return frozenset(self.connection.execute(select(_PAPER.c.sha256)).scalars())
