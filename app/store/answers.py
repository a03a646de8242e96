"""First answers, given again to repeated requests."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, select, update

from app.core.errors import KeyReused
from app.store.crypto import Keyring, Place
from app.store.work_tables import IdempotencyKeyRow

_KEY: Table = IdempotencyKeyRow.__table__


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a request the same one: who, where, the key it carries, its body."""

    actor_id: UUID
    endpoint: str
    key: str
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Answers:
    connection: Connection
    keyring: Keyring

    def first(self, request: Request, at: datetime) -> str | None:
        """Claim the key, first thing in the transaction.

        Returns:
            The answer that was given, or nothing when the request is new.

        Raises:
            KeyReused: the key came with another body.
        """
        known = self.known(request)
        if known is None:
            self.connection.execute(
                insert(_KEY).values(
                    actor_id=request.actor_id,
                    endpoint=request.endpoint,
                    key=request.key,
                    body_sha256=request.body_sha256,
                    at=at,
                )
            )
        return known

    def known(self, request: Request) -> str | None:
        """The answer that was given, without claiming the key.

        Raises:
            KeyReused: the key came with another body.
        """
        row = self.connection.execute(
            select(_KEY.c.body_sha256, _KEY.c.response).where(_same(request))
        ).first()
        if row is None:
            return None
        if not hmac.compare_digest(row.body_sha256, request.body_sha256):
            raise KeyReused(request.endpoint)
        return self.keyring.open_text(_place(request), row.response) or ""

    def keep(self, request: Request, response: str) -> None:
        """The answer, for repetitions; in the same transaction as ``first``."""
        sealed = self.keyring.seal(_place(request), response.encode())
        self.connection.execute(update(_KEY).where(_same(request)).values(response=sealed))


def _same(request: Request) -> ColumnElement[bool]:
    return and_(
        _KEY.c.actor_id == request.actor_id,
        _KEY.c.endpoint == request.endpoint,
        _KEY.c.key == request.key,
    )


def _place(request: Request) -> Place:
    row = f"{request.endpoint}:{request.key}"
    return Place("idempotency_key", "response", request.actor_id, row)
