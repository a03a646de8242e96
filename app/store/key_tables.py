"""Keys of single people, and what was erased: the two tables that a backup keeps apart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of

LIVE = text("wrapped IS NOT NULL")
CLASSES = ("hardship", "evidence")


class PersonKeyRow(Base):
    """One key for what one person told of one class in one case or household (``scope_id``).

    ``wrapped`` is ciphertext under the master key, and gone once the content was erased.
    """

    __tablename__ = "person_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_person_key_owner"))
    scope_id: Mapped[UUID]
    data_class: Mapped[str]
    wrapped: Mapped[str | None]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("data_class", *CLASSES),
        Index(
            "uq_person_key_live",
            "owner_id",
            "scope_id",
            "data_class",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )


class ErasureRow(Base):
    """What was erased, when and why. ``person`` is the pseudonym of the audit log.

    ``classes`` are words, spaced. ``scope_id`` is the one case or household that was meant, or
    nothing for all that the person told. A restored backup is brought up to these rows.
    """

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[str]
    classes: Mapped[str]
    scope_id: Mapped[UUID | None]
    at: Mapped[datetime]
    because: Mapped[str]
