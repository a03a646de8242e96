"""Second factors of staff: passkeys and apps that show codes, each good until it is removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, or_, select, update

from app.store.crypto import Keyring, Place
from app.store.factor_tables import PasskeyRow, TotpRow

_PASSKEY: Table = PasskeyRow.__table__
_TOTP: Table = TotpRow.__table__
_TABLES = {"passkey": _PASSKEY, "totp": _TOTP}


@dataclass(frozen=True, slots=True)
class Passkey:
    """``credential_id`` and ``public_key`` are base64url, as the browser gives them."""

    id: UUID
    person_id: UUID
    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Totp:
    """``secret`` is base32, as apps read it."""

    id: UUID
    secret: str
    last_step: int


@dataclass(frozen=True, slots=True)
class Factor:
    """What its owner sees of it. ``kind`` is ``passkey`` or ``totp``."""

    id: UUID
    kind: str
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    connection: Connection
    keyring: Keyring

    def add_passkey(self, passkey: Passkey, name: str, at: datetime) -> None:
        """Raises IntegrityError: somebody has this very passkey already."""
        place = _place("passkey", "name", passkey.person_id, passkey.id)
        self.connection.execute(
            insert(_PASSKEY).values(
                id=passkey.id,
                person_id=passkey.person_id,
                credential_id=passkey.credential_id,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                name=self.keyring.seal_text(place, name),
                created_at=at,
            )
        )

    def add_totp(self, person_id: UUID, totp: Totp, name: str, at: datetime) -> None:
        self.connection.execute(
            insert(_TOTP).values(
                id=totp.id,
                person_id=person_id,
                secret=self.keyring.seal_text(
                    _place("totp", "secret", person_id, totp.id), totp.secret
                ),
                name=self.keyring.seal_text(_place("totp", "name", person_id, totp.id), name),
                last_step=totp.last_step,
                created_at=at,
                used_at=at,
            )
        )

    def of_person(self, person_id: UUID) -> tuple[Factor, ...]:
        """What works now, the oldest first."""
        found = [
            self._factor(kind, row)
            for kind, table in _TABLES.items()
            for row in self.connection.execute(
                select(table).where(table.c.person_id == person_id, table.c.removed_at.is_(None))
            )
        ]
        return tuple(sorted(found, key=lambda f: (f.created_at, str(f.id))))

    def passkeys(self, person_id: UUID) -> tuple[str, ...]:
        """Credential ids of a person, so that no authenticator is taken twice."""
        rows = self.connection.execute(
            select(_PASSKEY.c.credential_id).where(
                _PASSKEY.c.person_id == person_id, _PASSKEY.c.removed_at.is_(None)
            )
        )
        return tuple(rows.scalars())

    def passkey(self, credential_id: str) -> Passkey | None:
        row = self.connection.execute(
            select(_PASSKEY).where(
                _PASSKEY.c.credential_id == credential_id, _PASSKEY.c.removed_at.is_(None)
            )
        ).first()
        if row is None:
            return None
        return Passkey(row.id, row.person_id, row.credential_id, row.public_key, row.sign_count)

    def count_up(self, passkey_id: UUID, sign_count: int, at: datetime) -> bool:
        """Note a use; False where the count did not rise: a copy of the passkey was used.

        Passkeys that never count say 0 each time.
        """
        row = self.connection.execute(
            update(_PASSKEY)
            .where(
                _PASSKEY.c.id == passkey_id,
                _PASSKEY.c.removed_at.is_(None),
                or_(
                    _PASSKEY.c.sign_count < sign_count,
                    (_PASSKEY.c.sign_count == 0) & (sign_count == 0),
                ),
            )
            .values(sign_count=sign_count, used_at=at)
            .returning(_PASSKEY.c.id)
        ).first()
        return row is not None

    def totps(self, person_id: UUID) -> tuple[Totp, ...]:
        rows = self.connection.execute(
            select(_TOTP)
            .where(_TOTP.c.person_id == person_id, _TOTP.c.removed_at.is_(None))
            .order_by(_TOTP.c.created_at, _TOTP.c.id)
        )
        return tuple(
            Totp(
                row.id,
                self.keyring.open(_place("totp", "secret", person_id, row.id), row.secret).decode(),
                row.last_step,
            )
            for row in rows
        )

    def use_step(self, totp_id: UUID, step: int, at: datetime) -> bool:
        """Use up a time step and all before it, in one statement; False where it was used."""
        row = self.connection.execute(
            update(_TOTP)
            .where(_TOTP.c.id == totp_id, _TOTP.c.removed_at.is_(None), _TOTP.c.last_step < step)
            .values(last_step=step, used_at=at)
            .returning(_TOTP.c.id)
        ).first()
        return row is not None

    def rename(self, person_id: UUID, factor: Factor, name: str) -> None:
        table = _TABLES[factor.kind]
        sealed = self.keyring.seal_text(_place(factor.kind, "name", person_id, factor.id), name)
        self.connection.execute(
            update(table)
            .where(table.c.id == factor.id, table.c.person_id == person_id)
            .values(name=sealed)
        )

    def remove(self, person_id: UUID, factor: Factor, at: datetime) -> None:
        """It opens nothing any more; that it was there stays known."""
        table = _TABLES[factor.kind]
        self.connection.execute(
            update(table)
            .where(table.c.id == factor.id, table.c.person_id == person_id)
            .values(removed_at=at)
        )

    def _factor(self, kind: str, row: Row[tuple[object, ...]]) -> Factor:
        sealed = _place(kind, "name", row.person_id, row.id)
        name = self.keyring.open(sealed, row.name).decode()
        return Factor(row.id, kind, name, row.created_at, row.used_at)


def _place(table: str, column: str, person_id: UUID, row_id: UUID) -> Place:
    return Place(table, column, person_id, str(row_id))
