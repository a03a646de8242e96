"""Decisions past a lender's limits: asked for by one person, decided once by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.core.evidence import sha256_hex
from app.core.negotiation.commands import AcceptOffer, CounterOffer, MakeOffer
from app.store.crypto import Keyring, Place
from app.store.errors import DecryptionFailed, StaleVersion
from app.store.event_codec import EventCodec
from app.store.policy_tables import ApprovalRow

Deciding = MakeOffer | CounterOffer | AcceptOffer
COMMANDS: EventCodec[Deciding] = EventCodec.of(Deciding)
MOST = 200
_APPROVAL: Table = ApprovalRow.__table__


@dataclass(frozen=True, slots=True)
class Asking:
    """What one person wants to do. ``reasons`` are the limits it goes past."""

    tenant_id: UUID
    id: UUID
    case_id: UUID
    command: Deciding
    reasons: tuple[str, ...]
    policy_version: str
    asked_by: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """``state`` is approved, returned or stale; ``outcome`` names why it was stale."""

    state: str
    by: UUID
    at: datetime
    words: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    asking: Asking
    sha256: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Approvals:
    connection: Connection
    keyring: Keyring

    def ask(self, asking: Asking) -> None:
        """Keep the exact command until somebody else decides.

        Raises:
            IntegrityError: a decision of this case waits already.
        """
        payload = COMMANDS.dump(asking.command)
        self.connection.execute(
            insert(_APPROVAL).values(
                tenant_id=asking.tenant_id,
                id=asking.id,
                case_id=asking.case_id,
                kind=COMMANDS.kind(asking.command),
                payload=self.keyring.seal(_place(asking.tenant_id, asking.id, "payload"), payload),
                sha256=sha256_hex(payload),
                reasons=" ".join(asking.reasons),
                policy_version=asking.policy_version,
                asked_by=asking.asked_by,
                asked_at=asking.asked_at,
                state="pending",
            )
        )

    def decide(self, tenant_id: UUID, approval_id: UUID, decision: Decision) -> None:
        """Close what is pending.

        Raises:
            StaleVersion: somebody was first.
            IntegrityError: who asked cannot decide.
        """
        place = _place(tenant_id, approval_id, "answer")
        moved = self.connection.execute(
            update(_APPROVAL)
            .where(
                _APPROVAL.c.tenant_id == tenant_id,
                _APPROVAL.c.id == approval_id,
                _APPROVAL.c.state == "pending",
            )
            .values(
                state=decision.state,
                decided_by=decision.by,
                decided_at=decision.at,
                answer=self.keyring.seal_text(place, decision.words or None),
                outcome=decision.outcome or None,
            )
            .returning(_APPROVAL.c.id)
        ).first()
        if moved is None:
            raise StaleVersion("somebody has decided this")

    def find(self, tenant_id: UUID, approval_id: UUID) -> Approval | None:
        row = self.connection.execute(
            select(_APPROVAL).where(
                _APPROVAL.c.tenant_id == tenant_id, _APPROVAL.c.id == approval_id
            )
        ).first()
        return None if row is None else self._approval(row)

    def newest(self, tenant_id: UUID, case_id: UUID) -> Approval | None:
        """The last decision of a case that needed a second person."""
        row = self.connection.execute(
            select(_APPROVAL)
            .where(_APPROVAL.c.tenant_id == tenant_id, _APPROVAL.c.case_id == case_id)
            .order_by(_APPROVAL.c.asked_at.desc(), _APPROVAL.c.state != "pending")
            .limit(1)
        ).first()
        return None if row is None else self._approval(row)

    def history(self, tenant_id: UUID) -> tuple[Approval, ...]:
        """Those that wait first, then newest first."""
        rows = self.connection.execute(
            select(_APPROVAL)
            .where(_APPROVAL.c.tenant_id == tenant_id)
            .order_by(_APPROVAL.c.state != "pending", _APPROVAL.c.asked_at.desc(), _APPROVAL.c.id)
            .limit(MOST)
        )
        return tuple(map(self._approval, rows))

    def _approval(self, row: Row[Any]) -> Approval:
        payload = self.keyring.open(_place(row.tenant_id, row.id, "payload"), row.payload)
        if sha256_hex(payload) != row.sha256:
            raise DecryptionFailed(f"approval {row.id}")
        asking = Asking(
            tenant_id=row.tenant_id,
            id=row.id,
            case_id=row.case_id,
            command=COMMANDS.load(row.kind, payload),
            reasons=tuple(row.reasons.split()),
            policy_version=row.policy_version,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
        )
        if row.state == "pending":
            return Approval(asking, row.sha256, None)
        words = self.keyring.open_text(_place(row.tenant_id, row.id, "answer"), row.answer)
        decision = Decision(
            row.state, row.decided_by, row.decided_at, words or "", row.outcome or ""
        )
        return Approval(asking, row.sha256, decision)


def _place(tenant_id: UUID, approval_id: UUID, column: str) -> Place:
    return Place("approval", column, tenant_id, str(approval_id))
