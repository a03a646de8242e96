"""Figures of a policy pack that an administrator has confirmed, and those taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A confirmation taken back; it stays on record with its reason."""

    by: str
    person_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody put their name to one figure of one pack.

    ``figure`` names it within the pack, ``value`` is its canonical text. ``as_at`` is the
    day the source was read, ``effective`` to ``expires`` (both included) its time in force.
    ``by`` is shown to everyone whose plan rests on the figure.
    """

    id: UUID
    pack: str
    pack_version: str
    figure: str
    value: str
    source: str
    url: str
    as_at: date
    effective: date
    expires: date | None
    by: str
    person_id: UUID
    at: datetime
    withdrawal: Withdrawal | None = None

    @property
    def confirmed_on(self) -> date:
        return self.at.date()
