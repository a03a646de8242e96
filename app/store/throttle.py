"""How often something was tried, at most so many times in any stretch of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.store.crypto import Keyring
from app.store.work_tables import ThrottleRow

_TRY: Table = ThrottleRow.__table__


@dataclass(frozen=True, slots=True)
class Throttle:
    """A key has as many places as it may have tries; a try takes a place that is free again."""

    connection: Connection
    keyring: Keyring

    def take(self, kind: str, key: str, most: int, within: timedelta, at: datetime) -> bool:
        """Count one try of ``key``; False when ``most`` were counted in the last ``within``.

        The key is kept as a keyed digest: addresses and networks cannot be read back.
        """
        name = self.keyring.blind(None, "throttle", f"{kind}|{key}")
        since = at - within
        for _ in range(most):
            oldest = self.connection.execute(
                select(_TRY.c.place, _TRY.c.at, func.count().over().label("taken"))
                .where(_TRY.c.key == name)
                .order_by(_TRY.c.at, _TRY.c.place)
                .limit(1)
            ).first()
            if oldest is None:
                place = 0
            elif oldest.at <= since:
                place = oldest.place
            elif oldest.taken < most:
                place = oldest.taken
            else:
                return False
            if self._put(name, place, at, since):
                return True
        return False  # others were faster each time, and took every place

    def forget(self, before: datetime) -> int:
        """Take away what is older than every limit looks back; how many rows."""
        gone = self.connection.execute(delete(_TRY).where(_TRY.c.at <= before))
        return int(gone.rowcount)

    def _put(self, name: str, place: int, at: datetime, since: datetime) -> bool:
        # The database decides: a place that somebody took meanwhile is not taken twice.
        postgres = self.connection.dialect.name == "postgresql"
        insert = postgresql.insert(_TRY) if postgres else sqlite.insert(_TRY)
        put = insert.values(key=name, place=place, at=at)
        done = self.connection.execute(
            put.on_conflict_do_update(
                index_elements=[_TRY.c.key, _TRY.c.place],
                set_={"at": put.excluded.at},
                where=_TRY.c.at <= since,
            ).returning(_TRY.c.place)
        ).first()
        return done is not None
