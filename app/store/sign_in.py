"""Sessions and login requests. Secrets are kept as digests only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Table, and_, bindparam, exists, insert, select, update

from app.store.people_tables import PersonRow
from app.store.work_tables import LoginRequestRow, SessionRow

_SESSION: Table = SessionRow.__table__
_LOGIN: Table = LoginRequestRow.__table__
_PERSON: Table = PersonRow.__table__
PUT_BACK = timedelta(minutes=1)
"""So far a clock may be corrected; put back further, it would make sessions live longer."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A signed-in browser. ``fresh_at`` is when the person last proved who they are."""

    id_sha256: str
    person_id: UUID
    epoch: int
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    fresh_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """``person_id`` is nobody for an address we do not know.

    ``wanted`` is the endpoint that the person was about to open, ``wanted_id`` of which object.
    """

    token_sha256: str
    code_hash: str
    browser_sha256: str
    address_index: str
    person_id: UUID | None
    purpose: str
    created_at: datetime
    expires_at: datetime
    wanted: str | None = None
    wanted_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A login request that was used just now, for the first and last time."""

    person_id: UUID | None
    wanted: str | None = None
    wanted_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    connection: Connection

    def start(self, record: SessionRecord) -> None:
        values = {name: getattr(record, name) for name in SessionRecord.__slots__}
        self.connection.execute(insert(_SESSION).values(values))

    def live(self, id_sha256: str, at: datetime, idle: timedelta) -> SessionRecord | None:
        """The session, unless it ended, expired, idled, or the person's epoch moved on."""
        row = self.connection.execute(_LIVE, {"id_sha256": id_sha256, **_times(at, idle)}).first()
        return None if row is None else SessionRecord(**row._asdict())

    def touch(self, id_sha256: str, at: datetime) -> None:
        """Seen now. An ended session stays ended."""
        self.connection.execute(
            update(_SESSION)
            .where(_SESSION.c.id_sha256 == id_sha256, _SESSION.c.ended_at.is_(None))
            .values(last_seen_at=at)
        )

    def end(self, id_sha256: str, at: datetime) -> None:
        self.connection.execute(
            update(_SESSION)
            .where(_SESSION.c.id_sha256 == id_sha256, _SESSION.c.ended_at.is_(None))
            .values(ended_at=at)
        )

    def end_all(self, at: datetime) -> None:
        """Nobody is signed in any more, nor halfway there."""
        self.connection.execute(
            update(_SESSION).where(_SESSION.c.ended_at.is_(None)).values(ended_at=at)
        )
        waits = and_(_LOGIN.c.used_at.is_(None), _LOGIN.c.revoked_at.is_(None))
        self.connection.execute(update(_LOGIN).where(waits).values(revoked_at=at))

    def of_person(
        self, person_id: UUID, at: datetime, idle: timedelta
    ) -> tuple[SessionRecord, ...]:
        """The open sessions of a person, newest first, for the person to end."""
        rows = self.connection.execute(
            _open()
            .where(_SESSION.c.person_id == person_id)
            .order_by(_SESSION.c.created_at.desc(), _SESSION.c.id_sha256),
            _times(at, idle),
        )
        return tuple(SessionRecord(**row._asdict()) for row in rows)

    def ask(self, request: LoginRequest) -> None:
        """Keep a request and revoke older ones of the same browser, never of another."""
        self.connection.execute(
            update(_LOGIN)
            .where(
                _LOGIN.c.browser_sha256 == request.browser_sha256,
                _LOGIN.c.purpose == request.purpose,
                _LOGIN.c.used_at.is_(None),
                _LOGIN.c.revoked_at.is_(None),
            )
            .values(revoked_at=request.created_at)
        )
        values = {name: getattr(request, name) for name in LoginRequest.__slots__}
        self.connection.execute(insert(_LOGIN).values(values | {"tries": 0}))

    def revoke_asked(self, person_id: UUID, at: datetime) -> None:
        """No link or code that was asked for as this person works any more."""
        self.connection.execute(
            update(_LOGIN)
            .where(
                _LOGIN.c.person_id == person_id,
                _LOGIN.c.used_at.is_(None),
                _LOGIN.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
        )

    def try_code(
        self, browser_sha256: str, purpose: str, at: datetime, most: int
    ) -> LoginRequest | None:
        """Count one try of the browser's open request, and give it for comparing.

        Commit before comparing, in a transaction of its own: a rollback must not
        erase the count. Nothing is given once ``most`` tries are used up.
        """
        newest = (
            select(_LOGIN.c.token_sha256)
            .where(
                _LOGIN.c.browser_sha256 == browser_sha256,
                _LOGIN.c.purpose == purpose,
                _LOGIN.c.used_at.is_(None),
                _LOGIN.c.revoked_at.is_(None),
                _LOGIN.c.created_at <= at,
                _LOGIN.c.expires_at > at,
            )
            .order_by(_LOGIN.c.created_at.desc())
            .limit(1)
        )
        row = self.connection.execute(
            update(_LOGIN)
            .where(_LOGIN.c.token_sha256 == newest.scalar_subquery(), _LOGIN.c.tries < most)
            .values(tries=_LOGIN.c.tries + 1)
            .returning(*(_LOGIN.c[name] for name in LoginRequest.__slots__))
        ).first()
        return None if row is None else LoginRequest(**row._asdict())

    def redeem(
        self, token_sha256: str, browser_sha256: str, purpose: str, at: datetime
    ) -> Redeemed | None:
        """Use a request up, in one statement; only the browser that asked can."""
        row = self.connection.execute(
            update(_LOGIN)
            .where(
                _LOGIN.c.token_sha256 == token_sha256,
                _LOGIN.c.browser_sha256 == browser_sha256,
                _LOGIN.c.purpose == purpose,
                _LOGIN.c.used_at.is_(None),
                _LOGIN.c.revoked_at.is_(None),
                _LOGIN.c.created_at <= at,  # a clock that was put back makes no link live longer
                _LOGIN.c.expires_at > at,
            )
            .values(used_at=at)
            .returning(_LOGIN.c.person_id, _LOGIN.c.wanted, _LOGIN.c.wanted_id)
        ).first()
        return None if row is None else Redeemed(**row._asdict())

    def was_used(self, token_sha256: str, purpose: str) -> bool:
        """Whether this request was used up before."""
        return self.connection.execute(
            select(
                exists().where(
                    _LOGIN.c.token_sha256 == token_sha256,
                    _LOGIN.c.purpose == purpose,
                    _LOGIN.c.used_at.is_not(None),
                )
            )
        ).scalar_one()


def _times(at: datetime, idle: timedelta) -> dict[str, datetime]:
    return {"at": at, "idle_since": at - idle, "put_back": at + PUT_BACK}


def _open() -> Select[Any]:
    """Open sessions; ``_times`` says when."""
    same_person = and_(_PERSON.c.id == _SESSION.c.person_id, _PERSON.c.epoch == _SESSION.c.epoch)
    return (
        select(_SESSION)
        .join(_PERSON, same_person)
        .where(
            _SESSION.c.ended_at.is_(None),
            _SESSION.c.expires_at > bindparam("at"),
            _SESSION.c.last_seen_at > bindparam("idle_since"),
            _SESSION.c.last_seen_at <= bindparam("put_back"),
        )
    )


# Asked at every request: put together once.
_LIVE = _open().where(_SESSION.c.id_sha256 == bindparam("id_sha256"))
