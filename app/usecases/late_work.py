"""Background work that waits too long, for whoever runs the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.access import Action, Actor, require_place
from app.store.outbox import Late
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class LateWork:
    """``found`` is empty when nothing waits too long at ``at``."""

    found: tuple[Late, ...]
    at: datetime

    @property
    def count(self) -> int:
        return sum(one.count for one in self.found)


def late_work(deps: Deps, actor: Actor) -> LateWork:
    """What waits now, by kind and fault, the longest waiting first.

    Raises:
        NotAllowed: only those who run the product look at it.
    """
    require_place(actor, Action.READ_WORK)
    at = deps.now()
    with deps.reading() as uow:
        return LateWork(uow.outbox.late(at), at)
