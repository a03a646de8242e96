"""Personal ways into a case: a link, or a code from a letter, each good once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from app.store.case_tables import InvitationRow

_INVITATION: Table = InvitationRow.__table__


@dataclass(frozen=True, slots=True)
class Invitation:
    token_sha256: str
    code_sha256: str
    tenant_id: UUID
    case_id: UUID
    person_id: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitations:
    connection: Connection

    def give(self, invitation: Invitation) -> None:
        """Older invitations of this person to this case end."""
        self.connection.execute(
            update(_INVITATION)
            .where(
                _INVITATION.c.case_id == invitation.case_id,
                _INVITATION.c.person_id == invitation.person_id,
                _INVITATION.c.used_at.is_(None),
            )
            .values(used_at=invitation.created_at)
        )
        values = {name: getattr(invitation, name) for name in Invitation.__slots__}
        self.connection.execute(insert(_INVITATION).values(values))

    def end(self, person_id: UUID, at: datetime) -> None:
        """None of this person's opens anything any more."""
        self.connection.execute(
            update(_INVITATION)
            .where(_INVITATION.c.person_id == person_id, _INVITATION.c.used_at.is_(None))
            .values(used_at=at)
        )

    def newest(self, case_id: UUID, person_id: UUID, until: datetime) -> Invitation | None:
        """The last one that this person was sent to a case up to an instant, used or over too."""
        row = self.connection.execute(
            select(_INVITATION)
            .where(
                _INVITATION.c.case_id == case_id,
                _INVITATION.c.person_id == person_id,
                _INVITATION.c.created_at <= until,
            )
            .order_by(_INVITATION.c.created_at.desc(), _INVITATION.c.token_sha256)
        ).first()
        return None if row is None else Invitation(**row._asdict())

    def redeem(self, digest: str, at: datetime) -> Invitation | None:
        """Use it up, in one statement."""
        row = self.connection.execute(
            update(_INVITATION)
            .where(_alive(digest, at))
            .values(used_at=at)
            .returning(*_INVITATION.c)
        ).first()
        return None if row is None else Invitation(**row._asdict())

    def was_used(self, digest: str) -> bool:
        """Whether the invitation under this token or code was used up, or replaced, before."""
        found = select(_INVITATION.c.token_sha256).where(
            _under(digest), _INVITATION.c.used_at.is_not(None)
        )
        return self.connection.execute(found).first() is not None


def _under(digest: str) -> ColumnElement[bool]:
    return (_INVITATION.c.token_sha256 == digest) | (_INVITATION.c.code_sha256 == digest)


def _alive(digest: str, at: datetime) -> ColumnElement[bool]:
    return (
        _under(digest)
        & _INVITATION.c.used_at.is_(None)
        & (_INVITATION.c.created_at <= at)
        & (_INVITATION.c.expires_at > at)
    )
