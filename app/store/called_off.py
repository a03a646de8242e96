"""Effects that wait and are not meant any more, because what they are about is gone or locked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, select, update

from app.store.agreement_tables import AgreementRow
from app.store.work_tables import OutboxRow

_OUTBOX: Table = OutboxRow.__table__
_AGREEMENT: Table = AgreementRow.__table__
COPY = "copy"


def call_off(
    connection: Connection, about: UUID, at: datetime, *, but: str = "", only: str = ""
) -> int:
    """Nothing that waits with this id in its key happens any more.

    Of any kind ``but`` one, or of that kind ``only``, where one is named.

    Returns:
        How much there was.
    """
    named = _OUTBOX.c.key.contains(str(about))
    kind = _OUTBOX.c.kind == only if only else _OUTBOX.c.kind != but
    gone = connection.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.done_at.is_(None), named, kind)
        .values(done_at=at, payload=None, lease_until=None)
        .returning(_OUTBOX.c.id)
    )
    return len(gone.all())


def call_off_case(connection: Connection, case_id: UUID, at: datetime) -> int:
    """The same for all that names a case, and for copies of its files: these name an agreement.

    What else names an agreement alone keeps its file provable, and goes on as long as the file.
    """
    of_it = select(_AGREEMENT.c.id).where(_AGREEMENT.c.case_id == case_id).distinct()
    agreements = connection.execute(of_it).scalars().all()
    copies = (call_off(connection, one, at, only=COPY) for one in agreements)
    return call_off(connection, case_id, at) + sum(copies)
