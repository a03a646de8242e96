"""The threads of cases: chained, encrypted, and told to be read by each person for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, insert, select, update

from app.core.evidence import GENESIS, Break
from app.core.thread.events import ThreadEvent
from app.core.thread.thread import Thread, fold
from app.store.event_codec import EventCodec
from app.store.message_tables import (
    ThreadEventRow,
    ThreadMarkRow,
    ThreadPayloadRow,
    ThreadRow,
)
from app.store.stream_tables import StreamTables
from app.store.streams import Streams

THREAD_EVENTS: EventCodec[ThreadEvent] = EventCodec.of(ThreadEvent)
THREAD_TABLES = StreamTables(
    ThreadRow.__table__,
    ThreadEventRow.__table__,
    ThreadPayloadRow.__table__,
    "tenant_id",
    "case_id",
)
_THREAD: Table = ThreadRow.__table__
_MARK: Table = ThreadMarkRow.__table__


@dataclass(frozen=True, slots=True)
class Threads:
    connection: Connection
    streams: Streams[ThreadEvent]

    def of(self, tenant_id: UUID, case_id: UUID) -> Thread:
        """The thread as far as it was not erased; the whole chain is checked.

        Raises:
            ChainBroken: a row was edited, deleted, inserted or moved.
        """
        return fold(self.streams.left(tenant_id, case_id))

    def append(
        self,
        tenant_id: UUID,
        case_id: UUID,
        thread: Thread,
        events: Sequence[ThreadEvent],
        *,
        actor_id: UUID | None,
        role: str,
        at: datetime,
    ) -> Thread:
        """Add ``events`` to ``thread``, which was read in this transaction, and return it after.

        Raises:
            StaleVersion: somebody else has written meanwhile.
        """
        head = self.streams.head(tenant_id, case_id, lock=True)
        if head is None:
            self.connection.execute(
                insert(_THREAD).values(
                    tenant_id=tenant_id,
                    id=case_id,
                    version=0,
                    head=GENESIS,
                    delivered=0,
                    created_at=at,
                    updated_at=at,
                )
            )
        version = head.version if head else 0
        self.streams.append(
            tenant_id, case_id, version, events, actor_id=actor_id, role=role, at=at
        )
        after = fold(events, thread)
        self.connection.execute(
            update(_THREAD)
            .where(_THREAD.c.tenant_id == tenant_id, _THREAD.c.id == case_id)
            .values(delivered=after.delivered, care_since=after.care_since)
        )
        return after

    def needs_care(self, tenant_id: UUID, case_id: UUID) -> bool:
        """Whether a person is needed in this case, and the product stands still."""
        return self._number(_THREAD.c.care_since, tenant_id, case_id) is not None

    def unread(self, tenant_id: UUID, case_id: UUID, person_id: UUID) -> int:
        """How many messages have arrived since the person last looked."""
        delivered: int = self._number(_THREAD.c.delivered, tenant_id, case_id) or 0
        return max(delivered - (self._mark(tenant_id, case_id, person_id) or 0), 0)

    def mark(self, tenant_id: UUID, case_id: UUID, person_id: UUID, delivered: int) -> None:
        """The person has had so many before their eyes; a mark never goes back."""
        known = self._mark(tenant_id, case_id, person_id)
        if known is None:
            self.connection.execute(
                insert(_MARK).values(
                    tenant_id=tenant_id, case_id=case_id, person_id=person_id, delivered=delivered
                )
            )
        elif known < delivered:
            self.connection.execute(
                update(_MARK)
                .where(_mine(tenant_id, case_id, person_id))
                .values(delivered=delivered)
            )

    def wrote(self, tenant_id: UUID, case_id: UUID, person_id: UUID, place: int) -> None:
        """Whoever has read everything before it has read their own message too."""
        if (self._mark(tenant_id, case_id, person_id) or 0) == place - 1:
            self.mark(tenant_id, case_id, person_id, place)

    def verify(self, tenant_id: UUID, case_id: UUID) -> Break | None:
        return self.streams.verify(tenant_id, case_id)

    def _number(self, column: Any, tenant_id: UUID, case_id: UUID) -> Any:  # noqa: ANN401 (a column of a thread)
        query = select(column).where(_THREAD.c.tenant_id == tenant_id, _THREAD.c.id == case_id)
        return self.connection.execute(query).scalar()

    def _mark(self, tenant_id: UUID, case_id: UUID, person_id: UUID) -> int | None:
        query = select(_MARK.c.delivered).where(_mine(tenant_id, case_id, person_id))
        return self.connection.execute(query).scalar()


def _mine(tenant_id: UUID, case_id: UUID, person_id: UUID) -> Any:  # noqa: ANN401 (a condition of SQLAlchemy)
    return and_(
        _MARK.c.tenant_id == tenant_id,
        _MARK.c.case_id == case_id,
        _MARK.c.person_id == person_id,
    )
