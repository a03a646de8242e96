"""Lenders, charities and the operator, and who works there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select, update

from app.core.text import printable
from app.store.people_tables import MembershipRow, OrganisationRow

_ORGANISATION: Table = OrganisationRow.__table__
_MEMBER: Table = MembershipRow.__table__


@dataclass(frozen=True, slots=True)
class Organisation:
    """``kind`` is lender, charity or operator; ``principal_id`` is whom an agency collects for."""

    id: UUID
    kind: str
    name: str
    licence: str | None
    principal_id: UUID | None
    country: str
    contact_email: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Organisations:
    connection: Connection

    def add(self, organisation: Organisation) -> None:
        """Its name stands in documents.

        Raises:
            IntegrityError: a second operator; one deployment has one.
            TextFault: as ``printable``.
        """
        values = {name: getattr(organisation, name) for name in Organisation.__slots__}
        values["name"] = printable(organisation.name, or_figure=True)
        self.connection.execute(insert(_ORGANISATION).values(values))

    def find(self, organisation_id: UUID) -> Organisation | None:
        row = self.connection.execute(
            select(_ORGANISATION).where(_ORGANISATION.c.id == organisation_id)
        ).first()
        return None if row is None else Organisation(**row._asdict())

    def of_kind(self, kind: str) -> tuple[Organisation, ...]:
        """By name."""
        rows = self.connection.execute(
            select(_ORGANISATION)
            .where(_ORGANISATION.c.kind == kind)
            .order_by(_ORGANISATION.c.name, _ORGANISATION.c.id)
        )
        return tuple(Organisation(**row._asdict()) for row in rows)

    def add_member(self, organisation_id: UUID, person_id: UUID, role: str, at: datetime) -> None:
        """``role`` is agent, supervisor, admin or counselor; one at a time."""
        self.connection.execute(
            insert(_MEMBER).values(
                organisation_id=organisation_id, person_id=person_id, role=role, added_at=at
            )
        )

    def change_role(self, organisation_id: UUID, person_id: UUID, role: str) -> bool:
        """Whether there was a live membership to change."""
        changed = self.connection.execute(
            update(_MEMBER)
            .where(
                _MEMBER.c.organisation_id == organisation_id,
                _MEMBER.c.person_id == person_id,
                _MEMBER.c.removed_at.is_(None),
            )
            .values(role=role)
            .returning(_MEMBER.c.person_id)
        ).first()
        return changed is not None

    def remove_member(self, organisation_id: UUID, person_id: UUID, at: datetime) -> bool:
        """Whether there was a live membership to end."""
        ended = self.connection.execute(
            update(_MEMBER)
            .where(
                _MEMBER.c.organisation_id == organisation_id,
                _MEMBER.c.person_id == person_id,
                _MEMBER.c.removed_at.is_(None),
            )
            .values(removed_at=at)
            .returning(_MEMBER.c.person_id)
        ).first()
        return ended is not None

    def everybody(self, organisation_id: UUID) -> frozenset[UUID]:
        """Who works or worked there."""
        query = select(_MEMBER.c.person_id).where(_MEMBER.c.organisation_id == organisation_id)
        return frozenset(self.connection.execute(query).scalars())

    def members(self, organisation_id: UUID) -> tuple[tuple[UUID, str], ...]:
        """Who works there now, with their role."""
        rows = self.connection.execute(
            select(_MEMBER.c.person_id, _MEMBER.c.role)
            .where(_MEMBER.c.organisation_id == organisation_id, _MEMBER.c.removed_at.is_(None))
            .order_by(_MEMBER.c.added_at, _MEMBER.c.person_id)
        )
        return tuple((row.person_id, row.role) for row in rows)
