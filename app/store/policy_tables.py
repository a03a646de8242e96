"""A lender's policy and the decisions that wait for a second person."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of
from app.store.case_tables import CASE


class LenderPolicyRow(Base):
    """A version as somebody wrote it: only added to, never changed. ``content`` is JSON."""

    __tablename__ = "lender_policy"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[str]
    effective_from: Mapped[date]
    content: Mapped[str]
    sha256: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("tenant_id", "id", "version", "made_by"),
        CheckConstraint("version <> ''", name="version_said"),
    )


class LenderPolicyPublicationRow(Base):
    """A second person let a version come into force. A label is published once."""

    __tablename__ = "lender_policy_publication"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[str]
    made_by: Mapped[UUID]
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "policy_id", "version", "made_by"],
            [
                "lender_policy.tenant_id",
                "lender_policy.id",
                "lender_policy.version",
                "lender_policy.made_by",
            ],
        ),
        UniqueConstraint("tenant_id", "version"),
        CheckConstraint("approved_by <> made_by", name="two_people"),
    )


class ApprovalRow(Base):
    """A decision past a limit. ``payload`` is the command, ``answer`` the words; both encrypted.

    ``sha256`` is the digest of the command that was asked for. It is decided once.
    """

    __tablename__ = "approval"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    kind: Mapped[str]
    payload: Mapped[str]
    sha256: Mapped[str]
    reasons: Mapped[str]
    policy_version: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_approval_asked_by"))
    asked_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_approval_decided_by")
    )
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    outcome: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], CASE),
        one_of("state", "pending", "approved", "returned", "stale"),
        one_of("kind", "make-offer", "counter-offer", "accept-offer"),
        CheckConstraint("decided_by <> asked_by", name="two_people"),
        CheckConstraint(
            "(state = 'pending') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("state <> 'returned' OR answer IS NOT NULL", name="returned_with_words"),
        Index(
            "uq_approval_one_pending",
            "tenant_id",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_approval_list", "tenant_id", "asked_at"),
    )
