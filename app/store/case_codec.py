"""Which events a case has, whose consent opens which, and the tables of its stream."""

from __future__ import annotations

from app.core.access import Role
from app.core.negotiation.events import BudgetShared, Event
from app.core.negotiation.pause_events import HelpAsked, HoldPlaced
from app.store.case_tables import CaseEventRow, CaseRow, EventPayloadRow
from app.store.event_codec import EventCodec
from app.store.stream_tables import StreamTables

CASE_EVENTS: EventCodec[Event] = EventCodec.of(
    Event,
    data_classes={BudgetShared: "budget", HelpAsked: "hardship", HoldPlaced: "hardship"},
    remains={
        HelpAsked: lambda role, at, gone: HelpAsked("", Role(role), at, gone),
        HoldPlaced: lambda role, at, gone: HoldPlaced(
            "", gone.date(), "", Role(role), at, erased_at=gone
        ),
    },
)
CASE_TABLES = StreamTables(
    CaseRow.__table__,
    CaseEventRow.__table__,
    EventPayloadRow.__table__,
    "tenant_id",
    "case_id",
    "borrower_id",
)
