"""Messages beside a case, chained and encrypted as its events are; who has read how far; counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of
from app.store.case_tables import CASE


class ThreadRow(Base):
    """The thread of the case with the same ``id``. ``care_since``: a person is needed since then."""

    __tablename__ = "thread"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    head: Mapped[str]
    delivered: Mapped[int]
    care_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], CASE, name="fk_thread_debt_case"),
        CheckConstraint("version >= 0", name="version_not_negative"),
    )


class ThreadEventRow(Base):
    __tablename__ = "thread_event"

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

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["thread.tenant_id", "thread.id"]),
    )


class ThreadPayloadRow(Base):
    """What was written, encrypted. Erased content leaves its row behind."""

    __tablename__ = "thread_payload"

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
            ["thread_event.tenant_id", "thread_event.case_id", "thread_event.seq"],
        ),
        one_of("data_class", "ordinary", "hardship"),
    )


class ThreadMarkRow(Base):
    """How many delivered messages of a case a person has had before their eyes: their own business."""

    __tablename__ = "thread_mark"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    delivered: Mapped[int]

    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], CASE),)


class ConductCountRow(Base):
    """How often the guard of an organisation's words did what, a month and category; no words."""

    __tablename__ = "conduct_count"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = (
        one_of("outcome", "blocked", "near_miss", "confirmed", "reviewed", "reported"),
        CheckConstraint("count > 0", name="count_positive"),
    )


class ConductTestRow(Base):
    """One conduct test that somebody handed in; ``until`` is the last day of a pass.

    ``seed`` drew its questions. ``rules_sha256`` is what the conduct rules of the pack were.
    """

    __tablename__ = "conduct_test"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str]
    at: Mapped[datetime]
    right: Mapped[int]
    asked: Mapped[int]
    pack_version: Mapped[str]
    bank_version: Mapped[str]
    rules_sha256: Mapped[str]
    until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint('"right" >= 0 AND "right" <= asked', name="right_of_asked"),
        Index("ix_conduct_test_until", "jurisdiction", "until"),
    )
