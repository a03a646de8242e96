"""How staff prove who they are, how they are invited, and how they get in anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class PasskeyRow(Base):
    """A passkey's public half. ``name`` is ciphertext; ``sign_count`` never goes back."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int]
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count_not_negative"),)


class TotpRow(Base):
    """An app that shows codes. ``secret`` and ``name`` are ciphertext.

    ``last_step`` is the newest time step whose code was used: no code is kept, and neither
    it nor an older one is ever taken again.
    """

    __tablename__ = "totp"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    secret: Mapped[str]
    name: Mapped[str]
    last_step: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class ChallengeRow(Base):
    """A question to one browser, answered once. ``kept`` is ciphertext for the answer."""

    __tablename__ = "challenge"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    browser_sha256: Mapped[str]
    purpose: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    kept: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("purpose", "passkey", "new-passkey", "new-totp"),
        Index("ix_challenge_browser", "browser_sha256", "created_at"),
    )


class StaffInvitationRow(Base):
    """``email`` is ciphertext. Nobody invites from the command line: ``invited_by`` is empty."""

    __tablename__ = "staff_invitation"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str]
    role: Mapped[str]
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (one_of("role", "agent", "supervisor", "admin", "counselor"),)


class RecoveryRow(Base):
    """A member who lost every way to prove who they are asks for a new start."""

    __tablename__ = "recovery"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_recovery_person"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", name="fk_recovery_helper"))

    __table_args__ = (Index("ix_recovery_person_id", "person_id"),)
