"""Whether this deployment can serve people now, for whoever sends them here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from app import logs
from app.gateways.premises import free_bytes, has_keys, takes_writing
from app.store.readiness import is_migrated, unattended_since
from app.usecases.deps import Deps

LONGEST_UNATTENDED = timedelta(minutes=5)
"""A worker looks every second: by then there is none, or it hangs."""
LEAST_FREE = 256 * 2**20
"""Bytes: some hundred agreements, and the journal of the database."""

_log = logging.getLogger(__name__)


def failing(deps: Deps) -> tuple[str, ...]:
    """Names of what does not hold: database, schema, work, keys, disk. Nothing about why."""
    return tuple(_failing(deps))


def _failing(deps: Deps) -> Iterator[str]:
    if has_keys(deps.settings.keys_dir):
        yield from _failing_inside(deps)
    else:
        yield "keys"  # each transaction reads them: without any, nothing else can be told
    folder = deps.settings.data_dir
    if free_bytes(folder) < LEAST_FREE or not takes_writing(folder):
        yield "disk"


def _failing_inside(deps: Deps) -> Iterator[str]:
    at = deps.now()
    try:
        with deps.reading() as uow:
            migrated = is_migrated(uow)
            since = unattended_since(uow, at) if migrated else None
    except Exception as fault:  # noqa: BLE001 (whatever it is, the database does not answer)
        logs.tell(_log, logging.ERROR, "the database does not answer", fault=logs.place(fault))
        yield "database"
    else:
        if not migrated:
            yield "schema"
        if since is not None and at - since >= LONGEST_UNATTENDED:
            yield "work"
