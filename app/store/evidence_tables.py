"""Where somebody signed from: kept apart, so that it can be forgotten by itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base


class SigningPlaceRow(Base):
    """``sealed`` opens with ``key`` alone, which is ciphertext, and gone after ``keep_until``."""

    __tablename__ = "signing_place"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    session_sha256: Mapped[str]
    signed_in: Mapped[str]
    sealed: Mapped[str]
    key: Mapped[str | None]
    keep_until: Mapped[date]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "agreement_id", "version", "role"],
            [
                "signature_act.tenant_id",
                "signature_act.agreement_id",
                "signature_act.version",
                "signature_act.role",
            ],
        ),
        Index("ix_signing_place_keep_until", "keep_until"),
    )
