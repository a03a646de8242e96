"""How often the guard did what with whose words: a number a month, and nobody's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.core.access import Role
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene

NONE = "NONE"
"""A report of words in which the guard sees nothing."""


def note(
    uow: UnitOfWork, scene: Scene, categories: Iterable[str], outcome: str, at: datetime
) -> None:
    """Count for the organisation whose words they are; a borrower's are never counted."""
    home = _home(uow, scene)
    if home is not None:
        add(uow, home, categories, outcome, at)


def add(uow: UnitOfWork, home: UUID, categories: Iterable[str], outcome: str, at: datetime) -> None:
    for code in categories:
        uow.conduct.count(home, code, outcome, at.date())


def _home(uow: UnitOfWork, scene: Scene) -> UUID | None:
    if scene.role is Role.LENDER:
        return scene.header.tenant_id
    if scene.role is Role.COUNSELOR and scene.actor_id is not None:
        return home_of(uow, scene.actor_id)
    return None


def home_of(uow: UnitOfWork, person_id: UUID) -> UUID | None:
    """The charity that a counselor works for; nothing once they have left it."""
    return next(iter(uow.people.actor(person_id).organisations("charity")), None)
