"""Opening some of what is encrypted, to see that it still opens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select

from app.store.errors import DecryptionFailed, PayloadErased
from app.store.sealed_columns import SEALED, Sealed
from app.store.unit_of_work import UnitOfWork


def open_some(uow: UnitOfWork, most: int) -> tuple[int, tuple[str, ...]]:
    """(how many values opened, the places of those that did not): of every column alike.

    What was erased is no fault, and is not counted.
    """
    opened, broken = 0, []
    waiting = [_values(uow, sealed, most) for sealed in SEALED]
    while waiting and opened < most:
        for values in tuple(waiting):
            found = next(islice(values, 1), None)
            if found is None:
                waiting.remove(values)
            elif found:
                broken.append(found)
            else:
                opened += 1
    return min(opened, most), tuple(broken)


def broken_values(uow: UnitOfWork, sealed: Sealed) -> Iterator[str]:
    """The places of all values of one column that do not open."""
    return filter(None, _opening(uow, sealed, select(sealed.rows)))


def _values(uow: UnitOfWork, sealed: Sealed, most: int) -> Iterator[str]:
    return _opening(uow, sealed, select(sealed.rows).order_by(func.random()).limit(most))


def _opening(uow: UnitOfWork, sealed: Sealed, query: Select[Any]) -> Iterator[str]:
    """For each value the place where it does not open, or nothing when it does."""
    there = query.where(sealed.rows.c[sealed.column].is_not(None))
    for row in uow.people.connection.execute(there.execution_options(yield_per=1_000)):
        place = sealed.place(row._asdict())
        try:
            uow.keys.open(place, row._asdict()[sealed.column])
        except PayloadErased:
            continue
        except DecryptionFailed:
            yield place.named
        else:
            yield ""
