"""Erasing what somebody told of their hardship, so that no copy of it opens any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from app.store.erasures import Erasure
from app.store.person_keys import PERSONAL
from app.store.unit_of_work import UnitOfWork
from app.usecases import hardship_apart

ERASED = "content.erased"
"""The line in the audit log that stands where the content stood."""
AGAIN = "content.erased_again"
"""The same, after a backup was put back that still had it."""


def erase(
    uow: UnitOfWork,
    person_id: UUID,
    classes: Iterable[str],
    at: datetime,
    because: str,
    *,
    scope_id: UUID | None = None,
    by: UUID | None = None,
) -> int:
    """Make all that ``person_id`` told of ``classes`` unreadable; how many events were emptied.

    ``scope_id`` limits it to one case or household. ``because`` is a word of the product's, as
    ``closed`` or ``asked``, never a person's own. ``by`` is who asked for it, nobody when it was
    time alone. Chains and audit log still verify: they stand on commitments. It is part of the
    caller's transaction.

    Raises:
        ValueError: a class that has no key of its own.
    """
    which = frozenset(classes)
    if not which or not which <= PERSONAL:
        raise ValueError("only what is sealed under a person's own key can be erased so")
    if "hardship" in which:
        hardship_apart.of_person(uow, person_id, at)
    uow.resealing.make_personal(person_id, at)  # so that a key is all that has to be deleted
    emptied = uow.erasures.erase(person_id, which, scope_id, at)
    pseudonym = uow.audit.pseudonym(person_id)
    line = Erasure(uuid4(), pseudonym, which, scope_id, at, because)
    uow.erasures.write(line)
    uow.audit.write(by, ERASED, f"erasure:{line.id}", at)
    return emptied


def apply_again(uow: UnitOfWork, ledger: Iterable[Erasure], at: datetime) -> int:
    """Bring a database that was put back up to a newer ``ledger``; how many lines were missing."""
    missing = [line for line in ledger if uow.erasures.write(line)]
    if not missing:
        return 0
    people = {uow.audit.pseudonym(one): one for one in uow.erasures.people()}
    for line in missing:
        person_id = people.get(line.person)
        if person_id is not None:
            hardship_apart.of_person(uow, person_id, at)
            uow.resealing.make_personal(person_id, at)
            uow.erasures.erase(person_id, line.classes, line.scope_id, line.at)
        uow.audit.write(None, AGAIN, f"erasure:{line.id}", at)
    return len(missing)
