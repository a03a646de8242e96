"""What the product remembers of its own work: effects to come, proofs, sign-ins, imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class OutboxRow(Base):
    """An effect that follows a change. ``payload`` is ciphertext, and gone when it is done."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[int]
    attempts: Mapped[int]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (Index("ix_outbox_due", "done_at", "due_at"),)


class AuditHeadRow(Base):
    """One row: the end of the audit chain. Whoever appends holds it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)


class AuditRow(Base):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    rules_version: Mapped[str]
    commitment: Mapped[str]
    prev: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (Index("ix_audit_actor_at", "actor", "at"),)


class SessionRow(Base):
    """A signed-in browser. ``csrf`` is the secret its forms are bound to."""

    __tablename__ = "session"

    id_sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    epoch: Mapped[int]
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    fresh_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class LoginRequestRow(Base):
    """``person_id`` is empty for an address we do not know: the work is the same."""

    __tablename__ = "login_request"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    code_hash: Mapped[str]
    browser_sha256: Mapped[str]
    address_index: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    tries: Mapped[int]
    wanted: Mapped[str | None]
    wanted_id: Mapped[UUID | None]

    __table_args__ = (
        Index("ix_login_request_browser", "browser_sha256", "created_at"),
        Index("ix_login_request_address", "address_index", "created_at"),
    )


class ThrottleRow(Base):
    """One counted try. ``key`` is a keyed digest of what was counted, and of whom."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_throttle_at", "at"),)


class IdempotencyKeyRow(Base):
    """The first answer to a request, given again to a repetition. ``response`` is ciphertext."""

    __tablename__ = "idempotency_key"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_sha256: Mapped[str]
    response: Mapped[str | None]
    at: Mapped[datetime]


class ImportFileRow(Base):
    """A file that came in. The same bytes a second time change nothing."""

    __tablename__ = "import_file"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    rows: Mapped[int]
    report: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        one_of("kind", "debts", "budget"),
        CheckConstraint("rows >= 0", name="rows_not_negative"),
    )
