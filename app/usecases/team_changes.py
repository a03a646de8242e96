"""The line that says which role somebody has from now on: ``store.whole`` holds rows against it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import Action
from app.store.unit_of_work import UnitOfWork


def take_in(
    uow: UnitOfWork, by: UUID | None, home: UUID, member: UUID, role: str, at: datetime
) -> None:
    """From now on they have this role there, whether or not they had one before."""
    if not uow.organisations.change_role(home, member, role):
        uow.organisations.add_member(home, member, role, at)
    note(uow, by, home, member, role, at)


def note(
    uow: UnitOfWork, by: UUID | None, home: UUID, member: UUID, role: str, at: datetime
) -> None:
    """``role`` is empty for who was removed; ``by`` is nobody for the product itself."""
    uow.audit.write(by, Action.CHANGE_TEAM, f"person:{member}", at, f"{role or 'removed'} {home}")
