"""Households: what was told once, and what has been promised to all lenders together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select, update

from app.core.access import ObjectFacts, Role
from app.core.evidence import GENESIS, Break
from app.core.household_record import BudgetSaved, HardshipTold, HouseholdEvent
from app.store.consents import Consents
from app.store.event_codec import EventCodec
from app.store.offer_tables import CommitmentRow
from app.store.partnerships import together_with
from app.store.people_tables import HouseholdEventRow, HouseholdPayloadRow, HouseholdRow
from app.store.stream_tables import StreamTables
from app.store.streams import Head, Streams

HOUSEHOLD_EVENTS: EventCodec[HouseholdEvent] = EventCodec.of(
    HouseholdEvent,
    data_classes={BudgetSaved: "budget", HardshipTold: "hardship"},
    remains={
        BudgetSaved: lambda role, at, gone: BudgetSaved(None, Role(role), at, gone),
        HardshipTold: lambda role, at, gone: HardshipTold((), (), Role(role), at, gone),
    },
)
HOUSEHOLD_TABLES = StreamTables(
    HouseholdRow.__table__,
    HouseholdEventRow.__table__,
    HouseholdPayloadRow.__table__,
    "owner_id",
    "household_id",
    "owner_id",
)
_HOUSEHOLD: Table = HouseholdRow.__table__
_COMMITMENT: Table = CommitmentRow.__table__


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one case takes each month. ``ends_on`` is the last due day, if there is one."""

    owner_id: UUID
    household_id: UUID
    id: UUID
    tenant_id: UUID
    case_id: UUID
    monthly_minor: int
    currency: str
    starts_on: date
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Households:
    connection: Connection
    streams: Streams[HouseholdEvent]

    def open(self, owner_id: UUID, household_id: UUID, at: datetime) -> None:
        """An empty household (version 0); append its events next."""
        self.connection.execute(
            insert(_HOUSEHOLD).values(
                owner_id=owner_id,
                id=household_id,
                version=0,
                head=GENESIS,
                created_at=at,
                updated_at=at,
            )
        )

    def of_owner(self, owner_id: UUID) -> UUID | None:
        """The household of a person: the first one, should there be several."""
        return self.connection.execute(
            select(_HOUSEHOLD.c.id)
            .where(_HOUSEHOLD.c.owner_id == owner_id)
            .order_by(_HOUSEHOLD.c.created_at, _HOUSEHOLD.c.id)
            .limit(1)
        ).scalar()

    def all(self, owner_id: UUID | None = None) -> tuple[tuple[UUID, UUID], ...]:
        """(owner, household) of everybody, or of one person."""
        query = select(_HOUSEHOLD.c.owner_id, _HOUSEHOLD.c.id).order_by(_HOUSEHOLD.c.id)
        if owner_id is not None:
            query = query.where(_HOUSEHOLD.c.owner_id == owner_id)
        return tuple((row.owner_id, row.id) for row in self.connection.execute(query))

    def owner_of(self, household_id: UUID) -> UUID | None:
        return self.connection.execute(
            select(_HOUSEHOLD.c.owner_id).where(_HOUSEHOLD.c.id == household_id)
        ).scalar()

    def facts(self, household_id: UUID, at: datetime) -> ObjectFacts | None:
        """What the table of rights has to know of a household at ``at``."""
        owner_id = self.owner_of(household_id)
        if owner_id is None:
            return None
        return ObjectFacts(
            owner_id,
            joint_ids=together_with(self.connection, household_id, at),
            mandates=Consents(self.connection).mandates(owner_id, at),
        )

    def lock(self, owner_id: UUID, household_id: UUID) -> Head | None:
        """Hold the household until the transaction ends: one promise at a time."""
        return self.streams.head(owner_id, household_id, lock=True)

    def history(self, owner_id: UUID, household_id: UUID) -> tuple[HouseholdEvent, ...]:
        """All events in order; the whole chain is checked. Raises as ``Streams.history``."""
        return self.streams.history(owner_id, household_id)

    def append(
        self,
        owner_id: UUID,
        household_id: UUID,
        expected_version: int,
        events: Sequence[HouseholdEvent],
        *,
        actor_id: UUID | None,
        role: str,
        at: datetime,
    ) -> Head:
        """Add ``events``.

        Raises:
            StaleVersion: the household moved since ``expected_version``.
        """
        return self.streams.append(
            owner_id, household_id, expected_version, events, actor_id=actor_id, role=role, at=at
        )

    def move_class(
        self, owner_id: UUID, household_id: UUID, seq: int, data_class: str, at: datetime
    ) -> bool:
        """Put one event under the key of another class. Says and raises as ``Streams.move_class``."""
        return self.streams.move_class(owner_id, household_id, seq, data_class, at)

    def verify(self, owner_id: UUID, household_id: UUID) -> Break | None:
        return self.streams.verify(owner_id, household_id)

    def digests(self, owner_id: UUID, household_id: UUID) -> tuple[str, ...]:
        """Of every event in order: what lines of the audit log may commit to."""
        return tuple(link.digest for link in self.streams.links(owner_id, household_id))

    def commit(self, commitment: Commitment) -> None:
        """Set what one case takes; an earlier promise to the same case ends."""
        self.release(commitment.tenant_id, commitment.case_id)
        self.connection.execute(
            insert(_COMMITMENT).values({n: getattr(commitment, n) for n in Commitment.__slots__})
        )

    def release(self, tenant_id: UUID, case_id: UUID) -> None:
        """The case takes nothing any more."""
        self.connection.execute(
            update(_COMMITMENT)
            .where(
                _COMMITMENT.c.tenant_id == tenant_id,
                _COMMITMENT.c.case_id == case_id,
                _COMMITMENT.c.state != "ended",
            )
            .values(state="ended")
        )

    def commitments(self, owner_id: UUID, household_id: UUID) -> tuple[Commitment, ...]:
        """What is promised now, to all lenders."""
        rows = self.connection.execute(
            select(_COMMITMENT)
            .where(
                _COMMITMENT.c.owner_id == owner_id,
                _COMMITMENT.c.household_id == household_id,
                _COMMITMENT.c.state != "ended",
            )
            .order_by(_COMMITMENT.c.starts_on, _COMMITMENT.c.id)
        )
        return tuple(Commitment(**row._asdict()) for row in rows)
