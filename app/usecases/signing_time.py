"""The time people have to sign: two calm reminders, and the end of it. Pauses stop this clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Stage, ended, latest_date
from app.core.negotiation.commands import LapseSigning
from app.core.negotiation.decide import decide
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases import consequences, notices, review_ends
from app.usecases.deps import Deps
from app.usecases.review_ends import EFFECT
from app.usecases.scene import Scene, append, audit, backstage

REMIND_DAYS = (5, 1)
"""Days before the last one, each reminder once."""
_MORNING = time(8, tzinfo=UTC)
_OVER_EVERYWHERE = time(12, tzinfo=UTC)


def watch(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Have the time to sign checked at its next moment; asking twice is asking once."""
    agreement = scene.case.agreement
    if scene.case.stage is Stage.SIGNING and agreement is not None:
        _watch(uow, scene, agreement, _next_moment(agreement.expires_on, at), at)
        review_ends.watch(uow, scene, at)


def watch_all(deps: Deps) -> int:
    """Have the time watched of every agreement that nobody watches; how many there were.

    For agreements that went to signing before their time was watched. Harmless when it is
    done twice: one moment of one agreement is one effect.
    """
    at = deps.now()
    with deps.reading() as uow:
        unwatched = [
            record.case_id
            for record in uow.agreements.being_signed()
            if not uow.outbox.is_waiting(_keys(record))
        ]
    for case_id in unwatched:
        with deps.unit_of_work() as uow:
            uow.system("from now on somebody looks at the time")
            watch(uow, backstage(uow, case_id), at)
    return len(unwatched)


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Remind, lapse, wait, or write anew, as the time is now. Harmless when it is done twice."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        agreement = scene.case.agreement
        if scene.case.stage is not Stage.SIGNING or agreement is None:
            uow.system("nothing is being signed any more")
        elif review_ends.end_if_gone(uow, scene, at):
            return
        elif _paused(scene, at) or uow.threads.needs_care(scene.header.tenant_id, scene.header.id):
            uow.system("nothing runs during a pause")
            _watch(uow, scene, agreement, at + timedelta(days=1), at)
        elif ended(agreement.expires_on, at):
            _lapse(uow, scene, agreement, at)
        else:
            uow.system("a reminder is no act of anybody")
            _remind(uow, scene, agreement, at)
            watch(uow, scene, at)


def _paused(scene: Scene, at: datetime) -> bool:
    """A dispute, a hold, or paper in the post: nobody on paper has a last day."""
    case = scene.case
    return case.stopped or case.on_hold(latest_date(at)) or case.paper_asked


def _next_moment(last_day: date, at: datetime) -> datetime:
    """The next reminder, or else when ``last_day`` is over everywhere."""
    reminders = (
        datetime.combine(last_day - timedelta(days=days), _MORNING) for days in REMIND_DAYS
    )
    over = datetime.combine(last_day + timedelta(days=1), _OVER_EVERYWHERE)
    return next((moment for moment in reminders if moment > at), over)


def _watch(
    uow: UnitOfWork, scene: Scene, agreement: Agreement, due_at: datetime, at: datetime
) -> None:
    header = scene.header
    key = f"{_keys(agreement)}{due_at.isoformat()}"
    uow.outbox.put(
        EFFECT,
        key,
        {"case_id": str(header.id)},
        at,
        tenant_id=header.tenant_id,
        due_at=due_at,
    )


def _keys(agreement: Agreement | AgreementRecord) -> str:
    """How the keys of one version's effects begin."""
    return f"{EFFECT}:{agreement.id}:{agreement.version}:"


def _remind(uow: UnitOfWork, scene: Scene, agreement: Agreement, at: datetime) -> None:
    """Tell whoever signs next, and nobody who waits. A reminder that came late is left out."""
    left = (agreement.expires_on - at.date()).days
    if left not in REMIND_DAYS or agreement.next_signer is None:
        return
    for person in review_ends.signs_next(uow, scene, agreement.next_signer, at):
        uow.outbox.put(
            "mail",
            f"{_keys(agreement)}{agreement.expires_on}:{left}:{person}",
            {
                "letter": "signing_time",
                "person_id": str(person),
                "path": "/sign-in",
                "day": agreement.expires_on.isoformat(),
                "about": f"{scene.header.id}:{left}",
                "tenant_id": str(scene.header.tenant_id),
                "case_id": str(scene.header.id),
            },
            at,
            tenant_id=scene.header.tenant_id,
        )


def _lapse(uow: UnitOfWork, scene: Scene, agreement: Agreement, at: datetime) -> None:
    command = LapseSigning(agreement.id, agreement.version)
    uow.households.lock(scene.header.borrower_id, scene.header.household_id)
    events = decide(scene.case, command, by=Role.SYSTEM, at=at)
    after = append(uow, scene, events, at)
    consequences.follow(uow, scene.case, after, events, at)
    audit(uow, after, "agreement.lapsed", at)
    notices.tell_the_others(uow, after, events, at)
