"""The document people sign: its versions, its file after each step, and who signed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of
from app.store.case_tables import CASE

VERSION = ["agreement.tenant_id", "agreement.id", "agreement.version"]


class AgreementRow(Base):
    """``facts`` is ciphertext; ``code`` is what a person types at the verify page.

    ``on_paper`` names the roles that signed on paper, with a space between them.
    """

    __tablename__ = "agreement"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    version: Mapped[int]
    state: Mapped[str]
    language: Mapped[str]
    facts: Mapped[str]
    facts_sha256: Mapped[str]
    offer_digest: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    frozen_sha256: Mapped[str | None]
    final_sha256: Mapped[str | None] = mapped_column(index=True)
    expires_on: Mapped[date]
    cooling_off_until: Mapped[date | None]
    created_at: Mapped[datetime]
    sealed_at: Mapped[datetime | None]
    on_paper: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], CASE),
        UniqueConstraint("tenant_id", "case_id", "version"),
        UniqueConstraint("tenant_id", "id", "version"),
        one_of(
            "state",
            "issuing",
            "open",
            "signed",
            "sealed",
            "declined",
            "expired",
            "superseded",
            "cancelled",
        ),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint(
            "state <> 'sealed' OR (final_sha256 IS NOT NULL AND sealed_at IS NOT NULL)",
            name="sealed_has_its_file",
        ),
    )


class AgreementRevisionRow(Base):
    """The file after one step of signing. The first that is stored for a step stays.

    ``token_serial`` is text: authorities give numbers of up to 160 bits.
    """

    __tablename__ = "agreement_revision"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    certificate_sha256: Mapped[str | None]
    field: Mapped[str | None]
    at: Mapped[datetime]
    token_authority: Mapped[str | None]
    token_serial: Mapped[str | None]
    token_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "agreement_id", "version"], VERSION),
        ForeignKeyConstraint(["tenant_id", "sha256"], ["paper.tenant_id", "paper.sha256"]),
        CheckConstraint("step >= 0", name="step_not_negative"),
    )


class AgreementCopyRow(Base):
    """A copy that was drawn of one version: in large print, or to be signed on paper."""

    __tablename__ = "agreement_copy"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "agreement_id", "version"], VERSION),
        ForeignKeyConstraint(["tenant_id", "sha256"], ["paper.tenant_id", "paper.sha256"]),
        one_of("kind", "large_print", "to_sign", "to_sign_large"),
    )


class SignatureActRow(Base):
    """One person's will to sign what was shown. ``typed_name`` and ``drawing`` are ciphertext."""

    __tablename__ = "signature_act"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    shown_sha256: Mapped[str]
    typed_name: Mapped[str]
    intent_sha256: Mapped[str]
    at: Mapped[datetime]
    nonce_sha256: Mapped[str] = mapped_column(ForeignKey("signing_nonce.sha256"), unique=True)
    drawing: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "agreement_id", "version"], VERSION),
        one_of("role", "borrower", "lender", "counselor"),
    )


class SigningNonceRow(Base):
    """Allows one signature: of this person, in this role, under what was shown."""

    __tablename__ = "signing_nonce"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    agreement_id: Mapped[UUID]
    version: Mapped[int]
    role: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    shown_sha256: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "agreement_id", "version"], VERSION),
        one_of("role", "borrower", "lender", "counselor"),
        Index("ix_signing_nonce_expires_at", "expires_at"),
    )


class PaperRow(Base):
    """A stored file by its digest; the bytes lie in the file store, written once."""

    __tablename__ = "paper"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    purpose: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),
        one_of("purpose", "revision", "final", "evidence", "copy", "upload"),
    )
