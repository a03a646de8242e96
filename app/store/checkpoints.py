"""Checkpoints of the audit log, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, insert, select

from app.store.checkpoint_tables import CheckpointRow

_CHECKPOINT: Table = CheckpointRow.__table__


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """``size`` is how many lines of the log it covers, ``note`` its signed text."""

    number: int
    size: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Checkpoints:
    connection: Connection

    def newest(self) -> KeptCheckpoint | None:
        row = self.connection.execute(
            select(_CHECKPOINT).order_by(_CHECKPOINT.c.number.desc()).limit(1)
        ).first()
        return None if row is None else KeptCheckpoint(**row._asdict())

    def after(self, number: int) -> tuple[KeptCheckpoint, ...]:
        """Those with a higher number, in order."""
        rows = self.connection.execute(
            select(_CHECKPOINT).where(_CHECKPOINT.c.number > number).order_by(_CHECKPOINT.c.number)
        )
        return tuple(KeptCheckpoint(**row._asdict()) for row in rows)

    def add(self, made: KeptCheckpoint) -> bool:
        """Keep the next one; no when another worker was first."""
        newest = self.newest()
        if newest is not None and newest.number >= made.number:
            return False
        values = {name: getattr(made, name) for name in KeptCheckpoint.__slots__}
        self.connection.execute(insert(_CHECKPOINT).values(values))
        return True
