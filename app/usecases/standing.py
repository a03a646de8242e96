"""How an agreement stands, for anybody with its code or its file: no names, no amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.evidence import verify_chain
from app.core.negotiation.case import Stage
from app.core.negotiation.events import (
    AgreementCancelled,
    DisputeKind,
    DisputeRaised,
    DisputeSettled,
    Event,
)
from app.core.record import head_among
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import backstage

_ENDED_BY: dict[str, type[Event]] = {
    "cancelled": AgreementCancelled,
    "disputed": DisputeRaised,
    "suspended": DisputeRaised,
    "upheld": DisputeSettled,
}
STANDS = frozenset({"sealed", "on_paper"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What anybody with a code may know: no names, no amounts.

    ``state`` is the agreement's, or ``on_paper`` for one that was sealed and signed by hand.
    It is ``disputed``, ``suspended`` (that hand is said to be another's), ``upheld`` (a dispute
    ended it) or ``replaced`` for one that was sealed and does not simply stand any more.
    """

    version: int
    state: str
    sealed_at: datetime | None
    since: datetime | None = None
    """When it ceased to stand, where something that happened says so."""

    @property
    def stands(self) -> bool:
        """Whether it was sealed and nothing came after that."""
        return self.state in STANDS


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head that somebody kept stands in the chain: nowhere means that rows are lost."""

    row: int | None


def standing_of(uow: UnitOfWork, record: AgreementRecord) -> Standing:
    state = _state(uow, record)
    since = None if state in STANDS else _since(uow, record, state)
    return Standing(record.version, state, record.sealed_at, since)


def _since(uow: UnitOfWork, record: AgreementRecord, state: str) -> datetime | None:
    """The moment of the newest event that brought an agreement into ``state``."""
    kind = _ENDED_BY.get(state)
    if kind is None or record.sealed_at is None:
        return None
    story = backstage(uow, record.case_id).history
    return next((event.at for event in reversed(story) if isinstance(event, kind)), None)


def _state(uow: UnitOfWork, record: AgreementRecord) -> str:
    """Never plainly "sealed" when a dispute or a newer version stands against it."""
    header = uow.cases.find(record.case_id)
    latest = uow.agreements.latest(record.tenant_id, record.case_id)
    if record.state not in {"sealed", "superseded"} or header is None:
        return record.state
    if header.stage == Stage.CLOSED:
        return "upheld"
    if record.state == "sealed" and header.disputed:
        dispute = backstage(uow, record.case_id).case.dispute
        return "suspended" if dispute is DisputeKind.NOT_SIGNED else "disputed"
    if latest is not None and latest.version > record.version and latest.final_sha256:
        return "replaced"
    return "on_paper" if record.state == "sealed" and record.on_paper else record.state


def head_of(uow: UnitOfWork, record: AgreementRecord, head: str) -> Head:
    rows = uow.cases.links(record.tenant_id, record.case_id)
    return Head(None if verify_chain(rows) else head_among(rows, head))
