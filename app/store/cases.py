"""Cases: their header for lists, their people, and their stream of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, and_, bindparam, insert, select, update

from app.core.access import ObjectFacts
from app.core.evidence import GENESIS, Break, Link
from app.core.negotiation.events import Event
from app.store.case_tables import CaseEventRow, CasePartyRow, CaseRow
from app.store.consents import Consents
from app.store.crypto import Keyring, Place
from app.store.stated_names import stated_place
from app.store.streams import Head, Streams

_CASE: Table = CaseRow.__table__
_EVENT: Table = CaseEventRow.__table__
_PARTY: Table = CasePartyRow.__table__


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """What lists show of a case. ``version`` counts its events; ``app.store.alike`` explains one.

    A person looks ``person_since``: the offers ran out on that day. A supervisor has it
    ``late_since``; the next complaint is answered by ``complaint_due``.
    """

    tenant_id: UUID
    id: UUID
    borrower_id: UUID
    household_id: UUID
    stage: str
    version: int
    currency: str
    jurisdiction: str
    pack_version: str
    owed_minor: int
    restricted: bool
    disputed: bool
    hold_until: date | None
    waiting_for: str | None
    reply_due: date | None
    person_since: date | None
    late_since: date | None
    complaint_due: date | None
    looks_alike: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to open. ``account``, unique there, and ``name`` are the lender's own words."""

    tenant_id: UUID
    id: UUID
    borrower_id: UUID
    household_id: UUID
    account: str
    currency: str
    jurisdiction: str
    pack_version: str
    name: str


@dataclass(frozen=True, slots=True)
class Projection:
    """What the events of a case amount to, for lists. ``waiting_for`` is a role or nobody."""

    stage: str
    owed_minor: int
    disputed: bool = False
    hold_until: date | None = None
    waiting_for: str | None = None
    reply_due: date | None = None
    person_since: date | None = None
    late_since: date | None = None
    complaint_due: date | None = None


_HEADER = tuple(_CASE.c[field.name] for field in fields(CaseHeader))
# Asked for every right in a case: put together once.
_FOUND = select(*_HEADER).where(_CASE.c.id == bindparam("case_id"))
_TIES = and_(_PARTY.c.tenant_id == bindparam("tenant"), _PARTY.c.case_id == bindparam("case"))
_PARTIES = select(_PARTY.c.person_id, _PARTY.c.relation).where(_TIES)
_IN_ORDER = _PARTIES.order_by(_PARTY.c.relation, _PARTY.c.person_id)


