"""Lists for pages: frozen rows, at most a hundred at a time, filters from fixed lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, or_, select

from app.core.paging import PAGE
from app.store.case_tables import CaseEventRow, CasePartyRow, CaseRow
from app.store.cases import CaseHeader, header, header_columns
from app.store.consents import live_authority
from app.store.crypto import Keyring, Place
from app.store.people import open_person
from app.store.people_tables import AuthorityRow, OrganisationRow, PersonRow
from app.store.stated_names import stated_place

_CASE: Table = CaseRow.__table__
_EVENT: Table = CaseEventRow.__table__
_REPLY, _COMPLAINT = _CASE.c.reply_due, _CASE.c.complaint_due
_DUE = case((_REPLY.is_(None), _COMPLAINT), (_COMPLAINT < _REPLY, _COMPLAINT), else_=_REPLY)
"""Whichever answer of the lender's comes first."""
_PERSON: Table = PersonRow.__table__
_LENDER: Table = OrganisationRow.__table__
_PARTY: Table = CasePartyRow.__table__
_AUTHORITY: Table = AuthorityRow.__table__


class Show(StrEnum):
    """What a queue may be narrowed to."""

    ALL = "all"
    WAITING_FOR_US = "waiting_for_us"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    ON_HOLD = "on_hold"
    WITH_A_PERSON = "with_a_person"
    WITH_A_SUPERVISOR = "with_a_supervisor"
    AGREED = "agreed"


