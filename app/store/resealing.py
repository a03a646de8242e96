"""Moving ciphertexts from one key to another, a few at a time, while others read and write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Text, and_, func, not_, select, update

from app.store.crypto import Keyring
from app.store.person_keys import PERSONAL, PersonKeys, kid_of
from app.store.sealed_columns import SEALED, Personal, Sealed, owner_of
from app.store.tables import METADATA

_OWNER = "_owner"
_KID = slice(3, 11)
"""Where the name of a master key stands in ``v1|kid|nonce|ciphertext``."""


@dataclass(frozen=True, slots=True)
class Resealing:
    connection: Connection
    keyring: Keyring
    keys: PersonKeys

    def move(self, most: int, at: datetime) -> int:
        """Reseal at most ``most`` rows that the newest master key, or a person's, does not seal.

        A row that somebody changed meanwhile is left for the next time.

        Raises:
            DecryptionFailed: a row was moved or changed; it is told, and nothing is moved.
        """
        moved = 0
        for sealed in SEALED:
            for row in self._stale(sealed, most - moved):
                moved += self._reseal(sealed, row, at)
            if moved >= most:
                break
        return moved

    def make_personal(self, owner_id: UUID, at: datetime) -> None:
        """Put what a tenant's key still seals of one person's own under that person's keys."""
        for sealed in SEALED:
            if sealed.personal is None:
                continue
            mine = owner_of(sealed, sealed.personal) == owner_id
            for row in self._rows(sealed, and_(mine, self._is_to_be_personal(sealed)), None):
                self._reseal(sealed, row, at)

    def rows_of_keys(self) -> dict[str, int]:
        """How many values each master key seals, in all columns of text there are."""
        found: Counter[str] = Counter()
        for table in METADATA.sorted_tables:
            for column in table.c:
                if isinstance(column.type, Text):
                    kid = func.substr(column, _KID.start + 1, _KID.stop - _KID.start)
                    query = select(kid, func.count()).where(column.like("v1|%|%|%")).group_by(kid)
                    found.update({row[0]: row[1] for row in self.connection.execute(query)})
        return dict(found)

    def _stale(self, sealed: Sealed, most: int) -> Iterator[Mapping[str, Any]]:
        column = sealed.rows.c[sealed.column]
        older = and_(column.like("v1|%"), not_(column.like(f"v1|{self.keyring.kid}|%")))
        if sealed.personal is not None:
            older = older | self._is_to_be_personal(sealed)
        yield from self._rows(sealed, older, most)

    def _is_to_be_personal(self, sealed: Sealed) -> ColumnElement[bool]:
        is_of_tenant = sealed.rows.c[sealed.column].like("v1|%")
        personal = sealed.personal
        if personal is None or personal.data_class in PERSONAL:
            return is_of_tenant
        return is_of_tenant & sealed.rows.c[personal.data_class].in_(sorted(PERSONAL))

    def _rows(
        self, sealed: Sealed, which: ColumnElement[bool], most: int | None
    ) -> list[Mapping[str, Any]]:
        asked: list[Any] = [sealed.rows]
        if sealed.personal is not None:
            asked.append(owner_of(sealed, sealed.personal).label(_OWNER))
        query = select(*asked).where(which).limit(most)
        return [row._asdict() for row in self.connection.execute(query)]

    def _reseal(self, sealed: Sealed, row: Mapping[str, Any], at: datetime) -> int:
        place, old = sealed.place(row), row[sealed.column]
        plain = self.keyring.open(place, old)
        whose = _whose(sealed.personal, row)
        if whose is None:
            new = self.keyring.seal(place, plain)
        else:
            new = self.keys.seal(*whose, place, plain, at)
        values = {sealed.column: new}
        if "kid" in sealed.rows.c and sealed.column == "ciphertext":
            values["kid"] = kid_of(new)
        same = and_(
            *(column == row[column.name] for column in sealed.rows.primary_key),
            sealed.rows.c[sealed.column] == old,
        )
        done = self.connection.execute(
            update(sealed.rows).where(same).values(values).returning(sealed.rows.c[sealed.column])
        )
        return len(done.all())


def _whose(personal: Personal | None, row: Mapping[str, Any]) -> tuple[UUID, UUID, str] | None:
    """(owner, scope, class) of the key of a person's own that seals the row."""
    if personal is None:
        return None
    named = personal.data_class
    data_class = named if named in PERSONAL else row[named]
    return (row[_OWNER], row[personal.scope], data_class) if data_class in PERSONAL else None
