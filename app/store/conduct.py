"""Conduct tests that staff handed in, and how often the guard did what; nobody's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Table, func, insert, select, update

from app.store.message_tables import ConductCountRow, ConductTestRow

_COUNT: Table = ConductCountRow.__table__
_TEST: Table = ConductTestRow.__table__


@dataclass(frozen=True, slots=True)
class Sitting:
    """One test as ``ConductTestRow``; ``until`` is nothing when it was not passed."""

    person_id: UUID
    jurisdiction: str
    number: int
    seed: str
    at: datetime
    right: int
    asked: int
    pack_version: str
    bank_version: str
    rules_sha256: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often ``outcome`` met ``category`` in the month that begins on ``month``."""

    month: date
    category: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class Conduct:
    connection: Connection

    def sit(self, sitting: Sitting) -> None:
        """Raises IntegrityError: this test was handed in already."""
        values = {field.name: getattr(sitting, field.name) for field in fields(Sitting)}
        self.connection.execute(insert(_TEST).values(values))

    def sat(self, person_id: UUID, jurisdiction: str) -> int:
        """How many tests the person has handed in."""
        query = select(func.count()).where(
            _TEST.c.person_id == person_id, _TEST.c.jurisdiction == jurisdiction
        )
        return self.connection.execute(query).scalar_one()

    def sitting(self, person_id: UUID, jurisdiction: str, number: int) -> Sitting | None:
        row = self.connection.execute(
            select(_TEST).where(
                _TEST.c.person_id == person_id,
                _TEST.c.jurisdiction == jurisdiction,
                _TEST.c.number == number,
            )
        ).first()
        return None if row is None else Sitting(**row._asdict())

    def passes(self, people: Iterable[UUID], day: date) -> tuple[Sitting, ...]:
        """What these people have passed and is not over on ``day``, the longest first."""
        rows = self.connection.execute(
            select(_TEST)
            .where(_TEST.c.person_id.in_(tuple(people)), _TEST.c.until >= day)
            .order_by(_TEST.c.until.desc(), _TEST.c.number.desc())
        )
        return tuple(Sitting(**row._asdict()) for row in rows)

    def count(self, organisation_id: UUID, category: str, outcome: str, day: date) -> None:
        """Once more in the month of ``day``."""
        key = {
            "organisation_id": organisation_id,
            "month": day.replace(day=1),
            "category": category,
            "outcome": outcome,
        }
        found = self.connection.execute(
            update(_COUNT)
            .where(*(_COUNT.c[name] == value for name, value in key.items()))
            .values(count=_COUNT.c.count + 1)
            .returning(_COUNT.c.count)
        ).first()
        if found is None:
            self.connection.execute(insert(_COUNT).values(key | {"count": 1}))

    def tallies(self, organisation_id: UUID) -> tuple[Tally, ...]:
        """The newest month first."""
        rows = self.connection.execute(
            select(_COUNT.c.month, _COUNT.c.category, _COUNT.c.outcome, _COUNT.c.count)
            .where(_COUNT.c.organisation_id == organisation_id)
            .order_by(_COUNT.c.month.desc(), _COUNT.c.category, _COUNT.c.outcome)
        )
        return tuple(Tally(**row._asdict()) for row in rows)
