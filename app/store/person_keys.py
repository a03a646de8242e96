"""Keys of single people: what one told of their hardship can be made unreadable for good.

Each is random, kept wrapped under the master key, and belongs to one person, one case or
household, and one class of data. Deleting it erases all copies of that content at once, those
in backups included, since backups leave the table of these keys out.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, Table, and_, insert, select, update

from app.store.crypto import Keyring, Place, failed
from app.store.errors import PayloadErased
from app.store.key_tables import CLASSES, PersonKeyRow

PERSONAL = frozenset(CLASSES)
"""Classes of data that are sealed under a key of the person's own."""
VERSION = "v2"
_KEY, _NONCE, _NAME = 32, 12, 8
_KEYS: Table = PersonKeyRow.__table__


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """Opened keys are held until the transaction ends, so a long list unwraps each once."""

    connection: Connection
    keyring: Keyring
    _held: dict[str, AESGCM] = field(default_factory=dict)

    def seal(
        self,
        owner_id: UUID,
        scope_id: UUID,
        data_class: str,
        place: Place,
        plain: bytes,
        at: datetime,
    ) -> str:
        """``v2|kid|nonce|ciphertext`` under the key of ``owner_id`` for this class and scope.

        ``scope_id`` is the case or household that the content belongs to, ``data_class`` one of
        ``PERSONAL``. A key that is missing, or was erased, is made anew ``at`` that moment.
        """
        kid = self._live(owner_id, scope_id, data_class) or self._made(
            owner_id, scope_id, data_class, at
        )
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._held[kid].encrypt(nonce, plain, place.aad(kid))
        return "|".join((VERSION, kid, *(urlsafe_b64encode(b).decode() for b in (nonce, sealed))))

    def open(self, place: Place, sealed: str) -> bytes:
        """The plain bytes, whether a person's key or the tenant's sealed them.

        Raises:
            PayloadErased: the key was erased; ``at`` says when.
            DecryptionFailed: for any other reason; the message names the place only.
        """
        if not sealed.startswith(f"{VERSION}|"):
            return self.keyring.open(place, sealed)
        try:
            _, kid, nonce, body = sealed.split("|")
            key = self._opened(kid, place)
            return key.decrypt(urlsafe_b64decode(nonce), urlsafe_b64decode(body), place.aad(kid))
        except (ValueError, InvalidTag, NotBase64) as error:
            raise failed(place) from error

    def erase(
        self, owner_id: UUID, classes: frozenset[str], scope_id: UUID | None, at: datetime
    ) -> tuple[str, ...]:
        """Delete the keys of these classes, of one scope or of all; their names."""
        mine = and_(
            _KEYS.c.owner_id == owner_id,
            _KEYS.c.data_class.in_(sorted(classes)),
            _KEYS.c.wrapped.is_not(None),
        )
        if scope_id is not None:
            mine = and_(mine, _KEYS.c.scope_id == scope_id)
        gone = self.connection.execute(
            update(_KEYS).where(mine).values(wrapped=None, erased_at=at).returning(_KEYS.c.kid)
        )
        names = tuple(gone.scalars())
        for kid in names:
            self._held.pop(kid, None)
        return names

    def _opened(self, kid: str, place: Place) -> AESGCM:
        if kid not in self._held:
            row = self.connection.execute(select(_KEYS).where(_KEYS.c.kid == kid)).first()
            if row is None:
                raise failed(place)
            if row.wrapped is None:
                raise PayloadErased(place.named, row.erased_at)
            self._hold(row)
        return self._held[kid]

    def _live(self, owner_id: UUID, scope_id: UUID, data_class: str) -> str | None:
        row = self.connection.execute(
            select(_KEYS).where(
                _KEYS.c.owner_id == owner_id,
                _KEYS.c.scope_id == scope_id,
                _KEYS.c.data_class == data_class,
                _KEYS.c.wrapped.is_not(None),
            )
        ).first()
        if row is None:
            return None
        if row.kid not in self._held:
            self._hold(row)
        name: str = row.kid
        return name

    def _made(self, owner_id: UUID, scope_id: UUID, data_class: str, at: datetime) -> str:
        kid, key = secrets.token_hex(_NAME), secrets.token_bytes(_KEY)
        self.connection.execute(
            insert(_KEYS).values(
                kid=kid,
                owner_id=owner_id,
                scope_id=scope_id,
                data_class=data_class,
                wrapped=self.keyring.seal(wrapping(owner_id, kid), key),
                created_at=at,
            )
        )
        self._held[kid] = AESGCM(key)
        return kid

    def _hold(self, row: Row[tuple[object, ...]]) -> None:
        key = self.keyring.open(wrapping(row.owner_id, row.kid), row.wrapped)
        self._held[row.kid] = AESGCM(key)


def wrapping(owner_id: UUID, kid: str) -> Place:
    """Where a wrapped key lives: it opens for no other person and under no other name."""
    return Place("person_key", "wrapped", owner_id, kid)


def kid_of(sealed: str) -> str:
    """The name of the key that a ciphertext says it is sealed under."""
    return sealed.split("|", 2)[1]
