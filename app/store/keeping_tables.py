"""Cases under lock until the law lets them go, and who was let read one for a court."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class CaseKeepingRow(Base):
    """A case that nobody reaches any more. Its rows go after ``until``; this line stays.

    It has no foreign key to the case, because it outlives it: ``head`` and ``version`` are the
    end of its chain, so that the audit log can still be read. ``place`` names the law that kept it.
    """

    __tablename__ = "case_keeping"

    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", name="fk_case_keeping_organisation"), primary_key=True
    )
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[str]
    because: Mapped[str]
    ended_at: Mapped[datetime]
    restricted_at: Mapped[datetime]
    until: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    version: Mapped[int]
    head: Mapped[str]

    __table_args__ = (
        one_of("because", "over", "asked"),
        CheckConstraint("ended_at <= until", name="dates_in_order"),
        Index("ix_case_keeping_until", "gone_at", "until"),
    )


class LegalExportRow(Base):
    """Two people let a case under lock be read once, for the reason they wrote down (ciphertext)."""

    __tablename__ = "legal_export"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_legal_export_asked_by"))
    asked_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_legal_export_approved_by")
    )
    approved_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("approved_by <> asked_by", name="two_people"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_by_one"),
        Index("ix_legal_export_asked_at", "asked_at"),
    )
