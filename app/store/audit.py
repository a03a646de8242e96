"""Who did what, chained, in the same transaction as the change itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from app.core.access import RULES, Action
from app.core.audit_line import commits_to
from app.core.evidence import GENESIS, Break, Link, link, verify_chain
from app.store.crypto import Keyring
from app.store.work_tables import AuditHeadRow, AuditRow

SYSTEM = "system"
_AT_A_TIME = 5_000
_HEAD = AuditHeadRow.__table__.c
_AUDIT = AuditRow.__table__.c


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line as it is kept. ``actor`` is a pseudonym, the same for the same person."""

    seq: int
    at: datetime
    actor: str
    action: str
    object: str
    rules_version: str
    commitment: str
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Lines wait until the end of the transaction, so that the head is locked last.

    Each line commits to the ends of the streams that the transaction extended.
    """

    connection: Connection
    keyring: Keyring
    _lines: list[dict[str, Any]] = field(default_factory=list)
    _digests: list[str] = field(default_factory=list)

    def write(
        self,
        actor_id: UUID | None,
        action: str,
        object: str,  # noqa: A002 (the word of the trade)
        at: datetime,
        rules_version: str = "",
    ) -> None:
        """Note that ``actor_id`` (nobody: the product itself) did ``action`` to ``object``.

        An ``Action`` is written by the name that the table of rights has for its line.
        ``object`` names a thing by kind and id, like ``case:5f0c…``, never by a person's words.

        Raises:
            LookupError: that action leaves no line.
        """
        name = RULES[action].audit if isinstance(action, Action) else action
        if name is None:
            raise LookupError(action)
        self._lines.append(
            {
                "at": at,
                "actor": SYSTEM if actor_id is None else self.pseudonym(actor_id),
                "action": name,
                "object": object,
                "rules_version": rules_version,
            }
        )

    def witness(self, digest: str) -> None:
        self._digests.append(digest)

    @property
    def written(self) -> bool:
        return bool(self._lines)

    def pseudonym(self, person_id: UUID) -> str:
        return self.keyring.blind(None, "audit.actor", str(person_id))[:32]

    def settle(self) -> None:
        """Append the waiting lines. The unit of work calls this just before it commits."""
        head = self.connection.execute(
            select(_HEAD.seq, _HEAD.digest).where(_HEAD.id == 1).with_for_update()
        ).one()
        seq, prev, rows = head.seq, head.digest, []
        commitment = commits_to(tuple(self._digests))
        for line in self._lines:
            seq += 1
            row = line | {"seq": seq, "commitment": commitment}
            digest = link(prev, _leaf(row))
            rows.append(row | {"prev": prev, "digest": digest})
            prev = digest
        self.connection.execute(insert(AuditRow), rows)
        self.connection.execute(
            update(AuditHeadRow).where(_HEAD.id == 1).values(seq=seq, digest=prev)
        )

    def verify(self, seen: Callable[[Link], object] = lambda _: None) -> Break | None:
        """The first line that does not hold, up to the head that is kept beside them.

        ``seen`` is called with every line that holds, in order.
        """
        head = self.head()
        broken = verify_chain(_passing(self.lines(), seen), head.digest, GENESIS)
        last = self.connection.execute(select(func.max(_AUDIT.seq))).scalar() or 0
        if broken is None and head.seq != last:
            return Break(last + 1, "truncated")
        return broken

    def head(self) -> Head:
        """The end of the chain, as it is kept beside the lines."""
        row = self.connection.execute(select(_HEAD.seq, _HEAD.digest)).one()
        return Head(row.seq, row.digest)

    def lines(self) -> Iterator[Link]:
        """Every line in order, a few thousand at a time."""
        asked = select(AuditRow.__table__).order_by(_AUDIT.seq)
        for row in self.connection.execute(asked.execution_options(yield_per=_AT_A_TIME)):
            yield _link(row)

    def about(self, objects: Sequence[str], size: int) -> tuple[Link, ...]:
        """Every line about one of these things, of the first ``size`` lines, in order."""
        asked = select(AuditRow.__table__).where(_AUDIT.object.in_(objects), _AUDIT.seq <= size)
        rows = self.connection.execute(asked.order_by(_AUDIT.seq))
        return tuple(_link(row) for row in rows)

    def about_or_by(self, objects: Sequence[str], actor: str) -> tuple[AuditEntry, ...]:
        """Every line about one of these things, or by this pseudonym, oldest first."""
        which = or_(_AUDIT.object.in_(objects), _AUDIT.actor == actor)
        rows = self.connection.execute(select(AuditRow.__table__).where(which).order_by(_AUDIT.seq))
        return tuple(_entry(row) for row in rows)

    def of(self, object: str, limit: int = 100) -> tuple[AuditEntry, ...]:  # noqa: A002  # the word of the trade
        """What happened to one thing, newest first."""
        rows: Sequence[Row[Any]] = self.connection.execute(
            select(AuditRow.__table__)
            .where(_AUDIT.object == object)
            .order_by(_AUDIT.seq.desc())
            .limit(limit)
        ).all()
        return tuple(_entry(row) for row in rows)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(*(getattr(row, name) for name in AuditEntry.__slots__))


def _link(row: Row[Any]) -> Link:
    return Link(row.seq, row.prev, _leaf(row._asdict()), row.digest)


def _passing(lines: Iterator[Link], seen: Callable[[Link], object]) -> Iterator[Link]:
    for line in lines:
        yield line
        seen(line)  # the next one is asked for when this one held


def _leaf(row: dict[str, Any]) -> dict[str, object]:
    return {
        "seq": row["seq"],
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row["actor"],
        "action": row["action"],
        "object": row["object"],
        "rules_version": row["rules_version"],
        "commitment": row["commitment"],
    }
