"""Borrowers who ask a charity for help: what it may see of them, and what it answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.core.evidence import canonical
from app.store.counselor_tables import ReferralRow
from app.store.crypto import Keyring, Place
from app.store.errors import PayloadErased
from app.store.person_keys import PersonKeys

_REFERRAL: Table = ReferralRow.__table__
_SHOWN = ("waiting", "accepted")


@dataclass(frozen=True, slots=True)
class Referral:
    """``content`` is empty once the charity may not see it, and from ``erased_at`` on.

    ``state`` is as in the table.
    """

    id: UUID
    tenant_id: UUID
    case_id: UUID
    borrower_id: UUID
    charity_id: UUID
    lets_see: tuple[str, ...]
    consent_sha256: str
    language: str
    asked_at: datetime
    content: Mapping[str, Any]
    state: str = "waiting"
    answered_by: UUID | None = None
    ended_at: datetime | None = None
    answer: str = ""
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Referrals:
    connection: Connection
    keyring: Keyring
    keys: PersonKeys

    def ask(self, asked: Referral) -> None:
        """Raises IntegrityError: another request of this borrower waits."""
        values = {name: getattr(asked, name) for name in Referral.__slots__ if name != "erased_at"}
        values |= {"lets_see": " ".join(asked.lets_see), "answer": None}
        values["content"] = self._sealed(asked, asked.asked_at)
        self.connection.execute(insert(_REFERRAL).values(values))

    def show_less(self, less: Referral, at: datetime) -> None:
        """Keep no more of what the charity was shown than ``less`` holds."""
        self.connection.execute(
            update(_REFERRAL)
            .where(_REFERRAL.c.id == less.id)
            .values(content=self._sealed(less, at))
        )

    def end(
        self,
        referral_id: UUID,
        state: str,
        at: datetime,
        *,
        was: tuple[str, ...] = ("waiting",),
        by: UUID | None = None,
        words: str = "",
    ) -> bool:
        """Whether it stood at one of ``was``; a no of either side empties what was shown."""
        place = _place(referral_id, "answer")
        changes: dict[str, Any] = {"state": state, "ended_at": at}
        if by is not None:
            changes |= {"answered_by": by, "answer": self.keyring.seal_text(place, words or None)}
        if state not in _SHOWN:
            changes["content"] = None
        found = self.connection.execute(
            update(_REFERRAL)
            .where(_REFERRAL.c.id == referral_id, _REFERRAL.c.state.in_(was))
            .values(changes)
            .returning(_REFERRAL.c.id)
        ).first()
        return found is not None

    def find(self, referral_id: UUID) -> Referral | None:
        row = self.connection.execute(
            select(_REFERRAL).where(_REFERRAL.c.id == referral_id)
        ).first()
        return None if row is None else self._referral(row)

    def of_borrower(self, borrower_id: UUID) -> tuple[Referral, ...]:
        """Newest first."""
        return self._those(_REFERRAL.c.borrower_id == borrower_id)

    def of_charities(self, charity_ids: tuple[UUID, ...]) -> tuple[Referral, ...]:
        """What these charities may see, newest first."""
        return self._those(_REFERRAL.c.charity_id.in_(charity_ids) & _REFERRAL.c.state.in_(_SHOWN))

    def _those(self, which: Any) -> tuple[Referral, ...]:  # noqa: ANN401 (an expression of SQL)
        query = select(_REFERRAL).where(which).order_by(_REFERRAL.c.asked_at.desc(), _REFERRAL.c.id)
        return tuple(self._referral(row) for row in self.connection.execute(query))

    def _sealed(self, shown: Referral, at: datetime) -> str:
        place, content = _place(shown.id, "content"), canonical(dict(shown.content))
        return self.keys.seal(shown.borrower_id, shown.case_id, "hardship", place, content, at)

    def _referral(self, row: Row[Any]) -> Referral:
        values = row._asdict()
        values["content"], values["erased_at"] = self._content(row)
        values["answer"] = self.keyring.open_text(_place(row.id, "answer"), row.answer) or ""
        values["lets_see"] = tuple(row.lets_see.split())
        return Referral(**values)

    def _content(self, row: Row[Any]) -> tuple[Mapping[str, Any], datetime | None]:
        if row.content is None:
            return {}, None
        try:
            return json.loads(self.keys.open(_place(row.id, "content"), row.content)), None
        except PayloadErased as gone:
            return {}, gone.at


def _place(referral_id: UUID, column: str) -> Place:
    return Place("referral", column, None, str(referral_id))
