"""Where a stream of events lies, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, Table, and_, bindparam, select


@dataclass(frozen=True, slots=True)
class StreamTables:
    """Which tables hold a stream, and which two columns are its key.

    ``person`` is the column of ``heads`` that says whom the content is about, where any is
    sealed under that person's own key.
    """

    heads: Table
    events: Table
    payloads: Table
    owner: str
    item: str
    person: str | None = None

    def key(self, owner: UUID, item: UUID) -> dict[str, UUID]:
        return {self.owner: owner, self.item: item}

    def of(self, table: Table, owner: object, item: object) -> ColumnElement[bool]:
        name = "id" if table is self.heads else self.item
        return and_(table.c[self.owner] == owner, table.c[name] == item)


# Asked for every page of a case: put together once for each kind of stream.
_STREAM: tuple[BindParameter[UUID], ...] = (bindparam("owner"), bindparam("item"))


@cache
def whole(tables: StreamTables) -> Select[Any]:
    """All rows of ``:owner`` and ``:item`` with their content, in order."""
    events, payloads = tables.events, tables.payloads
    joined = and_(tables.of(payloads, *_STREAM), payloads.c.seq == events.c.seq)
    return (
        select(events, payloads.c.ciphertext, payloads.c.data_class, payloads.c.erased_at)
        .outerjoin(payloads, joined)
        .where(tables.of(events, *_STREAM))
        .order_by(events.c.seq)
    )


@cache
def end(tables: StreamTables, *, lock: bool) -> Select[Any]:
    heads = tables.heads
    query = select(heads.c.version, heads.c.head).where(tables.of(heads, *_STREAM))
    return query.with_for_update() if lock else query
