"""What has been kept long enough: found and taken away, a part at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from app.store.agreement_tables import SigningNonceRow
from app.store.case_tables import CaseEventRow, CasePartyRow, CaseRow, InvitationRow
from app.store.contact_tables import ContactRow
from app.store.counselor_tables import HandoverRow, NoteRow
from app.store.factor_tables import ChallengeRow, StaffInvitationRow
from app.store.keeping_tables import CaseKeepingRow
from app.store.offer_tables import CommitmentRow
from app.store.overlap_tables import OverlapFigureRow
from app.store.people_tables import HouseholdPayloadRow, HouseholdRow, MembershipRow
from app.store.sharing_tables import PartnershipRow
from app.store.work_tables import IdempotencyKeyRow, LoginRequestRow, SessionRow

_CASE: Table = CaseRow.__table__
_EVENT: Table = CaseEventRow.__table__
_PARTY, _MEMBER = CasePartyRow.__table__, MembershipRow.__table__
_KEPT: Table = CaseKeepingRow.__table__
_COMMITMENT: Table = CommitmentRow.__table__
_CONTACT: Table = ContactRow.__table__
_NOTE, _HANDOVER = NoteRow.__table__, HandoverRow.__table__
_HOUSEHOLD: Table = HouseholdRow.__table__
_TOLD: Table = HouseholdPayloadRow.__table__
_LOGIN, _NONCE = LoginRequestRow.__table__, SigningNonceRow.__table__
_KEY, _INVITED = IdempotencyKeyRow.__table__, InvitationRow.__table__
_SESSION, _ASKED = SessionRow.__table__, PartnershipRow.__table__
_FIGURE, _CHALLENGE = OverlapFigureRow.__table__, ChallengeRow.__table__
_STAFF = StaffInvitationRow.__table__

TIMED: dict[str, tuple[tuple[Table, Any, Any], ...]] = {
    "codes": (
        (_LOGIN, _LOGIN.c.expires_at, None),
        (_NONCE, _NONCE.c.expires_at, _NONCE.c.used_at.is_(None)),
        (_KEY, _KEY.c.at, None),
        (_INVITED, func.coalesce(_INVITED.c.used_at, _INVITED.c.expires_at), None),
        (_CHALLENGE, _CHALLENGE.c.expires_at, None),
        (
            _STAFF,
            func.coalesce(_STAFF.c.used_at, _STAFF.c.withdrawn_at, _STAFF.c.expires_at),
            None,
        ),
    ),
    "sign_ins": ((_SESSION, func.coalesce(_SESSION.c.ended_at, _SESSION.c.expires_at), None),),
    "drafts": (
        (_ASKED, _ASKED.c.expires_at, _ASKED.c.joined_at.is_(None)),
        (_FIGURE, _FIGURE.c.stated_at, None),
    ),
}
"""(table, the moment its period starts, which of its rows) of each class that time alone ends.

A signing nonce that was used is part of the signature, and goes with the agreement.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the law has to know of a case that is not under lock."""

    tenant_id: UUID
    id: UUID
    borrower_id: UUID
    household_id: UUID
    stage: str
    jurisdiction: str
    moved_at: datetime
    plan_ends: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A case under lock. ``until`` is when its rows go, ``gone_at`` when they went."""

    tenant_id: UUID
    case_id: UUID
    place: str
    because: str
    ended_at: datetime
    restricted_at: datetime
    until: datetime
    gone_at: datetime | None
    version: int
    head: str


