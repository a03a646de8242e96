"""What was kept long enough goes: a class at a time, in parts, every day.

What a part did is one line of the audit log and one of the server's, with counts alone. Doing it
again does nothing, and pages run between the parts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app import logs
from app.core.retention import ended_at, legal_end, purpose_end, retention
from app.store.called_off import call_off_case
from app.store.case_rows import delete_case
from app.store.keeping import Kept, Standing
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.erasure import erase
from app.usecases.forgetting import forget_told, leave

MOST = 200
"""Rows of one table in one transaction: writers wait for no more."""
HARDSHIP = frozenset({"hardship", "evidence"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows, households or cases of each class went, in this run."""

    counts: dict[str, int]


def sweep(deps: Deps) -> Swept:
    """Everything whose time is over at ``deps.now()``."""
    counts: dict[str, int] = {}
    for name, part in PARTS.items():
        while done := part(deps, deps.now()):
            counts[name] = counts.get(name, 0) + done
            logs.tell(
                _log, logging.INFO, "kept long enough", kind=name.replace("_", "-"), effects=done
            )
    counts |= {name: n for name, n in (("case", _lock_all(deps)),) if n}
    return Swept(counts)


def _timed(name: str) -> Callable[[Deps, datetime], int]:
    """Classes whose rows go by their own age."""

    def part(deps: Deps, at: datetime) -> int:
        with deps.unit_of_work() as uow:
            gone = uow.keeping.forget(name, at - retention().of(name).span, MOST)
            _note(uow, name, sum(gone.values()), at)
        return sum(gone.values())

    return part


def _drafts(deps: Deps, at: datetime) -> int:
    before = at - retention().of("drafts").span
    with deps.unit_of_work() as uow:
        found = uow.keeping.old_drafts(before, MOST)
        for owner_id, household_id in found:
            forget_told(uow, owner_id, household_id, at, "draft")
        _note(uow, "drafts", len(found), at)
    return len(found)


def _contacts(deps: Deps, at: datetime) -> int:
    """The person's place with the longest law decides."""
    laws, count = sorted(retention().laws, key=lambda law: law.years), 0
    with deps.unit_of_work() as uow:
        for law in laws:
            longer = tuple(other.place for other in laws if other.years > law.years)
            before = _started(at, law.place)
            count += uow.keeping.forget_contacts(law.place, longer, before, MOST)
        _note(uow, "contacts", count, at)
    return count


def _gone(deps: Deps, at: datetime) -> int:
    """Cases under lock that no law keeps any more: all their rows."""
    with deps.unit_of_work() as uow:
        found = uow.keeping.due(at, 1)
        for kept in found:
            _delete(uow, kept, at)
    return len(found)


def _delete(uow: UnitOfWork, kept: Kept, at: datetime) -> None:
    header = uow.cases.find(kept.case_id)
    if header is not None:
        erase(uow, header.borrower_id, HARDSHIP, at, "over", scope_id=kept.case_id)
    uow.keeping.mark_gone(kept, at)
    delete_case(uow.keeping.connection, kept.tenant_id, kept.case_id)
    call_off_case(uow.outbox.connection, kept.case_id, at)
    uow.audit.write(None, "case.deleted", f"case:{kept.case_id}", at, retention().version)


def _lock_all(deps: Deps) -> int:
    """Cases whose purpose is over are put under lock, or deleted where no law asks for them."""
    last, count = None, 0
    while True:
        with deps.reading() as uow:
            found = uow.keeping.standings(after=last, most=MOST)
        if not found:
            return count
        last = found[-1].id
        at = deps.now()
        for one in found:
            ended = ended_at(one.stage, one.moved_at, one.plan_ends, one.jurisdiction, at)
            if ended is not None and purpose_end(ended) <= at:
                with deps.unit_of_work() as uow:
                    lock(uow, one, ended, at, "over")
                count += 1


def lock(uow: UnitOfWork, one: Standing, ended: datetime, at: datetime, because: str) -> None:
    """Put a case under lock: what happened to the borrower goes now, the rest when the law says.

    ``because`` is over or asked. The household's own figures go with its last case, and the
    account with it, where nothing else is left to come back to.
    """
    erase(uow, one.borrower_id, HARDSHIP, at, because, scope_id=one.id)
    until = max(legal_end(ended, one.jurisdiction), ended)
    uow.keeping.lock(one, because=because, ended=ended, until=until, at=at)
    uow.meetings.forget(one.tenant_id, one.id)
    call_off_case(uow.outbox.connection, one.id, at)
    uow.audit.write(None, "case.locked", f"case:{one.id}", at, retention().version)
    if not uow.keeping.standings(borrower_id=one.borrower_id, most=1):
        forget_told(uow, one.borrower_id, one.household_id, at, because)
        uow.keeping.forget_help(one.household_id)
        if because == "over" and not uow.keeping.is_here(one.borrower_id):
            leave(uow, one.borrower_id, at, because)


def _started(at: datetime, place: str) -> datetime:
    """The latest start of a period of claims that is over at ``at``."""
    years = retention().law(place).years
    try:
        return at.replace(year=at.year - years)
    except ValueError:  # 29 February: its anniversary was the day before
        return at.replace(year=at.year - years, day=28)


def _note(uow: UnitOfWork, name: str, count: int, at: datetime) -> None:
    if count:
        uow.audit.write(None, "retention.swept", f"class:{name}", at, retention().version)
    else:
        uow.system("nothing was old enough")


PARTS: dict[str, Callable[[Deps, datetime], int]] = {
    "codes": _timed("codes"),
    "sign_ins": _timed("sign_ins"),
    "asked": _timed("drafts"),
    "drafts": _drafts,
    "contacts": _contacts,
    "gone": _gone,
}
