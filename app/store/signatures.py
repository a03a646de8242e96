"""Signing, once: a nonce bound to what was shown, used up by the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select, update

from app.store.agreement_tables import SignatureActRow, SigningNonceRow
from app.store.crypto import Keyring, Place

_NONCE: Table = SigningNonceRow.__table__
_ACT: Table = SignatureActRow.__table__


@dataclass(frozen=True, slots=True)
class Nonce:
    """Lets ``person_id`` sign as ``role`` what ``shown_sha256`` names, until it expires."""

    sha256: str
    tenant_id: UUID
    agreement_id: UUID
    version: int
    role: str
    person_id: UUID
    shown_sha256: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignatureAct:
    """``intent_sha256`` names the sentence that the person agreed to by signing.

    ``drawing`` is a PNG in our normal form, when they drew beside their typed name.
    """

    tenant_id: UUID
    agreement_id: UUID
    version: int
    role: str
    person_id: UUID
    shown_sha256: str
    typed_name: str
    intent_sha256: str
    at: datetime
    nonce_sha256: str
    drawing: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    connection: Connection
    keyring: Keyring

    def give_nonce(self, nonce: Nonce) -> None:
        values = {name: getattr(nonce, name) for name in Nonce.__slots__}
        self.connection.execute(insert(_NONCE).values(values))

    def use_nonce(self, nonce: Nonce, at: datetime) -> bool:
        """Use it up: whether it was alive at ``at`` and bound to exactly this."""
        bound = [
            _NONCE.c[name] == getattr(nonce, name)
            for name in Nonce.__slots__
            if name != "expires_at"
        ]
        used = self.connection.execute(
            update(_NONCE)
            .where(*bound, _NONCE.c.used_at.is_(None), _NONCE.c.expires_at > at)
            .values(used_at=at)
            .returning(_NONCE.c.sha256)
        ).first()
        return used is not None

    def expires_at(self, nonce_sha256: str) -> datetime:
        """Until when a nonce could be used.

        Raises:
            NoResultFound: it was never given.
        """
        query = select(_NONCE.c.expires_at).where(_NONCE.c.sha256 == nonce_sha256)
        found: datetime = self.connection.execute(query).scalar_one()
        return found

    def void_nonces(self, tenant_id: UUID, agreement_id: UUID, at: datetime) -> None:
        """Nothing that was shown of this agreement can be signed any more."""
        self.connection.execute(
            update(_NONCE)
            .where(
                _NONCE.c.tenant_id == tenant_id,
                _NONCE.c.agreement_id == agreement_id,
                _NONCE.c.used_at.is_(None),
            )
            .values(used_at=at)
        )

    def add(self, act: SignatureAct) -> None:
        """Raises IntegrityError when this role has signed this version."""
        values = {name: getattr(act, name) for name in SignatureAct.__slots__}
        values["typed_name"] = self.keyring.seal(_place(act, "typed_name"), act.typed_name.encode())
        if act.drawing is not None:
            values["drawing"] = self.keyring.seal(_place(act, "drawing"), act.drawing)
        self.connection.execute(insert(_ACT).values(values))

    def of(self, tenant_id: UUID, agreement_id: UUID, version: int) -> tuple[SignatureAct, ...]:
        """In the order of signing."""
        rows = self.connection.execute(
            select(_ACT)
            .where(
                _ACT.c.tenant_id == tenant_id,
                _ACT.c.agreement_id == agreement_id,
                _ACT.c.version == version,
            )
            .order_by(_ACT.c.at, _ACT.c.role)
        )
        return tuple(self._opened(row._asdict()) for row in rows)

    def _opened(self, row: Mapping[str, Any]) -> SignatureAct:
        sealed = row["drawing"]
        act = SignatureAct(**{**row, "drawing": None})
        return replace(
            act,
            typed_name=self.keyring.open(_place(act, "typed_name"), act.typed_name).decode(),
            drawing=sealed and self.keyring.open(_place(act, "drawing"), sealed),
        )


def _place(act: SignatureAct, column: str) -> Place:
    row = f"{act.agreement_id}:{act.version}:{act.role}"
    return Place("signature_act", column, act.tenant_id, row)
