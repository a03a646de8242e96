"""What a household told of itself is made unreadable: figures, and what happened to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from app.store.erasures import Erasure
from app.store.person_keys import PERSONAL
from app.store.unit_of_work import UnitOfWork
from app.usecases.erasure import erase

BUDGET = frozenset({"budget"})


def forget_told(
    uow: UnitOfWork, owner_id: UUID, household_id: UUID, at: datetime, because: str
) -> None:
    """All that the household told. The ledger has a line, so that a restored backup forgets it too."""
    erase(uow, owner_id, PERSONAL, at, because, scope_id=household_id)
    uow.erasures.erase(owner_id, BUDGET, household_id, at)
    pseudonym = uow.audit.pseudonym(owner_id)
    line = Erasure(uuid4(), pseudonym, BUDGET, household_id, at, because)
    uow.erasures.write(line)
    uow.audit.write(None, "content.erased", f"erasure:{line.id}", at)
