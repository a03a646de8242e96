"""The versions of a lender's policy: written by one person, published by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, and_, insert, select

from app.core.evidence import sha256_hex
from app.core.lender_policy.values import PolicyVersion
from app.store.event_codec import from_json, to_json
from app.store.policy_tables import LenderPolicyPublicationRow, LenderPolicyRow

MOST = 200
_POLICY: Table = LenderPolicyRow.__table__
_PUBLISHED: Table = LenderPolicyPublicationRow.__table__


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """A version with its people. Without ``published_at`` it is a draft."""

    tenant_id: UUID
    id: UUID
    policy: PolicyVersion
    sha256: str
    made_by: UUID
    made_at: datetime
    approved_by: UUID | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policies:
    connection: Connection

    def draft(
        self, tenant_id: UUID, policy_id: UUID, policy: PolicyVersion, by: UUID, at: datetime
    ) -> None:
        """Keep a version that is not in force; it is never changed afterwards."""
        content = to_json(policy, PolicyVersion)
        self.connection.execute(
            insert(_POLICY).values(
                tenant_id=tenant_id,
                id=policy_id,
                version=policy.version,
                effective_from=policy.effective_from,
                content=content.decode(),
                sha256=sha256_hex(content),
                made_by=by,
                made_at=at,
            )
        )

    def publish(self, found: StoredPolicy, by: UUID, at: datetime) -> None:
        """Let a draft come into force on its day.

        Raises:
            IntegrityError: its maker cannot; the label, or the draft, is published already.
        """
        self.connection.execute(
            insert(_PUBLISHED).values(
                tenant_id=found.tenant_id,
                policy_id=found.id,
                version=found.policy.version,
                made_by=found.made_by,
                approved_by=by,
                at=at,
            )
        )

    def find(self, tenant_id: UUID, policy_id: UUID) -> StoredPolicy | None:
        query = _all(tenant_id).where(_POLICY.c.id == policy_id)
        row = self.connection.execute(query).first()
        return None if row is None else _stored(row)

    def history(self, tenant_id: UUID) -> tuple[StoredPolicy, ...]:
        """Drafts and published versions, newest first."""
        rows = self.connection.execute(
            _all(tenant_id).order_by(_POLICY.c.made_at.desc(), _POLICY.c.id).limit(MOST)
        )
        return tuple(map(_stored, rows))

    def published(self, tenant_id: UUID) -> tuple[PolicyVersion, ...]:
        """Every published version, the last published last."""
        rows = self.connection.execute(
            _all(tenant_id)
            .where(_PUBLISHED.c.at.is_not(None))
            .order_by(_PUBLISHED.c.at, _PUBLISHED.c.policy_id)
        )
        return tuple(_stored(row).policy for row in rows)


def _all(tenant_id: UUID) -> Select[Any]:
    same = and_(
        _PUBLISHED.c.tenant_id == _POLICY.c.tenant_id, _PUBLISHED.c.policy_id == _POLICY.c.id
    )
    return (
        select(_POLICY, _PUBLISHED.c.approved_by, _PUBLISHED.c.at)
        .outerjoin(_PUBLISHED, same)
        .where(_POLICY.c.tenant_id == tenant_id)
    )


def _stored(row: Row[Any]) -> StoredPolicy:
    policy: PolicyVersion = from_json(row.content.encode(), PolicyVersion)
    return StoredPolicy(
        tenant_id=row.tenant_id,
        id=row.id,
        policy=policy,
        sha256=row.sha256,
        made_by=row.made_by,
        made_at=row.made_at,
        approved_by=row.approved_by,
        published_at=row.at,
    )
