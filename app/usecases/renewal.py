"""Keeping old files provable: a newer timestamp, kept with the evidence, before a proof ends."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import logs
from app.core.errors import NotFound, PaperTooLarge
from app.core.evidence import sha256_hex
from app.core.sealed import LARGEST_RENEWALS
from app.gateways.files import JSON
from app.gateways.renewal import EARLY, archived, bundled, carried_to, opened
from app.store.agreements import AgreementRecord, Revision
from app.store.papers import Paper
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.scene import audit, backstage

FINAL, FIRST = 8, 101
"""The step of the final file, and of its first renewal; the second is one more."""

SOONEST = timedelta(days=30)
"""The least time between two renewals: an authority's certificate may end any day."""

_log = logging.getLogger(__name__)


def due(ends: datetime, at: datetime) -> datetime:
    """When a proof made at ``at`` is renewed: a year before it ``ends``, but never at once.

    Where that year has begun, it is halfway to the end, and not before ``SOONEST``.
    """
    return max(at + max((ends - at) / 2, SOONEST), ends - EARLY)


def ask(uow: UnitOfWork, record: AgreementRecord, step: int, ends: datetime, at: datetime) -> None:
    """Have the renewal ``step`` made in time before the proof that stands ``ends``."""
    if ends - at < EARLY:
        logs.tell(
            _log,
            logging.WARNING,
            "a new proof of time ends soon",
            days=(ends - at).days,
            agreement=record.id,
            step=step,
        )
    uow.outbox.put(
        "renew",
        f"renew:{record.id}:{record.version}:{step}",
        {"agreement_id": str(record.id), "step": step},
        at,
        tenant_id=record.tenant_id,
        due_at=due(ends, at),
    )


def ends_of(deps: Deps, final: bytes) -> datetime:
    """Until when a final file proves itself, without any renewal."""
    return archived(final).ends(deps.root_pem())


@dataclass(frozen=True, slots=True)
class Proven:
    """How a sealed file stands: how often renewed, when it was and will be, until when proven."""

    agreement_id: UUID
    renewals: int
    made_at: datetime
    ends: datetime

    @property
    def next_at(self) -> datetime:
        return due(self.ends, self.made_at)


def proven(deps: Deps, code: str) -> Proven:
    """How the file of the agreement with this verify code stands.

    Raises:
        NotFound: no agreement has the code, or it is not sealed.
    """
    with deps.reading() as uow:
        record = uow.agreements.by_code("".join(c for c in code.upper() if c.isalnum()))
        if record is None or record.final_sha256 is None:
            raise NotFound("agreement")
        known = renewals(deps, uow, record)
    newest = opened(known[-1]) if known else archived(deps.files.get(record.final_sha256))
    return Proven(record.id, len(known), newest.at, newest.ends(deps.root_pem()))


def renew_early(deps: Deps, code: str) -> Proven:
    """Renew one file at once, due or not; the worker goes on from there.

    Raises:
        NotFound: as ``proven``.
        TimeNotProven: no good timestamp; nothing was made.
        PaperTooLarge: as ``write``.
    """
    found = proven(deps, code)
    payload = {"agreement_id": str(found.agreement_id), "step": FIRST + found.renewals}
    write(deps, payload)
    return proven(deps, code)


def write(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Make one renewal and ask for the next; the first one that is committed stands.

    Raises:
        TimeNotProven: no good timestamp; the job is tried again.
        PaperTooLarge: no check would take this renewal beside the earlier ones.
    """
    step: int = payload["step"]
    with deps.reading() as uow:
        record = uow.agreements.find(UUID(payload["agreement_id"]))
        if record is None:
            raise LookupError(payload["agreement_id"])
        known = {one.step: one.sha256 for one in uow.agreements.revisions(*_key(record))}
        earlier = renewals(deps, uow, record)
    if step in known:
        return
    if step == FIRST:
        previous = archived(deps.files.get(known[FINAL]))
    else:
        previous = opened(deps.files.get(known[step - 1], JSON))
    at = deps.now()
    data = deps.sealer().renew(known[FINAL], previous, at)
    if len(bundled([*earlier, data])) > LARGEST_RENEWALS:
        raise PaperTooLarge("no check would take all renewals together")
    digest = deps.files.put(data, JSON)
    made = opened(data)
    with deps.unit_of_work() as uow:
        if uow.agreements.revision(*_key(record), step) is not None:
            uow.system("another worker was first; its bytes stand")
            return
        uow.papers.add(
            Paper(record.tenant_id, digest, len(data), "application/json", "evidence", at)
        )
        uow.agreements.add_revision(
            Revision(*_key(record), step, digest, None, None, at, token_at=made.at)
        )
        ask(uow, record, step + 1, made.ends(deps.root_pem()), at)
        audit(uow, backstage(uow, record.case_id), "agreement.proof-renewed", at)


def moment(deps: Deps, uow: UnitOfWork, record: AgreementRecord, data: bytes) -> datetime:
    """As of when the archive timestamp in ``data`` has to hold: now, or when first renewed.

    Only the final file has renewals; of any other it is now.

    Raises:
        RenewalBroken: our own renewals do not hold together.
    """
    at = deps.now()
    if sha256_hex(data) != record.final_sha256:
        return at
    found = renewals(deps, uow, record)
    return carried_to(data, found, deps.root_pem(), deps.settings.signing.tsa_roots_pem, at)


def renewals(deps: Deps, uow: UnitOfWork, record: AgreementRecord) -> tuple[bytes, ...]:
    """All renewals of an agreement's final file, oldest first."""
    steps = uow.agreements.revisions(*_key(record))
    return tuple(deps.files.get(one.sha256, JSON) for one in steps if one.step >= FIRST)


def _key(record: AgreementRecord) -> tuple[UUID, UUID, int]:
    return record.tenant_id, record.id, record.version
