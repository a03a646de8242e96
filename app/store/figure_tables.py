"""Figures of the policy packs that somebody confirmed, and what was taken back since."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of


class FigureConfirmationRow(Base):
    """Only added to. ``confirmed_by`` is a name that its owner chose to publish."""

    __tablename__ = "figure_confirmation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pack: Mapped[str]
    pack_version: Mapped[str]
    figure: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    url: Mapped[str]
    as_at: Mapped[date]
    effective: Mapped[date]
    expires: Mapped[date | None]
    confirmed_by: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        one_of("pack", "CN", "US", "UK", "AU", "EU"),
        CheckConstraint("expires IS NULL OR expires >= effective", name="dates_in_order"),
        CheckConstraint("value <> '' AND source <> '' AND confirmed_by <> ''", name="said"),
        Index("ix_figure_confirmation_pack", "pack", "at"),
    )


class FigureWithdrawalRow(Base):
    """A confirmation is taken back once; it does not disappear."""

    __tablename__ = "figure_withdrawal"

    confirmation_id: Mapped[UUID] = mapped_column(
        ForeignKey("figure_confirmation.id"), primary_key=True
    )
    reason: Mapped[str]
    withdrawn_by: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("reason <> '' AND withdrawn_by <> ''", name="said"),)
