"""Opening some of what is encrypted, to see that it still opens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import func, select

from app.store.errors import DecryptionFailed, PayloadErased
from app.store.sealed_columns import SEALED, Sealed
from app.store.unit_of_work import UnitOfWork


def open_some(uow: UnitOfWork, most: int) -> tuple[int, tuple[str, ...]]:
    """(how many values opened, the places of those that did not): of every column alike.

    What was erased is no fault, and is not counted.
    """
    opened, broken = 0, []
    waiting = [_values(uow, sealed) for sealed in SEALED]
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


def _values(uow: UnitOfWork, sealed: Sealed) -> Iterator[str]:
    """For each value, in no order, the place where it does not open; nothing when it does."""
    column = sealed.rows.c[sealed.column]
    query = select(sealed.rows).where(column.is_not(None)).order_by(func.random()).limit(100)
    for row in uow.people.session.execute(query):
        place = sealed.place(row._asdict())
        try:
            uow.keys.open(place, row._asdict()[sealed.column])
        except PayloadErased:
            continue
        except DecryptionFailed:
            yield place.named
        else:
            yield ""
