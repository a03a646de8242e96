"""One borrower, one lender: the case, its events, its people, and what they may see."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.disclosure import DataClass
from app.store.base import Base, one_of

CASE = ["debt_case.tenant_id", "debt_case.id"]


class CaseRow(Base):
    """The columns behind the lists. The truth of a case is its events.

    ``account`` is ciphertext, ``account_index`` finds it within its lender. ``stated_name`` is
    ciphertext too: what the lender called the person, until that person confirmed the debt; then
    it goes. A case that was opened before the column was has none: nobody kept those names.
    """

    __tablename__ = "debt_case"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    borrower_id: Mapped[UUID]
    household_id: Mapped[UUID]
    account: Mapped[str]
    account_index: Mapped[str]
    stated_name: Mapped[str | None]
    stage: Mapped[str]
    version: Mapped[int]
    head: Mapped[str]
    currency: Mapped[str]
    jurisdiction: Mapped[str]
    pack_version: Mapped[str]
    owed_minor: Mapped[int]
    restricted: Mapped[bool]
    disputed: Mapped[bool]
    hold_until: Mapped[date | None]
    waiting_for: Mapped[str | None]
    reply_due: Mapped[date | None]
    person_since: Mapped[date | None]
    late_since: Mapped[date | None]
    complaint_due: Mapped[date | None]
    looks_alike: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("tenant_id", "account_index"),
        ForeignKeyConstraint(
            ["borrower_id", "household_id"], ["household.owner_id", "household.id"]
        ),
        CheckConstraint("version >= 0", name="version_not_negative"),
        CheckConstraint("owed_minor >= 0", name="owed_not_negative"),
        one_of("waiting_for", "borrower", "lender", "counselor"),
        Index("ix_debt_case_queue", "tenant_id", "stage", "updated_at"),
        Index("ix_debt_case_reply_due", "tenant_id", "reply_due"),
        Index("ix_debt_case_borrower_id", "borrower_id"),
    )


class CaseEventRow(Base):
    """The header of an event: who, when, what kind. Never changed, never deleted."""

    __tablename__ = "case_event"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    role: Mapped[str]
    commitment: Mapped[str]
    prev: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], CASE),)


class EventPayloadRow(Base):
    """What happened, encrypted. Erased content leaves its row behind."""

    __tablename__ = "event_payload"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    data_class: Mapped[str]
    kid: Mapped[str]
    ciphertext: Mapped[str | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "seq"],
            ["case_event.tenant_id", "case_event.case_id", "case_event.seq"],
        ),
        one_of("data_class", "ordinary", "budget", "hardship", "evidence"),
    )


class CasePartyRow(Base):
    __tablename__ = "case_party"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], CASE),
        UniqueConstraint("tenant_id", "case_id", "person_id"),
        one_of("relation", "owner", "joint", "counselor"),
        Index("ix_case_party_person_id", "person_id"),
    )


class ConsentRow(Base):
    """One row a recipient and data class; only somebody in the case can have given it.

    ``basis`` is consent, or authority where a counselor shared it for the borrower.
    """

    __tablename__ = "consent"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    grantee_org_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    data_class: Mapped[str]
    purpose: Mapped[str]
    basis: Mapped[str]
    wording_version: Mapped[str]
    given_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "person_id"],
            ["case_party.tenant_id", "case_party.case_id", "case_party.person_id"],
        ),
        one_of("data_class", *DataClass),
        one_of("basis", "consent", "authority"),
        Index("ix_consent_case", "tenant_id", "case_id"),
        Index(
            "uq_consent_live",
            "tenant_id",
            "case_id",
            "grantee_org_id",
            "data_class",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class ConsentWordingRow(Base):
    """Words that somebody agreed to, kept as they were. ``version`` is of the words."""

    __tablename__ = "consent_wording"

    version: Mapped[str] = mapped_column(primary_key=True)
    en: Mapped[str]
    zh_hans: Mapped[str]


class InvitationRow(Base):
    """A personal way in: a link, or a code from a letter. Both are kept as digests."""

    __tablename__ = "invitation"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    code_sha256: Mapped[str] = mapped_column(unique=True)
    tenant_id: Mapped[UUID]
    case_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], CASE),)
