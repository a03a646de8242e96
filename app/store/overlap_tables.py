"""What a side could live with, until the private test is answered or over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, one_of
from app.store.case_tables import CASE


class OverlapFigureRow(Base):
    """One waiting figure of a side. ``sealed`` is ciphertext, bound to case, side and ``test``.

    ``test`` counts the private tests of the case, so that a figure of one opens in no other.
    """

    __tablename__ = "overlap_figure"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    test: Mapped[int]
    sealed: Mapped[str]
    stated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], CASE),
        one_of("side", "borrower", "lender"),
        CheckConstraint("test >= 1", name="test_counts_from_one"),
    )
