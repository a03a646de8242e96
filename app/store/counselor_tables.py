"""A charity and its clients: who asks it for help, and what its counselors note."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class NoteRow(Base):
    """One note about a client: ``words`` is ciphertext. It is only added, never changed."""

    __tablename__ = "counselor_note"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", name="fk_counselor_note_organisation"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    household_id: Mapped[UUID]
    author_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", name="fk_counselor_note_author")
    )
    at: Mapped[datetime]
    words: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name="fk_counselor_note_household",
        ),
        Index("ix_counselor_note_household_id", "household_id"),
    )


class ReferralRow(Base):
    """A borrower asks a charity to help. ``content`` is ciphertext: what the charity may see.

    It is emptied when the charity says no or the borrower takes it back. ``answer`` is
    ciphertext too, and ``consent_sha256`` is of the words that the borrower agreed to.
    """

    __tablename__ = "referral"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    case_id: Mapped[UUID]
    borrower_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", name="fk_referral_borrower"), index=True
    )
    charity_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", name="fk_referral_charity"), index=True
    )
    lets_see: Mapped[str]
    consent_sha256: Mapped[str]
    language: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    content: Mapped[str | None]
    answered_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_referral_answered_by")
    )
    ended_at: Mapped[datetime | None]
    answer: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_referral_case",
        ),
        one_of("state", "waiting", "accepted", "declined", "taken_back"),
        Index(
            "uq_referral_one_waits",
            "borrower_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class HandoverRow(Base):
    """Who of a charity looks after a client from ``at`` on. ``words`` is ciphertext. Only added to."""

    __tablename__ = "counselor_handover"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", name="fk_counselor_handover_organisation"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    household_id: Mapped[UUID]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_counselor_handover_by"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_counselor_handover_to"))
    at: Mapped[datetime]
    words: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name="fk_counselor_handover_household",
        ),
        Index("ix_counselor_handover_household_id", "household_id"),
    )


class StatementRow(Base):
    """What a borrower signed to give an authority: ``name`` and ``words`` are ciphertext."""

    __tablename__ = "authority_statement"

    authority_id: Mapped[UUID] = mapped_column(
        ForeignKey("authority.id", name="fk_authority_statement_authority"), primary_key=True
    )
    name: Mapped[str]
    words: Mapped[str]
    sha256: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
