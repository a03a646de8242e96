"""Where people signed from. A copy in the evidence closes for ever once its key is forgotten."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, Table, insert, select, update

from app.store.crypto import Keyring, Place
from app.store.evidence_tables import SigningPlaceRow

_PLACE: Table = SigningPlaceRow.__table__
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """The address and the browser of one act; both are empty once they were forgotten.

    ``signed_in`` is how the session began, ``session_sha256`` names it and opens nothing.
    ``sealed`` is the ciphertext (base64) that the evidence carries.
    """

    tenant_id: UUID
    agreement_id: UUID
    version: int
    role: str
    session_sha256: str
    signed_in: str
    keep_until: date
    address: str
    agent: str
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class SigningPlaces:
    connection: Connection
    keyring: Keyring

    def add(self, place: SigningPlace) -> None:
        """Keep it with a key of its own. ``sealed`` is made here."""
        key = AESGCM.generate_key(bit_length=256)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        told = json.dumps({"address": place.address, "agent": place.agent}).encode()
        sealed = nonce + AESGCM(key).encrypt(nonce, told, _row(place).encode())
        self.connection.execute(
            insert(_PLACE).values(
                tenant_id=place.tenant_id,
                agreement_id=place.agreement_id,
                version=place.version,
                role=place.role,
                session_sha256=place.session_sha256,
                signed_in=place.signed_in,
                sealed=b64encode(sealed).decode(),
                key=self.keyring.seal(_place(place), key),
                keep_until=place.keep_until,
            )
        )

    def of(self, tenant_id: UUID, agreement_id: UUID, version: int) -> tuple[SigningPlace, ...]:
        """One for each role that signed in a browser."""
        rows = self.connection.execute(
            select(_PLACE)
            .where(
                _PLACE.c.tenant_id == tenant_id,
                _PLACE.c.agreement_id == agreement_id,
                _PLACE.c.version == version,
            )
            .order_by(_PLACE.c.role)
        )
        return tuple(self._open(row) for row in rows)

    def forget(self, before: date) -> int:
        """Drop every key that was kept long enough; how many there were."""
        gone = self.connection.execute(
            update(_PLACE)
            .where(_PLACE.c.keep_until < before, _PLACE.c.key.is_not(None))
            .values(key=None)
            .returning(_PLACE.c.role)
        )
        return len(gone.all())

    def due(self, before: date) -> bool:
        """Whether ``forget`` has anything to do."""
        query = select(_PLACE.c.role).where(_PLACE.c.keep_until < before, _PLACE.c.key.is_not(None))
        return self.connection.execute(query.limit(1)).first() is not None

    def _open(self, row: Row[SigningPlaceRow]) -> SigningPlace:
        values = dict(row._asdict())
        kept = values.pop("key")
        shut = SigningPlace(**values, address="", agent="")
        if kept is None:
            return shut
        sealed = b64decode(shut.sealed)
        key = AESGCM(self.keyring.open(_place(shut), kept))
        told = json.loads(
            key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _row(shut).encode())
        )
        return SigningPlace(**values, address=told["address"], agent=told["agent"])


def _row(place: SigningPlace) -> str:
    return f"{place.agreement_id}:{place.version}:{place.role}"


def _place(place: SigningPlace) -> Place:
    return Place("signing_place", "key", place.tenant_id, _row(place))
