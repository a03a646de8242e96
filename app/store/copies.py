"""Copies of agreements that were drawn and given out: each is known by its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from app.store.agreement_tables import AgreementCopyRow

_COPY: Table = AgreementCopyRow.__table__


@dataclass(frozen=True, slots=True)
class Copy:
    """One drawn copy of one version.

    ``kind`` is large_print, to_sign or to_sign_large. ``asked_by`` is the role that asked
    for it, ``at`` is when it was drawn.
    """

    tenant_id: UUID
    agreement_id: UUID
    version: int
    kind: str
    language: str
    sha256: str
    asked_by: str
    asked_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Copies:
    connection: Connection

    def add(self, copy: Copy) -> None:
        """Raises IntegrityError when this kind exists in this language; its paper has to be there."""
        values = {name: getattr(copy, name) for name in Copy.__slots__}
        self.connection.execute(insert(_COPY).values(values))

    def of(self, tenant_id: UUID, agreement_id: UUID, version: int) -> tuple[Copy, ...]:
        """In the order in which they were drawn."""
        rows = self.connection.execute(
            select(_COPY)
            .where(
                _COPY.c.tenant_id == tenant_id,
                _COPY.c.agreement_id == agreement_id,
                _COPY.c.version == version,
            )
            .order_by(_COPY.c.at, _COPY.c.kind, _COPY.c.language)
        )
        return tuple(Copy(**row._asdict()) for row in rows)
