"""Whom a borrower shares one budget with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base

HOUSEHOLD = ["household.owner_id", "household.id"]
LIVE = text("joined_at IS NOT NULL AND left_at IS NULL")


class PartnershipRow(Base):
    """Two households with one budget: asked by one, confirmed by the other, left by either.

    The code is kept as a digest. A household has at most one that was joined and not left.
    """

    __tablename__ = "partnership"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code_sha256: Mapped[str] = mapped_column(unique=True)
    asker_id: Mapped[UUID]
    asker_household_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    partner_id: Mapped[UUID | None]
    partner_household_id: Mapped[UUID | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    left_by: Mapped[UUID | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["asker_id", "asker_household_id"], HOUSEHOLD, name="fk_partnership_asker"
        ),
        ForeignKeyConstraint(
            ["partner_id", "partner_household_id"], HOUSEHOLD, name="fk_partnership_partner"
        ),
        CheckConstraint("partner_id <> asker_id", name="two_people"),
        CheckConstraint(
            "(joined_at IS NULL) = (partner_household_id IS NULL)", name="joined_by_somebody"
        ),
        Index(
            "uq_partnership_asker_live",
            "asker_household_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(
            "uq_partnership_partner_live",
            "partner_household_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )
