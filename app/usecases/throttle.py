"""Limits that hold for all processes of a deployment, and over a restart.

A try is counted and committed before the secret is compared: what fails later cannot
erase the count. Where it cannot be counted, it is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import logs
from app.core.errors import DomainError
from app.core.exhibits import A_DAY
from app.store.errors import DatabaseFailed
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

_log = logging.getLogger(__name__)
LOOKS_BACK = timedelta(days=1)
"""No limit looks further back; older counts are forgotten."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` in any ``within``."""

    most: int
    within: timedelta


HOUR = timedelta(hours=1)
LIMITS = {
    # A household or a charity has one network and several addresses: each address has its own.
    "link.address-and-network": Limit(3, HOUR),
    "link.address": Limit(10, LOOKS_BACK),
    "link.network": Limit(60, HOUR),
    "code.account": Limit(15, HOUR),
    "arrival.network": Limit(30, timedelta(minutes=10)),
    "exhibit.household": Limit(A_DAY, LOOKS_BACK),
    "api.network": Limit(120, timedelta(minutes=10)),
    "own-data.person": Limit(20, HOUR),
    "staff.second": Limit(10, timedelta(minutes=5)),
    "staff.case-looks": Limit(200, LOOKS_BACK),
    "refused.person": Limit(20, HOUR),
}
"""What is counted, by its name. ``staff.second`` is of a network, too."""


class TooMany(DomainError):
    """Too many tries; later it works again (429). ``seconds`` is the longest wait."""

    code = "too_many"

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.seconds = int(LIMITS[kind].within.total_seconds())


class CannotCount(DomainError):
    """The database does not count now; nothing unlimited is let through (503)."""

    code = "cannot_count"


def count(deps: Deps, kind: str, key: str) -> None:
    """Count one try of ``key`` under the limit ``kind``, and keep the count, whatever follows.

    Raises:
        TooMany: the limit is used up; this try was not counted.
        CannotCount: the count could not be kept.
    """
    count_all(deps, (kind, key))


def count_all(deps: Deps, *tries: tuple[str, str]) -> None:
    """The same for several limits at once.

    Raises:
        TooMany: one limit is used up; then this try counts under none.
        CannotCount: the counts could not be kept.
    """
    with counting(deps) as uow:
        for kind, key in tries:
            take(uow, kind, key, deps.now())


@contextmanager
def counting(deps: Deps) -> Iterator[UnitOfWork]:
    """A transaction that counts, and ends before anything is compared.

    Raises:
        CannotCount: the counts could not be kept.
    """
    try:
        with deps.unit_of_work() as uow:
            uow.system("a try is counted before anything is compared")
            yield uow
    except DatabaseFailed as fault:
        logs.tell(_log, logging.ERROR, "a try could not be counted", fault=logs.place(fault))
        raise CannotCount from fault


def take(uow: UnitOfWork, kind: str, key: str, at: datetime) -> None:
    """One try inside ``counting``.

    Raises:
        TooMany: the limit is used up.
    """
    limit = LIMITS[kind]
    if not uow.throttle.take(kind, key, limit.most, limit.within, at):
        raise TooMany(kind)


def forget(deps: Deps) -> None:
    """Counts of more than a day ago are taken away."""
    with deps.unit_of_work() as uow:
        uow.system("old counts decide nothing")
        uow.throttle.forget(deps.now() - LOOKS_BACK)
