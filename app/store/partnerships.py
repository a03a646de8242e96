"""Two households with one budget: asked by one person, confirmed by the other, left by either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, or_, select, update

from app.store.crypto import Keyring
from app.store.sharing_tables import PartnershipRow

_TABLE: Table = PartnershipRow.__table__
CODE_LENGTH = 12
# Without signs that people confuse on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Partnership:
    id: UUID
    code_sha256: str
    asker_id: UUID
    asker_household_id: UUID
    asked_at: datetime
    expires_at: datetime
    partner_id: UUID | None = None
    partner_household_id: UUID | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    left_by: UUID | None = None

    def other(self, household_id: UUID) -> tuple[UUID, UUID]:
        """The person and the household on the other side of a partnership that was joined.

        Raises:
            LookupError: nobody has joined, or the household is not part of it.
        """
        if self.partner_id is None or self.partner_household_id is None:
            raise LookupError("nobody has joined")
        sides = {
            self.asker_household_id: (self.partner_id, self.partner_household_id),
            self.partner_household_id: (self.asker_id, self.asker_household_id),
        }
        return sides[household_id]


@dataclass(frozen=True, slots=True)
class Partnerships:
    connection: Connection
    keyring: Keyring

    def code(self, partnership_id: UUID) -> str:
        """The code of an invitation, worked out anew each time: no table holds it."""
        digest = self.keyring.blind(None, "partnership.code", str(partnership_id))
        number, signs = int(digest, 16), []
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(ALPHABET))
            signs.append(ALPHABET[place])
        return "".join(signs)

    def ask(self, partnership: Partnership) -> None:
        """Open invitations of the same household end."""
        self.withdraw(partnership.asker_household_id, partnership.asked_at)
        values = {name: getattr(partnership, name) for name in Partnership.__slots__}
        self.connection.execute(insert(_TABLE).values(values))

    def withdraw(self, household_id: UUID, at: datetime) -> None:
        """Nobody can use an open invitation of this household any more."""
        self.connection.execute(
            update(_TABLE)
            .where(
                _TABLE.c.asker_household_id == household_id,
                _TABLE.c.joined_at.is_(None),
                _TABLE.c.expires_at > at,
            )
            .values(expires_at=at)
        )

    def asked(self, household_id: UUID, at: datetime) -> Partnership | None:
        """The open invitation of a household."""
        return self._one(_TABLE.c.asker_household_id == household_id, _open(at))

    def by_code(self, code_sha256: str, at: datetime) -> Partnership | None:
        """An open invitation by the digest of its code; looking uses nothing up."""
        return self._one(_TABLE.c.code_sha256 == code_sha256, _open(at))

    def join(
        self, partnership_id: UUID, partner_id: UUID, household_id: UUID, at: datetime
    ) -> None:
        """Raises IntegrityError: one of the two households shares a budget already."""
        self.connection.execute(
            update(_TABLE)
            .where(_TABLE.c.id == partnership_id, _open(at))
            .values(partner_id=partner_id, partner_household_id=household_id, joined_at=at)
        )

    def leave(self, partnership_id: UUID, person_id: UUID, at: datetime) -> bool:
        """Whether there was one to leave."""
        left = self.connection.execute(
            update(_TABLE)
            .where(
                _TABLE.c.id == partnership_id,
                _TABLE.c.joined_at.is_not(None),
                _TABLE.c.left_at.is_(None),
            )
            .values(left_at=at, left_by=person_id)
            .returning(_TABLE.c.id)
        ).first()
        return left is not None

    def live(self, household_id: UUID, at: datetime) -> Partnership | None:
        """The partnership of a household that was in force at ``at``."""
        return self._one(_side(household_id), _live(at))

    def last(self, household_id: UUID) -> Partnership | None:
        """The newest that was joined, whether or not somebody left."""
        return self._one(_side(household_id), _TABLE.c.joined_at.is_not(None))

    def _one(self, *where: ColumnElement[bool]) -> Partnership | None:
        row = self.connection.execute(
            select(_TABLE)
            .where(*where)
            .order_by(_TABLE.c.joined_at.desc(), _TABLE.c.asked_at.desc())
            .limit(1)
        ).first()
        return None if row is None else Partnership(**row._asdict())


def _open(at: datetime) -> ColumnElement[bool]:
    return and_(_TABLE.c.joined_at.is_(None), _TABLE.c.expires_at > at)


def _side(household_id: UUID) -> ColumnElement[bool]:
    return or_(
        _TABLE.c.asker_household_id == household_id,
        _TABLE.c.partner_household_id == household_id,
    )


def _live(at: datetime) -> ColumnElement[bool]:
    return and_(_TABLE.c.joined_at <= at, or_(_TABLE.c.left_at.is_(None), _TABLE.c.left_at > at))


def together_with(connection: Connection, household_id: UUID, at: datetime) -> frozenset[UUID]:
    """Whoever shares one budget with the owner of a household at ``at``."""
    rows = connection.execute(
        select(_TABLE.c.asker_household_id, _TABLE.c.asker_id, _TABLE.c.partner_id).where(
            _side(household_id), _live(at)
        )
    )
    return frozenset(
        row.partner_id if row.asker_household_id == household_id else row.asker_id for row in rows
    )
