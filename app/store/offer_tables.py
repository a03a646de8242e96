"""What the household can pay, what was offered, and what is promised.

The database repeats the rule of the product: an instalment cannot be stored beside
a ceiling it exceeds, and the ceiling it names has to exist for its month.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of
from app.store.case_tables import CASE


class AffordabilityRow(Base):
    """One run of the calculation; ``input_sha256`` says on what."""

    __tablename__ = "affordability"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    input_sha256: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], CASE),)


class AffordableMonthRow(Base):
    """What one month can bear for this debt, in minor units a month."""

    __tablename__ = "affordable_month"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    hard_minor: Mapped[int]
    recommended_minor: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "assessment_id"],
            ["affordability.tenant_id", "affordability.case_id", "affordability.id"],
        ),
        UniqueConstraint(
            "tenant_id",
            "case_id",
            "assessment_id",
            "month",
            "hard_minor",
            "recommended_minor",
            name="uq_affordable_month_amounts",
        ),
        CheckConstraint("recommended_minor >= 0", name="recommended_not_negative"),
        CheckConstraint("recommended_minor <= hard_minor", name="recommended_within_hard"),
        CheckConstraint("length(month) = 7", name="month_is_year_and_month"),
    )


class OfferRow(Base):
    """``instalments`` counts the rows that must be there before anyone can accept."""

    __tablename__ = "offer"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID]
    by_role: Mapped[str]
    digest: Mapped[str]
    made_at: Mapped[datetime]
    expires_on: Mapped[date]
    state: Mapped[str]
    times_a_year: Mapped[int]
    instalments: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "assessment_id"],
            ["affordability.tenant_id", "affordability.case_id", "affordability.id"],
        ),
        UniqueConstraint(
            "tenant_id",
            "case_id",
            "id",
            "assessment_id",
            "times_a_year",
            "by_role",
            name="uq_offer_terms",
        ),
        one_of("by_role", "borrower", "lender", "counselor"),
        one_of("state", "open", "accepted", "declined", "withdrawn", "replaced", "expired"),
        Index(
            "uq_offer_one_open",
            "tenant_id",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint(
            "times_a_year BETWEEN 1 AND 366 AND times_a_year = CAST(times_a_year AS INTEGER)",
            name="times_a_year_possible",
        ),
        CheckConstraint("instalments BETWEEN 1 AND 360", name="instalments_possible"),
    )


class OfferInstalmentRow(Base):
    """One payment of an offer beside the ceiling of its month.

    The foreign keys carry the figures, so that neither the ceiling, nor the rhythm,
    nor the side that offers can be misstated here. Paid ``times_a_year`` times a
    year, an amount counts as ``times_a_year / 12`` of itself a month, not rounded.
    """

    __tablename__ = "offer_instalment"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    month: Mapped[str]
    assessment_id: Mapped[UUID]
    amount_minor: Mapped[int]
    times_a_year: Mapped[int]
    by_role: Mapped[str]
    hard_minor: Mapped[int]
    recommended_minor: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "offer_id", "assessment_id", "times_a_year", "by_role"],
            [
                "offer.tenant_id",
                "offer.case_id",
                "offer.id",
                "offer.assessment_id",
                "offer.times_a_year",
                "offer.by_role",
            ],
        ),
        ForeignKeyConstraint(
            [
                "tenant_id",
                "case_id",
                "assessment_id",
                "month",
                "hard_minor",
                "recommended_minor",
            ],
            [
                "affordable_month.tenant_id",
                "affordable_month.case_id",
                "affordable_month.assessment_id",
                "affordable_month.month",
                "affordable_month.hard_minor",
                "affordable_month.recommended_minor",
            ],
        ),
        CheckConstraint("n >= 1", name="n_counts_from_one"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("month = substr(CAST(due_on AS VARCHAR), 1, 7)", name="month_of_due_day"),
        CheckConstraint(
            "amount_minor * times_a_year <= 12 * "
            "CASE WHEN by_role = 'lender' THEN recommended_minor ELSE hard_minor END",
            name="within_affordable",
        ),
        UniqueConstraint("tenant_id", "case_id", "offer_id", "due_on"),
    )


class CommitmentRow(Base):
    """What a household has promised to one lender is no longer free for the next."""

    __tablename__ = "commitment"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    case_id: Mapped[UUID]
    monthly_minor: Mapped[int]
    currency: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    state: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(["owner_id", "household_id"], ["household.owner_id", "household.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], CASE),
        one_of("state", "offered", "agreed", "ended"),
        CheckConstraint("monthly_minor >= 0", name="monthly_not_negative"),
        Index("ix_commitment_case", "tenant_id", "case_id"),
    )
