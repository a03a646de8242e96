"""Waiting figures of the private test: encrypted, one a side, gone with the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from app.core.access import Role
from app.core.money import Currency, Money
from app.store.crypto import Keyring, Place
from app.store.overlap_tables import OverlapFigureRow

_FIGURE: Table = OverlapFigureRow.__table__


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure waits: the case, the ``test`` of it that is open, and whose it is."""

    tenant_id: UUID
    case_id: UUID
    test: int
    side: Role


@dataclass(frozen=True, slots=True)
class Overlaps:
    connection: Connection
    keyring: Keyring

    def state(self, spot: Spot, figure: Money, at: datetime) -> None:
        """Keep what a side could live with; it takes the place of what the side said before."""
        self.take_back(spot)
        plain = f"{figure.minor} {figure.currency.value}".encode()
        self.connection.execute(
            insert(_FIGURE).values(
                tenant_id=spot.tenant_id,
                case_id=spot.case_id,
                side=spot.side.value,
                test=spot.test,
                sealed=self.keyring.seal(_place(spot), plain),
                stated_at=at,
            )
        )

    def figure(self, spot: Spot) -> Money | None:
        """What the side stated in this test.

        Raises:
            DecryptionFailed: the figure was put here from another place.
        """
        found = self.connection.execute(select(_FIGURE.c.sealed).where(*_is(spot))).scalar()
        if found is None:
            return None
        minor, currency = self.keyring.open(_place(spot), found).decode().split()
        return Money(int(minor), Currency(currency))

    def stated(self, spot: Spot) -> bool:
        """Whether the side stated anything, without opening it."""
        return self.connection.execute(select(_FIGURE.c.side).where(*_is(spot))).first() is not None

    def take_back(self, spot: Spot) -> None:
        self._delete(
            _FIGURE.c.tenant_id == spot.tenant_id,
            _FIGURE.c.case_id == spot.case_id,
            _FIGURE.c.side == spot.side.value,
        )

    def forget(self, tenant_id: UUID, case_id: UUID) -> None:
        """Nothing that was stated in the case is left."""
        self._delete(_FIGURE.c.tenant_id == tenant_id, _FIGURE.c.case_id == case_id)

    def _delete(self, *which: ColumnElement[bool]) -> None:
        self.connection.execute(delete(_FIGURE).where(*which))


def _is(spot: Spot) -> tuple[ColumnElement[bool], ...]:
    return (
        _FIGURE.c.tenant_id == spot.tenant_id,
        _FIGURE.c.case_id == spot.case_id,
        _FIGURE.c.side == spot.side.value,
        _FIGURE.c.test == spot.test,
    )


def _place(spot: Spot) -> Place:
    row = f"{spot.case_id}:{spot.side.value}:{spot.test}"
    return Place("overlap_figure", "sealed", spot.tenant_id, row)