@dataclass(frozen=True, slots=True)
class Cases:
    connection: Connection
    keyring: Keyring
    streams: Streams[Event]

    def open(self, new: NewCase, at: datetime) -> None:
        """Open an empty case (version 0) with its borrower as owner; append its events next.

        Raises:
            IntegrityError: the lender has a case for this account, or the household
                is not the borrower's.
        """
        place = Place("debt_case", "account", new.tenant_id, str(new.id))
        stated = stated_place(new.tenant_id, new.id)
        self.connection.execute(
            insert(_CASE).values(
                tenant_id=new.tenant_id,
                id=new.id,
                borrower_id=new.borrower_id,
                household_id=new.household_id,
                account=self.keyring.seal(place, new.account.encode()),
                account_index=self._account_index(new.tenant_id, new.account),
                stated_name=self.keyring.seal(stated, new.name.encode()),
                stage="new",
                version=0,
                head=GENESIS,
                currency=new.currency,
                jurisdiction=new.jurisdiction,
                pack_version=new.pack_version,
                owed_minor=0,
                restricted=False,
                disputed=False,
                looks_alike=False,
                created_at=at,
                updated_at=at,
            )
        )
        self.add_party(new.tenant_id, new.id, new.borrower_id, "owner")

    def find(self, case_id: UUID) -> CaseHeader | None:
        row = self.connection.execute(_FOUND, {"case_id": case_id}).first()
        return None if row is None else header(row)

    def by_account(self, tenant_id: UUID, account: str) -> CaseHeader | None:
        index = self._account_index(tenant_id, account)
        row = self.connection.execute(
            select(*_HEADER).where(_CASE.c.tenant_id == tenant_id, _CASE.c.account_index == index)
        ).first()
        return None if row is None else header(row)

    def account(self, tenant_id: UUID, case_id: UUID) -> str:
        """The lender's own reference.

        Raises:
            NoResultFound: there is no such case.
        """
        sealed = self.connection.execute(
            select(_CASE.c.account).where(_CASE.c.tenant_id == tenant_id, _CASE.c.id == case_id)
        ).scalar_one()
        place = Place("debt_case", "account", tenant_id, str(case_id))
        return self.keyring.open(place, sealed).decode()

    def stated_name(self, tenant_id: UUID, case_id: UUID) -> str | None:
        """What the lender called the person; nothing once they confirmed the debt.

        Raises:
            NoResultFound: there is no such case.
        """
        sealed = self.connection.execute(
            select(_CASE.c.stated_name).where(_CASE.c.tenant_id == tenant_id, _CASE.c.id == case_id)
        ).scalar_one()
        return self.keyring.open_text(stated_place(tenant_id, case_id), sealed)

    def of_household(self, owner_id: UUID, household_id: UUID) -> tuple[CaseHeader, ...]:
        """Every case of one household, oldest first; no restricted one."""
        rows = self.connection.execute(
            select(*_HEADER)
            .where(
                _CASE.c.borrower_id == owner_id,
                _CASE.c.household_id == household_id,
                _CASE.c.restricted.is_(False),
            )
            .order_by(_CASE.c.created_at, _CASE.c.id)
        )
        return tuple(header(row) for row in rows)

    def facts(self, case_id: UUID, at: datetime) -> ObjectFacts | None:
        """What the table of rights has to know of a case at ``at``."""
        found = self.find(case_id)
        if found is None:
            return None
        consents = Consents(self.connection)
        parties = self.parties(found.tenant_id, case_id)
        return ObjectFacts(
            owner_id=found.borrower_id,
            tenant_id=found.tenant_id,
            joint_ids=frozenset(person for person, relation in parties if relation == "joint"),
            mandates=consents.mandates(found.borrower_id, at),
            opened=consents.opened(found.tenant_id, case_id, at),
            restricted=found.restricted,
        )

    def history(self, tenant_id: UUID, case_id: UUID) -> tuple[Event, ...]:
        """All events in order; the whole chain is checked. Raises as ``Streams.history``."""
        return self.streams.history(tenant_id, case_id)

    def append(
        self,
        tenant_id: UUID,
        case_id: UUID,
        expected_version: int,
        events: Sequence[Event],
        *,
        actor_id: UUID | None,
        role: str,
        at: datetime,
    ) -> Head:
        """Add ``events``. ``actor_id`` is nobody when the product acts by itself.

        Raises:
            StaleVersion: the case moved since ``expected_version``.
        """
        return self.streams.append(
            tenant_id, case_id, expected_version, events, actor_id=actor_id, role=role, at=at
        )

    def acted(self, tenant_id: UUID, case_id: UUID, role: str) -> tuple[UUID, ...]:
        """Who moved the case in ``role``, each once, the last to do so first."""
        rows = self.connection.execute(
            select(_EVENT.c.actor_id)
            .where(
                _EVENT.c.tenant_id == tenant_id,
                _EVENT.c.case_id == case_id,
                _EVENT.c.role == role,
                _EVENT.c.actor_id.is_not(None),
            )
            .order_by(_EVENT.c.seq.desc())
        )
        return tuple(dict.fromkeys(row.actor_id for row in rows))

    def project(self, tenant_id: UUID, case_id: UUID, projection: Projection) -> None:
        """Bring the columns behind the lists up to the events.

        Whoever confirmed the debt let the lender know who they are: its own word for them goes.
        """
        values = {f.name: getattr(projection, f.name) for f in fields(Projection)}
        if projection.stage != "new":
            values["stated_name"] = None
        self.connection.execute(
            update(_CASE)
            .where(_CASE.c.tenant_id == tenant_id, _CASE.c.id == case_id)
            .values(values)
        )

    def borrowed(
        self, person_id: UUID, tenant_id: UUID | None, case_id: UUID | None
    ) -> tuple[CaseHeader, ...]:
        """The cases in which the person borrows, of one lender or the one named where it is."""
        query = select(*_HEADER).where(
            _CASE.c.borrower_id == person_id, _CASE.c.restricted.is_(False)
        )
        query = query.order_by(_CASE.c.id)
        if tenant_id is not None:
            query = query.where(_CASE.c.tenant_id == tenant_id)
        if case_id is not None:
            query = query.where(_CASE.c.id == case_id)
        return tuple(header(row) for row in self.connection.execute(query))

    def restrict(self, tenant_id: UUID, case_id: UUID, *, restricted: bool) -> None:
        self.connection.execute(
            update(_CASE)
            .where(_CASE.c.tenant_id == tenant_id, _CASE.c.id == case_id)
            .values(restricted=restricted)
        )

    def add_party(self, tenant_id: UUID, case_id: UUID, person_id: UUID, relation: str) -> None:
        """``relation`` is owner, joint or counselor."""
        self.connection.execute(
            insert(_PARTY).values(
                tenant_id=tenant_id, case_id=case_id, person_id=person_id, relation=relation
            )
        )

    def parties(self, tenant_id: UUID, case_id: UUID) -> tuple[tuple[UUID, str], ...]:
        rows = self.connection.execute(_IN_ORDER, {"tenant": tenant_id, "case": case_id})
        return tuple((row.person_id, row.relation) for row in rows)

    def verify(self, tenant_id: UUID, case_id: UUID) -> Break | None:
        return self.streams.verify(tenant_id, case_id)

    def links(self, tenant_id: UUID, case_id: UUID) -> tuple[Link, ...]:
        return self.streams.links(tenant_id, case_id)

    def _account_index(self, tenant_id: UUID, account: str) -> str:
        return self.keyring.blind(tenant_id, "debt_case.account", account)


def header(row: Row[Any]) -> CaseHeader:
    return CaseHeader(*(getattr(row, field.name) for field in fields(CaseHeader)))


def header_columns() -> tuple[Any, ...]:
    return _HEADER