class Order(StrEnum):
    REPLY_DUE = "reply_due"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list, with the names that stand beside it.

    A lender's own list has its own name for a person who has not confirmed the debt.
    """

    case: CaseHeader
    borrower: str
    lender: str
    account: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """``total`` counts all lines of the list, of which ``lines`` are page ``page`` (from 1)."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Reading:
    connection: Connection
    keyring: Keyring

    def queue(
        self,
        tenant_id: UUID,
        today: date,
        *,
        show: Show = Show.ALL,
        order: Order = Order.REPLY_DUE,
        page: int = 1,
    ) -> CasePage:
        """The cases of one lender. Restricted ones are in no list."""
        narrowed = and_(_CASE.c.tenant_id == tenant_id, *_narrow(show, today))
        return self._page(narrowed, order, page, lends=True)

    def of_borrower(self, person_id: UUID, *, page: int = 1) -> CasePage:
        """Every case that the person is a party of, whoever the lender."""
        mine = select(_PARTY.c.case_id).where(
            _PARTY.c.person_id == person_id, _PARTY.c.relation.in_(("owner", "joint"))
        )
        return self._page(_CASE.c.id.in_(mine), Order.OLDEST, page)

    def caseload(
        self, charities: tuple[UUID, ...], person_id: UUID, at: datetime, *, page: int = 1
    ) -> CasePage:
        """The cases of every borrower who lets this counselor, or the whole charity, act."""
        clients = select(_AUTHORITY.c.borrower_id).where(
            _AUTHORITY.c.counselor_org_id.in_(charities),
            or_(_AUTHORITY.c.counselor_id.is_(None), _AUTHORITY.c.counselor_id == person_id),
            live_authority(at),
        )
        return self._page(_CASE.c.borrower_id.in_(clients), Order.REPLY_DUE, page)

    def answered(self, tenant_id: UUID, since: datetime) -> tuple[CaseHeader, ...]:
        """The cases of one lender in which it said something of an offer from ``since`` on."""
        said = select(_EVENT.c.case_id).where(
            _EVENT.c.tenant_id == tenant_id,
            _EVENT.c.role == "lender",
            _EVENT.c.kind.in_(("offer-accepted", "offer-declined", "offer-made")),
            _EVENT.c.at >= since,
        )
        query = select(*header_columns()).where(
            _CASE.c.tenant_id == tenant_id, _CASE.c.id.in_(said), _CASE.c.restricted.is_(False)
        )
        return tuple(header(row) for row in self.connection.execute(query))

    def negotiated(self, tenant_id: UUID, stages: tuple[str, ...]) -> tuple[CaseHeader, ...]:
        """The cases of one lender at one of ``stages``, oldest first; no restricted one."""
        rows = self.connection.execute(
            select(*header_columns())
            .where(
                _CASE.c.tenant_id == tenant_id,
                _CASE.c.stage.in_(stages),
                _CASE.c.restricted.is_(False),
            )
            .order_by(_CASE.c.created_at, _CASE.c.id)
        )
        return tuple(header(row) for row in rows)

    def waiting_for_lenders(self) -> tuple[UUID, ...]:
        """Every case in which it is the lender's move, the longest waiting first."""
        rows = self.connection.execute(
            select(_CASE.c.id)
            .where(_CASE.c.waiting_for == "lender", _CASE.c.restricted.is_(False))
            .order_by(_CASE.c.updated_at, _CASE.c.id)
        )
        return tuple(row.id for row in rows)

    def _page(
        self, narrowed: ColumnElement[bool], order: Order, page: int, *, lends: bool = False
    ) -> CasePage:
        shown = and_(narrowed, _CASE.c.restricted.is_(False))
        total = self.connection.execute(
            select(func.count()).select_from(_CASE).where(shown)
        ).scalar_one()
        # A number past the last page shows an empty one, and never more than the database counts.
        page = min(max(page, 1), max(1, -(-total // PAGE)) + 1)
        query: Select[Any] = (
            select(*header_columns(), _CASE.c.account, _CASE.c.stated_name)
            .where(shown)
            .order_by(*_order(order))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
        rows = self.connection.execute(query).all()
        names = self._people({row.borrower_id for row in rows})
        lenders = self._lenders({row.tenant_id for row in rows})
        lines = tuple(
            CaseLine(
                header(row),
                (lends and self._stated(row)) or names[row.borrower_id],
                lenders[row.tenant_id],
                self._account(row),
            )
            for row in rows
        )
        return CasePage(lines, total, page)

    def _people(self, ids: set[UUID]) -> dict[UUID, str]:
        rows = self.connection.execute(select(_PERSON).where(_PERSON.c.id.in_(ids)))
        return {row.id: open_person(self.keyring, row).name for row in rows}

    def _lenders(self, ids: set[UUID]) -> dict[UUID, str]:
        rows = self.connection.execute(
            select(_LENDER.c.id, _LENDER.c.name).where(_LENDER.c.id.in_(ids))
        )
        return {row.id: row.name for row in rows}

    def _account(self, row: Any) -> str:  # noqa: ANN401 (a row of the query above)
        place = Place("debt_case", "account", row.tenant_id, str(row.id))
        return self.keyring.open(place, row.account).decode()

    def _stated(self, row: Any) -> str | None:  # noqa: ANN401 (a row of the query above)
        return self.keyring.open_text(stated_place(row.tenant_id, row.id), row.stated_name)


def _narrow(show: Show, today: date) -> tuple[ColumnElement[bool], ...]:
    match show:
        case Show.ALL:
            return ()
        case Show.WAITING_FOR_US:
            return (_CASE.c.waiting_for == "lender",)
        case Show.OVERDUE:
            late = and_(_CASE.c.waiting_for == "lender", _CASE.c.reply_due < today)
            return (or_(late, _CASE.c.complaint_due < today),)
        case Show.DISPUTED:
            return (_CASE.c.disputed.is_(True),)
        case Show.ON_HOLD:
            return (_CASE.c.hold_until >= today,)
        case Show.WITH_A_PERSON:
            return (_CASE.c.person_since.is_not(None),)
        case Show.WITH_A_SUPERVISOR:
            return (or_(_CASE.c.late_since.is_not(None), _CASE.c.complaint_due < today),)
        case Show.AGREED:
            return (_CASE.c.stage.in_(("agreed", "signing", "signed", "sealed")),)


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    match order:
        case Order.REPLY_DUE:
            # Databases disagree on where empty dates go; here they go last.
            return (_DUE.is_(None), _DUE, _CASE.c.updated_at, _CASE.c.id)
        case Order.NEWEST:
            return (_CASE.c.created_at.desc(), _CASE.c.id)
        case Order.OLDEST:
            return (_CASE.c.created_at, _CASE.c.id)
