"""How somebody who owes may be reached, was reached, and what was kept from them and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class ContactRow(Base):
    """One contact. ``key`` is the effect or the act that made it, so it stands here once.

    ``tenant_id`` is in whose name, ``by_person_id`` who did it, nobody when it was the product.
    ``outcome`` is left, joined (told in another message that waited) or withheld.
    ``rule`` and ``pack`` say which rule withheld it, or which one a call broke.
    ``planned``: it is to happen at ``at`` and uses up its part already. ``said`` is ciphertext:
    what staff wrote down for the borrower. ``reported_at`` is when the borrower objected.
    """

    __tablename__ = "contact"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_contact_by_person")
    )
    channel: Mapped[str]
    direction: Mapped[str]
    purpose: Mapped[str]
    at: Mapped[datetime]
    talked: Mapped[bool]
    outcome: Mapped[str]
    rule: Mapped[str | None]
    pack: Mapped[str | None]
    case_id: Mapped[UUID | None]
    said: Mapped[str | None]
    reported_at: Mapped[datetime | None]
    planned: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        one_of("channel", "telephone", "text", "mail", "letter", "message", "meeting"),
        one_of("direction", "out", "in"),
        one_of("purpose", "asked", "negotiation", "collection"),
        one_of("outcome", "left", "joined", "withheld"),
        Index("ix_contact_person_id_at", "person_id", "at"),
    )


class WishRow(Base):
    """What a person said about being reached; the highest ``seq`` holds, the others are history.

    ``ways`` are channels, spaced; ``news`` is the one that news takes. Hours are local, whole,
    the first included and the last not. ``details`` is whether messages may say what about.
    """

    __tablename__ = "contact_wish"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", name="fk_contact_wish_person"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    said_at: Mapped[datetime]
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_contact_wish_by_person")
    )
    ways: Mapped[str]
    news: Mapped[str]
    from_hour: Mapped[int | None]
    until_hour: Mapped[int | None]
    zone: Mapped[str | None]
    details: Mapped[bool]

    __table_args__ = (
        one_of("news", "mail", "text"),
        CheckConstraint(
            "from_hour >= 0 AND from_hour < until_hour AND until_hour <= 23",
            name="hours_in_order",
        ),
    )


class MeetingRow(Base):
    """A meeting that a borrower asked for. ``asked_for`` is ciphertext: where and when, their words.

    ``at`` and ``visitor_id`` are given together, by the lender: nobody comes unnamed.
    """

    __tablename__ = "meeting"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    case_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", name="fk_meeting_person"))
    asked_at: Mapped[datetime]
    asked_for: Mapped[str]
    at: Mapped[datetime | None]
    visitor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_meeting_visitor")
    )
    named_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", name="fk_meeting_named_by")
    )
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_meeting_case",
        ),
        CheckConstraint("(at IS NULL) = (visitor_id IS NULL)", name="visitor_is_named"),
        Index("ix_meeting_tenant_id_case_id", "tenant_id", "case_id"),
    )
