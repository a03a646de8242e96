"""Whether a database is the one that this code expects, and whether its work is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, case, func, or_, select

from app.store import migrate
from app.store.unit_of_work import UnitOfWork
from app.store.work_tables import OutboxRow

_OUTBOX: Table = OutboxRow.__table__


def is_migrated(uow: UnitOfWork) -> bool:
    """Whether its schema is the newest that this code knows, neither older nor newer."""
    return migrate.current(uow.outbox.connection) == migrate.newest()


def unattended_since(uow: UnitOfWork, at: datetime) -> datetime | None:
    """Since when the longest waiting effect could have been taken, and nobody took it.

    An effect that fails is taken again and again, so it counts only from the next time on.
    """
    free = case(
        (_OUTBOX.c.lease_until > _OUTBOX.c.due_at, _OUTBOX.c.lease_until), else_=_OUTBOX.c.due_at
    )
    found: datetime | None = uow.outbox.connection.execute(
        select(func.min(free)).where(
            _OUTBOX.c.done_at.is_(None),
            _OUTBOX.c.due_at <= at,
            or_(_OUTBOX.c.lease_until.is_(None), _OUTBOX.c.lease_until <= at),
        )
    ).scalar()
    return found
