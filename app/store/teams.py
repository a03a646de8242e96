"""Who is invited to an organisation, and who asks for a new start at signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, or_, select, update

from app.store.crypto import Keyring, Place, folded
from app.store.factor_tables import RecoveryRow, StaffInvitationRow
from app.store.people_tables import MembershipRow

_INVITATION: Table = StaffInvitationRow.__table__
_RECOVERY: Table = RecoveryRow.__table__
_MEMBER: Table = MembershipRow.__table__


@dataclass(frozen=True, slots=True)
class StaffInvitation:
    """``invited_by`` is nobody for one from the command line."""

    token_sha256: str
    organisation_id: UUID
    email: str
    role: str
    invited_by: UUID | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Teams:
    connection: Connection
    keyring: Keyring

    def invite(self, invitation: StaffInvitation) -> None:
        values = {name: getattr(invitation, name) for name in StaffInvitation.__slots__}
        place = _place(invitation.organisation_id, invitation.token_sha256)
        values["email"] = self.keyring.seal_text(place, invitation.email)
        self.connection.execute(insert(_INVITATION).values(values))

    def invited(self, organisation_id: UUID, at: datetime) -> tuple[StaffInvitation, ...]:
        """Open invitations, the oldest first."""
        rows = self.connection.execute(
            select(_INVITATION)
            .where(_INVITATION.c.organisation_id == organisation_id, _holds(at))
            .order_by(_INVITATION.c.created_at, _INVITATION.c.token_sha256)
        )
        return tuple(self._opened(row) for row in rows)

    def peek(self, token_sha256: str, at: datetime) -> StaffInvitation | None:
        """An open invitation; looking uses nothing up."""
        row = self.connection.execute(
            select(_INVITATION).where(_INVITATION.c.token_sha256 == token_sha256, _holds(at))
        ).first()
        return None if row is None else self._opened(row)

    def redeem(self, token_sha256: str, at: datetime) -> StaffInvitation | None:
        """Use it up, in one statement."""
        row = self.connection.execute(
            update(_INVITATION)
            .where(_INVITATION.c.token_sha256 == token_sha256, _holds(at))
            .values(used_at=at)
            .returning(*_INVITATION.c)
        ).first()
        return None if row is None else self._opened(row)

    def withdraw(self, organisation_id: UUID, token_sha256: str, at: datetime) -> bool:
        """Whether there was an open one to take back."""
        row = self.connection.execute(
            update(_INVITATION)
            .where(
                _INVITATION.c.organisation_id == organisation_id,
                _INVITATION.c.token_sha256 == token_sha256,
                _INVITATION.c.used_at.is_(None),
                _INVITATION.c.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=at)
            .returning(_INVITATION.c.token_sha256)
        ).first()
        return row is not None

    def withdraw_all(self, organisation_id: UUID, email: str, at: datetime) -> None:
        """Nothing open to this address works any more, whoever invited."""
        open_ones = self.connection.execute(
            select(_INVITATION).where(
                _INVITATION.c.organisation_id == organisation_id,
                _INVITATION.c.used_at.is_(None),
                _INVITATION.c.withdrawn_at.is_(None),
                _INVITATION.c.expires_at > at,
            )
        )
        for one in [self._opened(row) for row in open_ones]:
            if folded(one.email) == folded(email):
                self.withdraw(organisation_id, one.token_sha256, at)

    def ask_recovery(self, recovery_id: UUID, person_id: UUID, at: datetime) -> None:
        values = {"id": recovery_id, "person_id": person_id, "asked_at": at}
        self.connection.execute(insert(_RECOVERY).values(values))

    def recovery_since(self, person_id: UUID, since: datetime) -> datetime | None:
        """When the person asked last, if nobody has helped since."""
        asked: datetime | None = self.connection.execute(
            select(_RECOVERY.c.asked_at)
            .where(
                _RECOVERY.c.person_id == person_id,
                _RECOVERY.c.done_at.is_(None),
                _RECOVERY.c.asked_at > since,
            )
            .order_by(_RECOVERY.c.asked_at.desc())
            .limit(1)
        ).scalar()
        return asked

    def recovered(self, person_id: UUID, by: UUID | None, at: datetime) -> None:
        self.connection.execute(
            update(_RECOVERY)
            .where(_RECOVERY.c.person_id == person_id, _RECOVERY.c.done_at.is_(None))
            .values(done_at=at, done_by=by)
        )

    def _opened(self, row: Row[tuple[object, ...]]) -> StaffInvitation:
        place = _place(row.organisation_id, row.token_sha256)
        return StaffInvitation(
            row.token_sha256,
            row.organisation_id,
            self.keyring.open(place, row.email).decode(),
            row.role,
            row.invited_by,
            row.created_at,
            row.expires_at,
        )


def _holds(at: datetime) -> ColumnElement[bool]:
    """Open, in time, and from somebody who is still an admin there: rights end with the person."""
    inviter = (
        select(_MEMBER.c.person_id)
        .where(
            _MEMBER.c.organisation_id == _INVITATION.c.organisation_id,
            _MEMBER.c.person_id == _INVITATION.c.invited_by,
            _MEMBER.c.removed_at.is_(None),
            _MEMBER.c.role == "admin",
        )
        .exists()
    )
    return (
        _INVITATION.c.used_at.is_(None)
        & _INVITATION.c.withdrawn_at.is_(None)
        & (_INVITATION.c.expires_at > at)
        & or_(_INVITATION.c.invited_by.is_(None), inviter)
    )


def _place(organisation_id: UUID, token_sha256: str) -> Place:
    return Place("staff_invitation", "email", organisation_id, token_sha256)
