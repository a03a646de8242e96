"""The caseload of a counselor: every case that may be acted in, and how many messages are unread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action, Actor, require_place
from app.store.reading import CasePage
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class Caseload:
    """``unread`` counts messages that this counselor has not seen, by case."""

    found: CasePage
    unread: Mapping[UUID, int]


def caseload(deps: Deps, actor: Actor, page: int = 1) -> Caseload:
    """The cases of every borrower this counselor may act for."""
    require_place(actor, Action.READ_CASELOAD)
    with deps.reading() as uow:
        charities = actor.organisations("charity")
        found = uow.reading.caseload(charities, actor.person_id, deps.now(), page=page)
        cases = [line.case for line in found.lines]
        unread = {
            one.id: uow.threads.unread(one.tenant_id, one.id, actor.person_id) for one in cases
        }
        return Caseload(found, unread)
