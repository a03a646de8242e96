"""A charity's own work for a client: what its counselors note."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base


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
