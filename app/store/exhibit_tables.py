"""Papers that show something: what they are about, each version of them, and who looked at them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class ExhibitRow(Base):
    """One paper of a household. ``about`` is ciphertext: it may say what happened."""

    __tablename__ = "exhibit"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, unique=True)
    household_id: Mapped[UUID]
    about: Mapped[str]
    added_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name="fk_exhibit_household",
        ),
        Index("ix_exhibit_household_id", "household_id"),
    )


class ExhibitVersionRow(Base):
    """One file that was brought; ``number`` counts them from 1, and none takes another's place.

    ``told`` is ciphertext. ``original`` and ``pictures`` are names of files of ciphertext; a
    refused one and a statement have neither, and one that waits for the scanner has no pictures
    yet.
    """

    __tablename__ = "exhibit_version"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_exhibit_version_by"))
    at: Mapped[datetime]
    state: Mapped[str]
    why: Mapped[str | None]
    told: Mapped[str]
    original: Mapped[str | None]
    pictures: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "exhibit_id"],
            ["exhibit.owner_id", "exhibit.id"],
            name="fk_exhibit_version_exhibit",
        ),
        one_of("state", "pending", "ready", "refused", "stated"),
        CheckConstraint("(state = 'ready') = (pictures IS NOT NULL)", name="ready_with_pictures"),
        CheckConstraint("(state = 'refused') = (why IS NOT NULL)", name="refused_with_reason"),
        CheckConstraint("number > 0", name="number_from_one"),
    )


class ExhibitCheckRow(Base):
    """A named person has looked at one version; ``note`` is ciphertext. Only added to."""

    __tablename__ = "exhibit_check"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibit_id: Mapped[UUID]
    number: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_exhibit_check_by"))
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", name="fk_exhibit_check_organisation")
    )
    at: Mapped[datetime]
    note: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "exhibit_id", "number"],
            ["exhibit_version.owner_id", "exhibit_version.exhibit_id", "exhibit_version.number"],
            name="fk_exhibit_check_version",
        ),
        Index("ix_exhibit_check_exhibit_id", "exhibit_id"),
    )