@dataclass(frozen=True, slots=True)
class Keeping:
    connection: Connection

    def forget(self, name: str, before: datetime, most: int) -> dict[str, int]:
        """Delete what began ``before`` or then, of one class; how many rows of which table.

        At most ``most`` of each table, so that nobody waits long for it.
        """
        gone = {}
        for table, start, which in TIMED[name]:
            due = start <= before if which is None else and_(start <= before, which)
            if count := self._delete_some(table, due, most):
                gone[table.name] = count
        return gone

    def forget_contacts(
        self, place: str, longer: tuple[str, ...], before: datetime, most: int
    ) -> int:
        """Contacts of people with a case of ``place``, and none of a place that asks for ``longer``."""

        def has(places: tuple[str, ...]) -> ColumnElement[bool]:
            return exists().where(
                _CASE.c.borrower_id == _CONTACT.c.person_id, _CASE.c.jurisdiction.in_(places)
            )

        due = and_(_CONTACT.c.at <= before, has((place,)), ~has(longer))
        return self._delete_some(_CONTACT, due, most)

    def old_drafts(self, before: datetime, most: int) -> tuple[tuple[UUID, UUID], ...]:
        """(owner, household) of budgets that nobody was shown and nobody touched since."""
        shown = exists().where(
            _CASE.c.household_id == _HOUSEHOLD.c.id,
            _EVENT.c.case_id == _CASE.c.id,
            _EVENT.c.kind == "budget-shared",
        )
        together = exists().where(
            or_(
                _ASKED.c.asker_household_id == _HOUSEHOLD.c.id,
                _ASKED.c.partner_household_id == _HOUSEHOLD.c.id,
            ),
            _ASKED.c.joined_at.is_not(None),
            _ASKED.c.left_at.is_(None),
        )
        query = (
            select(_HOUSEHOLD.c.owner_id, _HOUSEHOLD.c.id)
            .where(_HOUSEHOLD.c.updated_at <= before, _has_budget(), ~shown, ~together)
            .order_by(_HOUSEHOLD.c.updated_at, _HOUSEHOLD.c.id)
            .limit(most)
        )
        return tuple((row.owner_id, row.id) for row in self.connection.execute(query))

    def standings(
        self, *, after: UUID | None = None, most: int = 500, borrower_id: UUID | None = None
    ) -> tuple[Standing, ...]:
        """Cases that are not under lock, by id; of everybody or of one borrower."""
        last = (
            select(func.max(_COMMITMENT.c.ends_on))
            .where(_COMMITMENT.c.case_id == _CASE.c.id, _COMMITMENT.c.state == "agreed")
            .scalar_subquery()
        )
        query = select(_CASE, last.label("plan_ends")).where(_CASE.c.restricted.is_(False))
        if after is not None:
            query = query.where(_CASE.c.id > after)
        if borrower_id is not None:
            query = query.where(_CASE.c.borrower_id == borrower_id)
        return tuple(
            Standing(
                row.tenant_id,
                row.id,
                row.borrower_id,
                row.household_id,
                row.stage,
                row.jurisdiction,
                row.updated_at,
                row.plan_ends,
            )
            for row in self.connection.execute(query.order_by(_CASE.c.id).limit(most))
        )

    def lock(
        self, one: Standing, *, because: str, ended: datetime, until: datetime, at: datetime
    ) -> None:
        """Put a case under lock: from now on it exists for nobody."""
        ours = and_(_CASE.c.tenant_id == one.tenant_id, _CASE.c.id == one.id)
        head = self.connection.execute(select(_CASE.c.version, _CASE.c.head).where(ours)).one()
        self.connection.execute(update(_CASE).where(ours).values(restricted=True))
        self.connection.execute(
            insert(_KEPT).values(
                tenant_id=one.tenant_id,
                case_id=one.id,
                place=one.jurisdiction,
                because=because,
                ended_at=ended,
                restricted_at=at,
                until=until,
                version=head.version,
                head=head.head,
            )
        )

    def find(self, case_id: UUID) -> Kept | None:
        row = self.connection.execute(select(_KEPT).where(_KEPT.c.case_id == case_id)).first()
        return None if row is None else Kept(**row._asdict())

    def of_borrower(self, person_id: UUID) -> tuple[Kept, ...]:
        """What is still under lock of one borrower, the first to go first."""
        mine = select(_CASE.c.id).where(_CASE.c.borrower_id == person_id)
        query = select(_KEPT).where(_KEPT.c.case_id.in_(mine)).order_by(_KEPT.c.until)
        return tuple(Kept(**row._asdict()) for row in self.connection.execute(query))

    def due(self, at: datetime, most: int) -> tuple[Kept, ...]:
        """Whose time is over, the longest first."""
        query = select(_KEPT).where(_KEPT.c.gone_at.is_(None), _KEPT.c.until <= at)
        rows = self.connection.execute(query.order_by(_KEPT.c.until, _KEPT.c.case_id).limit(most))
        return tuple(Kept(**row._asdict()) for row in rows)

    def is_here(self, person_id: UUID) -> bool:
        """Whether something is left to come back to: a case, a shared budget, or work."""
        case = exists().where(
            _PARTY.c.person_id == person_id,
            _CASE.c.id == _PARTY.c.case_id,
            _CASE.c.restricted.is_(False),
        )
        shares = exists().where(
            or_(_ASKED.c.asker_id == person_id, _ASKED.c.partner_id == person_id),
            _ASKED.c.joined_at.is_not(None),
            _ASKED.c.left_at.is_(None),
        )
        works = exists().where(_MEMBER.c.person_id == person_id, _MEMBER.c.removed_at.is_(None))
        return bool(self.connection.execute(select(or_(case, shares, works))).scalar())

    def forget_help(self, household_id: UUID) -> int:
        """What counselors wrote about a client with no case that goes on; how many rows."""
        count = 0
        for table in (_NOTE, _HANDOVER):
            mine = table.c.household_id == household_id
            gone = self.connection.execute(delete(table).where(mine).returning(table.c.id))
            count += len(gone.all())
        return count

    def mark_gone(self, kept: Kept, at: datetime) -> None:
        """The rows of the case may be deleted from now on, in this transaction."""
        self.connection.execute(
            update(_KEPT).where(_KEPT.c.case_id == kept.case_id).values(gone_at=at)
        )

    def _delete_some(self, table: Table, due: ColumnElement[bool], most: int) -> int:
        key = list(table.primary_key.columns)
        rows = self.connection.execute(select(*key).where(due).limit(most)).all()
        if rows:
            self.connection.execute(delete(table).where(tuple_(*key).in_([tuple(r) for r in rows])))
        return len(rows)


def _has_budget() -> ColumnElement[bool]:
    return exists().where(
        _TOLD.c.household_id == _HOUSEHOLD.c.id,
        _TOLD.c.data_class.in_(("budget", "hardship", "evidence")),
        _TOLD.c.erased_at.is_(None),
    )
