"""New master keys while people work: written with at once, moved to in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.store.crypto import index_of
from app.store.outbox import NotYet
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

BATCH = 100
"""Rows that one transaction moves: others wait for it some milliseconds."""
TURN = 20
"""Batches until other work has its turn."""
PAUSE = timedelta(seconds=1)
COLUMNS = ("person.email", "person.phone", "partnership.code", "audit.actor")
"""Indexes of the whole deployment that are older than a key for indexes."""
ACCOUNTS = "debt_case.account"


class KeyInUse(Exception):
    """A master key cannot be dropped; the message says why."""


def rotate(deps: Deps) -> str:
    """A new master key, with which everything is sealed from the next transaction on; its name.

    What older keys sealed is moved by the worker.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:  # held while the files are written: nobody reads half of it
        if uow.resealing.keyring.root is None:
            deps.masters.set_index(_kept(uow))
        deps.masters.add()
    with deps.unit_of_work() as uow:
        kid = uow.resealing.keyring.kid
        uow.outbox.put("reseal", f"reseal:{kid}", {}, at)
        uow.audit.write(None, "key.added", f"kid:{kid}", at)
    return kid


def reseal(deps: Deps, _payload: Mapping[str, Any]) -> None:
    """Move what older keys seal, until nothing is left. Killed at any point, it goes on later.

    Raises:
        NotYet: there is more; other work comes first.
        DecryptionFailed: a row does not open.
    """
    for _ in range(TURN):
        if move(deps) == 0:
            return
    raise NotYet(deps.now() + PAUSE)


def move(deps: Deps) -> int:
    """One batch; how many rows were moved."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        moved = uow.resealing.move(BATCH, at)
        if moved:
            uow.audit.write(None, "key.moved_to", f"kid:{uow.resealing.keyring.kid}", at)
        return moved


def status(deps: Deps) -> tuple[tuple[str, int], ...]:
    """(name of a master key, how many values it seals), the newest first; then unknown ones."""
    with deps.reading() as uow:
        rows = uow.resealing.rows_of_keys()
        kids = uow.resealing.keyring.kids
    names = (*kids, *sorted(rows.keys() - set(kids)))
    return tuple((name, rows.get(name, 0)) for name in names)


def drop(deps: Deps, kid: str) -> None:
    """Forget a master key that seals nothing any more.

    A backup that was made while it sealed something needs it: its copy beside that backup.

    Raises:
        KeyInUse: it is the newest, it is unknown, or it still seals something.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:  # held, so that nobody seals with it meanwhile
        keyring = uow.resealing.keyring
        if kid not in keyring.kids:
            raise KeyInUse("there is no such key")
        if kid == keyring.kid:
            raise KeyInUse("it is the newest key: everything is sealed with it")
        if rows := uow.resealing.rows_of_keys().get(kid, 0):
            raise KeyInUse(f"{rows} values are still sealed with it")
        uow.audit.write(None, "key.dropped", f"kid:{kid}", at)
        deps.masters.remove(keyring.named(kid))


def _kept(uow: UnitOfWork) -> dict[str, bytes]:
    """The keys of all indexes of a deployment that has no key for indexes yet."""
    keyring = uow.resealing.keyring
    kept = {index_of(None, column): keyring.index_key(None, column) for column in COLUMNS}
    for kind in ("lender", "charity", "operator"):
        for one in uow.organisations.of_kind(kind):
            kept[index_of(one.id, ACCOUNTS)] = keyring.index_key(one.id, ACCOUNTS)
    return kept
