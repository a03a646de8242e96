"""Questions to one browser: each is answered once, soon, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.store.crypto import Keyring, Place
from app.store.factor_tables import ChallengeRow

_CHALLENGE: Table = ChallengeRow.__table__


@dataclass(frozen=True, slots=True)
class Challenge:
    """``person_id`` is nobody before sign-in. ``kept`` is what the answer will need."""

    token_sha256: str
    browser_sha256: str
    purpose: str
    created_at: datetime
    expires_at: datetime
    person_id: UUID | None = None
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Challenges:
    connection: Connection
    keyring: Keyring

    def ask(self, challenge: Challenge) -> None:
        self.connection.execute(
            insert(_CHALLENGE).values(
                token_sha256=challenge.token_sha256,
                browser_sha256=challenge.browser_sha256,
                purpose=challenge.purpose,
                person_id=challenge.person_id,
                kept=self.keyring.seal_text(_place(challenge.token_sha256), challenge.kept),
                created_at=challenge.created_at,
                expires_at=challenge.expires_at,
            )
        )

    def newest(
        self, browser_sha256: str, purpose: str, person_id: UUID, at: datetime
    ) -> Challenge | None:
        """The last open one of this browser and person; looking uses nothing up."""
        row = self.connection.execute(
            select(_CHALLENGE)
            .where(
                _CHALLENGE.c.browser_sha256 == browser_sha256,
                _CHALLENGE.c.purpose == purpose,
                _CHALLENGE.c.person_id == person_id,
                _CHALLENGE.c.used_at.is_(None),
                _CHALLENGE.c.expires_at > at,
            )
            .order_by(_CHALLENGE.c.created_at.desc(), _CHALLENGE.c.token_sha256)
            .limit(1)
        ).first()
        return None if row is None else self._opened(row)

    def use(
        self, token_sha256: str, browser_sha256: str, purpose: str, at: datetime
    ) -> Challenge | None:
        """Use it up, in one statement; only the browser that was asked can answer."""
        row = self.connection.execute(
            update(_CHALLENGE)
            .where(
                _CHALLENGE.c.token_sha256 == token_sha256,
                _CHALLENGE.c.browser_sha256 == browser_sha256,
                _CHALLENGE.c.purpose == purpose,
                _CHALLENGE.c.used_at.is_(None),
                _CHALLENGE.c.expires_at > at,
            )
            .values(used_at=at)
            .returning(*_CHALLENGE.c)
        ).first()
        return None if row is None else self._opened(row)

    def _opened(self, row: Row[tuple[object, ...]]) -> Challenge:
        return Challenge(
            row.token_sha256,
            row.browser_sha256,
            row.purpose,
            row.created_at,
            row.expires_at,
            row.person_id,
            self.keyring.open_text(_place(row.token_sha256), row.kept),
        )


def _place(token_sha256: str) -> Place:
    return Place("challenge", "kept", None, token_sha256)
