"""What a request to delete can do now, what has to stay, until when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.core.retention import ended_at, legal_end

AGREED = frozenset({"agreed", "signing", "signed", "sealed"})


class Why(StrEnum):
    """An agreement in force, a case that goes on, or a law that asks for the record."""

    IN_FORCE = "in_force"
    OPEN = "open"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Known:
    """A case as the plan has to know it. ``plan_ends`` is the last due day of its agreement."""

    case_id: UUID
    lender: str
    stage: str
    place: str
    moved_at: datetime
    plan_ends: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    """One case. ``ended`` is when it ended; ``until`` is when its record goes, where that is known."""

    case: Known
    why: Why
    ended: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """Hardship and proof go in any case. The rest goes when nothing of the person goes on.

    ``works``: the person is staff of a lender or charity, and stays so.
    """

    stays: tuple[Stay, ...]
    works: bool

    @property
    def is_whole(self) -> bool:
        """Whether the budget, the account and all wishes go too."""
        return not self.works and all(one.why is Why.LAW for one in self.stays)

    @property
    def locked(self) -> tuple[Stay, ...]:
        return tuple(one for one in self.stays if one.why is Why.LAW)


def planned(cases: tuple[Known, ...], at: datetime, *, works: bool) -> ErasurePlan:
    """What ``at`` that moment can be said of every case that is not under lock."""
    return ErasurePlan(tuple(_stay(one, at) for one in cases), works)


def _stay(one: Known, at: datetime) -> Stay:
    ended = ended_at(one.stage, one.moved_at, one.plan_ends, one.place, at)
    if ended is None:
        return Stay(one, Why.IN_FORCE if one.stage in AGREED else Why.OPEN, None, None)
    return Stay(one, Why.LAW, ended, legal_end(ended, one.place))
