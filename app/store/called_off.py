"""Effects that wait and are not meant any more, because what they are about is gone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app.store.work_tables import OutboxRow

_OUTBOX: Table = OutboxRow.__table__


def call_off(session: Session, about: UUID, at: datetime, *, but: str = "") -> int:
    """Nothing that waits with this id in its key happens any more, of any kind ``but`` one.

    Returns:
        How much there was.
    """
    named = _OUTBOX.c.key.contains(str(about))
    gone = session.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.done_at.is_(None), named, _OUTBOX.c.kind != but)
        .values(done_at=at, payload=None, lease_until=None)
        .returning(_OUTBOX.c.id)
    )
    return len(gone.all())
