"""What a household told of itself is made unreadable: figures, and what happened to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from app.store.called_off import call_off
from app.store.erasures import Erasure
from app.store.own_rows import OwnRows
from app.store.person_keys import PERSONAL
from app.store.unit_of_work import UnitOfWork
from app.usecases import authority_ends
from app.usecases.erasure import erase

ACCOUNT, BUDGET = frozenset({"account"}), frozenset({"budget"})


def leave(uow: UnitOfWork, me: UUID, at: datetime, because: str) -> None:
    """Nobody is here any more: no budget, no helper, no address, no wish, no sign-in."""
    for household_id in OwnRows(uow.people.connection).households(me):
        forget_told(uow, me, household_id, at, because)
        uow.partnerships.withdraw(household_id, at)
        shared = uow.partnerships.live(household_id, at)
        if shared is not None:
            uow.partnerships.leave(shared.id, me, at)
    for given in uow.consents.authorities(me):
        authority_ends.end(uow, None, me, given.id, at)
    line = Erasure(uuid4(), uow.audit.pseudonym(me), ACCOUNT, None, at, because)
    uow.erasures.erase(me, line.classes, None, at)
    uow.erasures.write(line)
    uow.people.end_everywhere(me)
    uow.sessions.revoke_asked(me, at)
    uow.invitations.end(me, at)
    call_off(uow.outbox.connection, me, at, but="erase")
    uow.audit.write(None, "account.emptied", f"person:{me}", at)


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
