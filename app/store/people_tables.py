"""Who: people, organisations, memberships, households and mandates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class OrganisationRow(Base):
    """``principal_id`` is the lender that an agency collects for."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    licence: Mapped[str | None]
    principal_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    country: Mapped[str]
    contact_email: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        one_of("kind", "lender", "charity", "operator"),
        Index(
            "uq_organisation_one_operator",
            "kind",
            unique=True,
            sqlite_where=text("kind = 'operator'"),
            postgresql_where=text("kind = 'operator'"),
        ),
    )


class PersonRow(Base):
    """Name and addresses are ciphertext. Raising ``epoch`` ends every session.

    ``stop_code`` stands in every text to the person: it ends texts, and does nothing else.
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email_index: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    language: Mapped[str]
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    phone_index: Mapped[str | None]
    stop_code: Mapped[str | None]

    __table_args__ = (
        Index("ix_person_phone_index", "phone_index"),
        Index("uq_person_stop_code", "stop_code", unique=True),
    )


class MembershipRow(Base):
    __tablename__ = "membership"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(primary_key=True)
    role: Mapped[str]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("role", "agent", "supervisor", "admin", "counselor"),
        Index(
            "uq_membership_live",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_membership_person_id", "person_id"),
    )


class HouseholdRow(Base):
    """``version`` counts the events of the stream, ``head`` is the digest of the last."""

    __tablename__ = "household"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    head: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("id"),)


class HouseholdEventRow(Base):
    __tablename__ = "household_event"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    role: Mapped[str]
    commitment: Mapped[str]
    prev: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (
        ForeignKeyConstraint(["owner_id", "household_id"], ["household.owner_id", "household.id"]),
    )


class HouseholdPayloadRow(Base):
    """What happened, encrypted. Erased content leaves its row behind."""

    __tablename__ = "household_payload"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    data_class: Mapped[str]
    kid: Mapped[str]
    ciphertext: Mapped[str | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "household_id", "seq"],
            ["household_event.owner_id", "household_event.household_id", "household_event.seq"],
        ),
        one_of("data_class", "ordinary", "budget", "hardship", "evidence"),
    )


class AuthorityRow(Base):
    """A borrower lets a charity, or one counselor there, act. ``scopes`` are words, spaced."""

    __tablename__ = "authority"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    borrower_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", name="fk_authority_borrower"), index=True
    )
    counselor_org_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    counselor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_authority_counselor")
    )
    scopes: Mapped[str]
    given_at: Mapped[datetime]
    until: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
