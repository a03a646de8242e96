"""Confirmed figures of the policy packs: only added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select

from app.core.confirmation import Confirmation, Withdrawal
from app.store.figure_tables import FigureConfirmationRow, FigureWithdrawalRow

_FIGURE: Table = FigureConfirmationRow.__table__
_BACK: Table = FigureWithdrawalRow.__table__


@dataclass(frozen=True, slots=True)
class Figures:
    connection: Connection

    def confirm(self, confirmation: Confirmation) -> None:
        self.connection.execute(
            insert(_FIGURE).values(
                id=confirmation.id,
                pack=confirmation.pack,
                pack_version=confirmation.pack_version,
                figure=confirmation.figure,
                value=confirmation.value,
                source=confirmation.source,
                url=confirmation.url,
                as_at=confirmation.as_at,
                effective=confirmation.effective,
                expires=confirmation.expires,
                confirmed_by=confirmation.by,
                person_id=confirmation.person_id,
                at=confirmation.at,
            )
        )

    def withdraw(self, confirmation_id: UUID, withdrawal: Withdrawal) -> None:
        """Raises IntegrityError when it was taken back before, or never given."""
        self.connection.execute(
            insert(_BACK).values(
                confirmation_id=confirmation_id,
                reason=withdrawal.reason,
                withdrawn_by=withdrawal.by,
                person_id=withdrawal.person_id,
                at=withdrawal.at,
            )
        )

    def of_pack(self, pack: str) -> tuple[Confirmation, ...]:
        """Everything ever confirmed for a pack, withdrawn or not, oldest first."""
        return self._where(_FIGURE.c.pack == pack)

    def find(self, confirmation_id: UUID) -> Confirmation | None:
        return next(iter(self._where(_FIGURE.c.id == confirmation_id)), None)

    def _where(self, wanted: ColumnElement[bool]) -> tuple[Confirmation, ...]:
        rows = self.connection.execute(
            select(
                _FIGURE,
                _BACK.c.reason,
                _BACK.c.withdrawn_by,
                _BACK.c.person_id.label("back_person_id"),
                _BACK.c.at.label("back_at"),
            )
            .outerjoin(_BACK, _BACK.c.confirmation_id == _FIGURE.c.id)
            .where(wanted)
            .order_by(_FIGURE.c.at, _FIGURE.c.id)
        )
        return tuple(_read(row) for row in rows)


def _read(row: Row[Any]) -> Confirmation:
    return Confirmation(
        id=row.id,
        pack=row.pack,
        pack_version=row.pack_version,
        figure=row.figure,
        value=row.value,
        source=row.source,
        url=row.url,
        as_at=row.as_at,
        effective=row.effective,
        expires=row.expires,
        by=row.confirmed_by,
        person_id=row.person_id,
        at=row.at,
        withdrawal=None
        if row.back_at is None
        else Withdrawal(row.withdrawn_by, row.back_person_id, row.reason, row.back_at),
    )
