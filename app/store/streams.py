"""Chained, append-only streams of events: one a case, one a household.

The header of an event carries a commitment to its content, and the chain runs over
the headers. So content can be erased, and nothing else can be changed unseen.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from app.core.evidence import Break, Link, link, sha256_hex, verify_chain
from app.store.crypto import Keyring, Place
from app.store.errors import ChainBroken, DecryptionFailed, PayloadErased, StaleVersion
from app.store.event_codec import EventCodec
from app.store.person_keys import PERSONAL, PersonKeys, kid_of
from app.store.stream_tables import StreamTables, end, whole

_SALT = 32

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a stream: how many events, and the digest of the last."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Streams(Generic[E]):
    connection: Connection
    keyring: Keyring
    keys: PersonKeys
    codec: EventCodec[E]
    tables: StreamTables
    witness: Callable[[str], None]

    def append(
        self,
        owner: UUID,
        item: UUID,
        expected_version: int,
        events: Sequence[E],
        *,
        actor_id: UUID | None,
        role: str,
        at: datetime,
    ) -> Head:
        """Add ``events`` after the ``expected_version``-th.

        Raises:
            StaleVersion: the stream is longer, shorter, or does not exist.
        """
        head = self.head(owner, item, lock=True)
        if head is None or head.version != expected_version:
            raise StaleVersion(f"version {expected_version} is not the last")
        prev, headers, payloads = head.digest, [], []
        for seq, event in enumerate(events, expected_version + 1):
            kind = self.codec.kind(event)
            content = self.codec.dump(event)
            salt = secrets.token_bytes(_SALT)
            header: dict[str, Any] = {
                "seq": seq,
                "kind": kind,
                "at": at,
                "actor_id": actor_id,
                "role": role,
                "commitment": sha256_hex(salt + content),
            }
            digest = link(prev, self._leaf(owner, item, header))
            headers.append(self.tables.key(owner, item) | header | {"prev": prev, "digest": digest})
            data_class = self.codec.data_class(kind)
            sealed = self._seal(owner, item, seq, data_class, salt + content, at)
            payloads.append(
                self.tables.key(owner, item)
                | {
                    "seq": seq,
                    "data_class": data_class,
                    "kid": kid_of(sealed),
                    "ciphertext": sealed,
                }
            )
            prev = digest
        if not headers:
            return head
        self.connection.execute(insert(self.tables.events), headers)
        self.connection.execute(insert(self.tables.payloads), payloads)
        return self._advance(owner, item, head, Head(expected_version + len(headers), prev), at)

    def move_class(self, owner: UUID, item: UUID, seq: int, data_class: str, at: datetime) -> bool:
        """Put the content of one event under the key of another class; the chain stays as it is.

        No when it is there already.

        Raises:
            ChainBroken, DecryptionFailed: its content was changed.
            PayloadErased: there is none any more.
        """
        row = next(one for one in self._rows(owner, item) if one.seq == seq)
        if row.data_class == data_class:
            return False
        content = self._content(owner, item, row)
        salt = self.keys.open(self._place(owner, item, seq), row.ciphertext)[:_SALT]
        sealed = self._seal(owner, item, seq, data_class, salt + content, at)
        payloads = self.tables.payloads
        self.connection.execute(
            update(payloads)
            .where(self.tables.of(payloads, owner, item), payloads.c.seq == seq)
            .values(data_class=data_class, kid=kid_of(sealed), ciphertext=sealed)
        )
        return True

    def _seal(
        self, owner: UUID, item: UUID, seq: int, data_class: str, plain: bytes, at: datetime
    ) -> str:
        place = self._place(owner, item, seq)
        if data_class not in PERSONAL or self.tables.person is None:
            return self.keyring.seal(place, plain)
        heads = self.tables.heads
        person: UUID = self.connection.execute(
            select(heads.c[self.tables.person]).where(self.tables.of(heads, owner, item))
        ).scalar_one()
        return self.keys.seal(person, item, data_class, place, plain, at)

    def _advance(self, owner: UUID, item: UUID, before: Head, after: Head, at: datetime) -> Head:
        heads = self.tables.heads
        moved = self.connection.execute(
            update(heads)
            .where(self.tables.of(heads, owner, item), heads.c.version == before.version)
            .values(version=after.version, head=after.digest, updated_at=at)
            .returning(heads.c.version)
        ).first()
        if moved is None:
            raise StaleVersion(f"version {before.version} is not the last")
        self.witness(after.digest)
        return after

    def head(self, owner: UUID, item: UUID, *, lock: bool = False) -> Head | None:
        """The end of the stream; ``lock`` makes others wait until this transaction ends."""
        stream = {"owner": owner, "item": item}
        row = self.connection.execute(end(self.tables, lock=lock), stream).first()
        return None if row is None else Head(row.version, row.head)

    def history(self, owner: UUID, item: UUID) -> tuple[E, ...]:
        """All events in order, after checking the whole chain.

        One whose content was erased is as its kind says what is left of it.

        Raises:
            ChainBroken: a row was edited, deleted, inserted or moved.
            DecryptionFailed: content was moved or changed.
            PayloadErased: content was erased of a kind that the state cannot be told without.
        """
        rows = self._rows(owner, item)
        found = self._chain_break(owner, item, rows)
        if found is not None:
            raise ChainBroken(found)
        return tuple(self._event(owner, item, row) for row in rows)

    def left(self, owner: UUID, item: UUID) -> tuple[E, ...]:
        """As ``history`` without what was erased: for streams whose state bears that.

        Raises:
            ChainBroken, DecryptionFailed: as ``history``.
        """
        rows = self._rows(owner, item)
        found = self._chain_break(owner, item, rows)
        if found is not None:
            raise ChainBroken(found)
        kept = (row for row in rows if row.erased_at is None)
        return tuple(self._event(owner, item, row) for row in kept)

    def verify(self, owner: UUID, item: UUID) -> Break | None:
        """The first row that does not hold, content included; erased content holds."""
        rows = self._rows(owner, item)
        found = self._chain_break(owner, item, rows)
        if found is not None:
            return found
        for row in rows:
            try:
                self._content(owner, item, row)
            except PayloadErased:
                continue
            except (ChainBroken, DecryptionFailed):
                return Break(row.seq, "payload")
        return None

    def links(self, owner: UUID, item: UUID) -> tuple[Link, ...]:
        """The chain of headers, as the evidence record shows it. No content."""
        return self._links(owner, item, self._rows(owner, item))

    def _rows(self, owner: UUID, item: UUID) -> Sequence[Row[Any]]:
        stream = {"owner": owner, "item": item}
        return self.connection.execute(whole(self.tables), stream).all()

    def _chain_break(self, owner: UUID, item: UUID, rows: Sequence[Row[Any]]) -> Break | None:
        head = self.head(owner, item)
        broken = verify_chain(self._links(owner, item, rows), head.digest if head else None)
        if broken is None and head is not None and head.version != len(rows):
            return Break(len(rows) + 1, "truncated")
        return broken

    def _links(self, owner: UUID, item: UUID, rows: Sequence[Row[Any]]) -> tuple[Link, ...]:
        return tuple(
            Link(row.seq, row.prev, self._leaf(owner, item, row._asdict()), row.digest)
            for row in rows
        )

    def _leaf(self, owner: UUID, item: UUID, header: dict[str, Any]) -> dict[str, object]:
        actor = header["actor_id"]
        return {
            "stream": self.tables.events.name,
            "owner": str(owner),
            "id": str(item),
            "seq": header["seq"],
            "kind": header["kind"],
            "at": header["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": None if actor is None else str(actor),
            "role": header["role"],
            "commitment": header["commitment"],
        }

    def _event(self, owner: UUID, item: UUID, row: Row[Any]) -> E:
        try:
            return self.codec.load(row.kind, self._content(owner, item, row))
        except PayloadErased as gone:
            return self.codec.left(row.kind, row.role, row.at, gone)

    def _content(self, owner: UUID, item: UUID, row: Row[Any]) -> bytes:
        if row.erased_at is not None:
            raise PayloadErased(f"{item} event {row.seq}", row.erased_at)
        if row.ciphertext is None:
            raise ChainBroken(Break(row.seq, "payload"))
        plain = self.keys.open(self._place(owner, item, row.seq), row.ciphertext)
        if not hmac.compare_digest(sha256_hex(plain), row.commitment):
            raise ChainBroken(Break(row.seq, "payload"))
        return plain[_SALT:]

    def _place(self, owner: UUID, item: UUID, seq: int) -> Place:
        return Place(self.tables.payloads.name, "ciphertext", owner, f"{item}:{seq}")
