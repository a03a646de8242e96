"""Effects to come, written with the change that causes them and claimed by lease."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, or_, select, update

from app.core.evidence import canonical
from app.store.crypto import Keyring, Place
from app.store.errors import LeaseLost
from app.store.job_ids import next_id
from app.store.leases import lease_of
from app.store.work_tables import OutboxRow

_OUTBOX: Table = OutboxRow.__table__
LATE = timedelta(seconds=60)
"""How long due work may wait before whoever runs the product is told."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed effect. ``token`` is the fence: a later claim has a higher one."""

    id: UUID
    kind: str
    key: str
    tenant_id: UUID | None
    attempts: int
    token: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due and not done. ``oldest_due`` is when the longest waiting was first due."""

    waiting: int
    failing: int
    oldest_due: datetime | None


class NotYet(Exception):
    """What a handler raises when its effect may not happen before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True, slots=True)
class Late:
    """Effects of one kind that wait too long with one fault; nothing of whom they are about.

    ``oldest_due`` is when the longest waiting was first due. ``fault`` is a class and a
    line of code, empty when nothing was tried yet or the last try was cut off.
    """

    kind: str
    count: int
    oldest_due: datetime
    attempts: int
    fault: str


@dataclass(frozen=True, slots=True)
class Outbox:
    connection: Connection
    keyring: Keyring

    def put(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Any],
        at: datetime,
        *,
        tenant_id: UUID | None = None,
        due_at: datetime | None = None,
    ) -> bool:
        """Ask for an effect; ``payload`` is plain JSON without floats.

        Returns:
            Whether it is new: one ``key`` stands for one effect, for ever.
        """
        if self.connection.execute(select(_OUTBOX.c.id).where(_OUTBOX.c.key == key)).first():
            return False
        job_id = next_id(at)
        self.connection.execute(
            insert(_OUTBOX).values(
                id=job_id,
                tenant_id=tenant_id,
                kind=kind,
                key=key,
                payload=self.keyring.seal(_place(job_id, tenant_id), canonical(dict(payload))),
                created_at=at,
                due_at=due_at or at,
                lease_token=0,
                attempts=0,
            )
        )
        return True

    def is_waiting(self, key_begins: str) -> bool:
        """Whether an effect that is not done yet has a key that begins so."""
        query = select(_OUTBOX.c.id).where(
            _OUTBOX.c.done_at.is_(None), _OUTBOX.c.key.startswith(key_begins, autoescape=True)
        )
        return self.connection.execute(query.limit(1)).first() is not None

    def waits(self, key: str) -> bool:
        """Whether the effect of ``key`` was asked for and is not done."""
        query = select(_OUTBOX.c.id).where(_OUTBOX.c.key == key, _OUTBOX.c.done_at.is_(None))
        return self.connection.execute(query).first() is not None

    def claim(self, at: datetime, lease: timedelta, kinds: frozenset[str]) -> Job | None:
        """Take the longest due effect, for as long as ``lease``; nobody else gets it meanwhile.

        From the fourth time on it is taken for longer: it may be what ends the workers, and
        the next one does other work first.
        """
        waiting = (
            select(_OUTBOX.c.id, _OUTBOX.c.attempts)
            .where(
                _OUTBOX.c.done_at.is_(None),
                _OUTBOX.c.due_at <= at,
                or_(_OUTBOX.c.lease_until.is_(None), _OUTBOX.c.lease_until <= at),
                _OUTBOX.c.kind.in_(sorted(kinds)),
            )
            .order_by(_OUTBOX.c.due_at, _OUTBOX.c.created_at, _OUTBOX.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        found = self.connection.execute(waiting).first()
        if found is None:
            return None
        row = self.connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == found.id)
            .values(
                lease_until=at + lease_of(lease, found.attempts + 1),
                lease_token=_OUTBOX.c.lease_token + 1,
                attempts=_OUTBOX.c.attempts + 1,
            )
            .returning(_OUTBOX)
        ).one()
        return Job(
            id=row.id,
            kind=row.kind,
            key=row.key,
            tenant_id=row.tenant_id,
            attempts=row.attempts,
            token=row.lease_token,
        )

    def payload(self, job: Job) -> Mapping[str, Any]:
        """What the effect needs to know; apart from ``claim``, so that a bad one blocks nobody.

        Raises:
            LeaseLost: somebody else has done the job.
            DecryptionFailed: the payload was moved or changed.
        """
        sealed = self.connection.execute(
            select(_OUTBOX.c.payload).where(_OUTBOX.c.id == job.id, _OUTBOX.c.done_at.is_(None))
        ).scalar()
        if sealed is None:
            raise LeaseLost(job.key)
        read: dict[str, Any] = json.loads(self.keyring.open(_place(job.id, job.tenant_id), sealed))
        return read

    def finish(self, job: Job, at: datetime) -> None:
        """The effect happened; what it needed to know is forgotten.

        Raises:
            LeaseLost: somebody else has taken the job over.
        """
        self._fenced(job, done_at=at, payload=None, last_error=None, lease_until=None)

    def retry(self, job: Job, error: str, not_before: datetime) -> None:
        """Nobody takes it before then; when it was due stays. ``error`` names a class of fault, never a person's data.

        Raises:
            LeaseLost: somebody else has taken the job over.
        """
        self._fenced(job, last_error=error, lease_until=not_before)

    def hold(self, job: Job, until: datetime) -> None:
        """Nobody else takes it before ``until``, while it is held and not done; never for shorter."""
        self.connection.execute(
            update(_OUTBOX)
            .where(_held(job), _OUTBOX.c.lease_until < until)
            .values(lease_until=until)
        )

    def put_off(self, job: Job, until: datetime) -> None:
        """It is due at ``until``, and counts as not tried.

        Raises:
            LeaseLost: somebody else has taken the job over.
        """
        self._fenced(job, due_at=until, lease_until=None, attempts=0, last_error=None)

    def join(self, pattern: str, field: str, value: str, at: datetime, **marks: bool) -> bool:
        """Have ``value`` told by an effect that waits: added as a line to ``field`` of its payload.

        ``pattern`` says how its key looks, for LIKE; of several the one that is due first.
        ``marks`` are put into its payload as they are.

        Returns:
            Whether there was one that nobody works on. Joined twice is joined once.
        """
        row = self.connection.execute(
            select(_OUTBOX)
            .where(
                _OUTBOX.c.done_at.is_(None),
                _OUTBOX.c.due_at > at,
                _OUTBOX.c.lease_until.is_(None),
                _OUTBOX.c.key.like(pattern),
            )
            .order_by(_OUTBOX.c.due_at, _OUTBOX.c.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return False
        place = _place(row.id, row.tenant_id)
        payload: dict[str, Any] = json.loads(self.keyring.open(place, row.payload))
        lines = dict.fromkeys([*payload[field].splitlines(), *value.splitlines()])
        sealed = self.keyring.seal(place, canonical(payload | {field: "\n".join(lines)} | marks))
        self.connection.execute(
            update(_OUTBOX).where(_OUTBOX.c.id == row.id).values(payload=sealed)
        )
        return True

    def backlog(self, at: datetime) -> Backlog:
        waiting = and_(_OUTBOX.c.done_at.is_(None), _OUTBOX.c.due_at <= at)
        open_jobs = self.connection.execute(
            select(func.count(), func.min(_OUTBOX.c.due_at)).where(waiting)
        ).one()
        failing = self.connection.execute(
            select(func.count()).where(_OUTBOX.c.done_at.is_(None), _OUTBOX.c.attempts > 1)
        ).scalar_one()
        return Backlog(open_jobs[0], failing, open_jobs[1])

    def due_times(self, kind: str) -> tuple[datetime, ...]:
        """When each effect of ``kind`` that has not happened is due, soonest first."""
        waiting = select(_OUTBOX.c.due_at).where(
            _OUTBOX.c.done_at.is_(None), _OUTBOX.c.kind == kind
        )
        return tuple(self.connection.execute(waiting.order_by(_OUTBOX.c.due_at)).scalars())

    def late(self, at: datetime) -> tuple[Late, ...]:
        """What has been due for ``LATE`` or longer and not done, the longest waiting first."""
        query = (
            select(
                _OUTBOX.c.kind,
                _OUTBOX.c.last_error,
                func.count(),
                func.min(_OUTBOX.c.due_at),
                func.max(_OUTBOX.c.attempts),
            )
            .where(_OUTBOX.c.done_at.is_(None), _OUTBOX.c.due_at <= at - LATE)
            .group_by(_OUTBOX.c.kind, _OUTBOX.c.last_error)
            .order_by(func.min(_OUTBOX.c.due_at), _OUTBOX.c.kind, _OUTBOX.c.last_error)
        )
        rows = self.connection.execute(query)
        return tuple(Late(kind, n, due, tries, fault or "") for kind, fault, n, due, tries in rows)

    def put_off_until(self, kind: str, at: datetime) -> tuple[tuple[datetime, dict[str, Any]], ...]:
        """(when it is due, its payload) of each effect of ``kind`` that is for later than ``at``."""
        waiting = select(_OUTBOX).where(
            _OUTBOX.c.done_at.is_(None), _OUTBOX.c.kind == kind, _OUTBOX.c.due_at > at
        )
        return tuple(
            (row.due_at, json.loads(self.keyring.open(_place(row.id, row.tenant_id), row.payload)))
            for row in self.connection.execute(waiting.order_by(_OUTBOX.c.due_at.desc()))
        )

    def _fenced(self, job: Job, **values: object) -> None:
        held = self.connection.execute(
            update(_OUTBOX).where(_held(job)).values(**values).returning(_OUTBOX.c.id)
        ).first()
        if held is None:
            raise LeaseLost(job.key)


def _held(job: Job) -> ColumnElement[bool]:
    mine = and_(_OUTBOX.c.id == job.id, _OUTBOX.c.lease_token == job.token)
    return and_(mine, _OUTBOX.c.done_at.is_(None))


def _place(job_id: UUID, tenant_id: UUID | None) -> Place:
    return Place("outbox", "payload", tenant_id, str(job_id))
