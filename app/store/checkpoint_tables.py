"""Signed checkpoints of the audit log, as they also stand outside this database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base


class CheckpointRow(Base):
    """``note`` is the signed text, and says all the rest too."""

    __tablename__ = "checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    at: Mapped[datetime]
    note: Mapped[str]

    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )
