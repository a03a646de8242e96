"""The ledger of contacts: how somebody who owes was reached, and what was kept from them and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class ContactRow(Base):
    """One contact. ``key`` is the effect or the act that made it, so it stands here once.

    ``tenant_id`` is in whose name, ``by_person_id`` who did it, nobody when it was the product.
    ``outcome`` is left, joined (told in another message that waited) or withheld.
    ``rule`` and ``pack`` say which rule withheld it.
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

    __table_args__ = (
        one_of("channel", "telephone", "text", "mail", "letter", "message", "meeting"),
        one_of("direction", "out", "in"),
        one_of("purpose", "asked", "negotiation", "collection"),
        one_of("outcome", "left", "joined", "withheld"),
        Index("ix_contact_person_id_at", "person_id", "at"),
    )
