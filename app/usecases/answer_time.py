"""The lender's time to answer is watched; when it goes by, a supervisor has the case (E15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.case import ended
from app.core.negotiation.clock_events import Clock
from app.core.negotiation.lender_clocks import Asked, asked_of, missed
from app.core.packs import load
from app.core.thread.thread import State
from app.gateways.calendars import calendar_for
from app.store.unit_of_work import UnitOfWork
from app.usecases import notices
from app.usecases.deps import Deps
from app.usecases.scene import Scene, append, audit, backstage, clock_due

_OVER_EVERYWHERE = time(12, tzinfo=UTC)
_RANKS = ("supervisor", "admin")


def watch(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Have each clock that runs looked at when its day is over; asking twice is asking once."""
    if asked := heard(uow, scene):
        for clock in asked.open:
            _watch(uow, scene, asked, clock, at)


def watch_all(deps: Deps) -> int:
    """Have every case watched that waits for its lender; how many there were.

    For cases that began to wait before anybody looked at the time. Harmless when done twice.
    """
    at = deps.now()
    with deps.reading() as uow:
        waiting = uow.reading.waiting_for_lenders()
        unwatched = [one for one in waiting if not uow.outbox.is_waiting(_keys(one))]
    for case_id in unwatched:
        with deps.unit_of_work() as uow:
            uow.system("from now on somebody looks at the time")
            watch(uow, backstage(uow, case_id), at)
    return len(unwatched)


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Say once that the time went by, or look again later. Harmless when it is done twice."""
    at, clock = deps.now(), Clock(payload["clock"])
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        asked = heard(uow, scene)
        if asked is None or asked.version != payload["asked"] or clock not in asked.open:
            uow.system("it was answered, or said already")
        elif not ended(clock_due(asked, clock, scene.header.jurisdiction), at):
            uow.system("a hold gave the lender more time")
            _watch(uow, scene, asked, clock, at)
        else:
            _miss(uow, scene, asked, clock, at)


def heard(uow: UnitOfWork, scene: Scene) -> Asked | None:
    """What the lender has not answered, with the messages that its people wrote since."""
    asked = asked_of(scene.history)
    if asked is None or asked.replied:
        return asked
    thread = uow.threads.of(scene.header.tenant_id, scene.header.id)
    spoken = (*thread.in_state(State.WAITING), *thread.in_state(State.DELIVERED))
    written = any(one.is_lenders and one.written.at > asked.at for one in spoken)
    return replace(asked, replied=written)


def _miss(uow: UnitOfWork, scene: Scene, asked: Asked, clock: Clock, at: datetime) -> None:
    place = scene.header.jurisdiction
    calendar = calendar_for(place, None, asked.at.year)
    event = missed(asked, clock, load(place), calendar, at)
    after = append(uow, scene, (event,), at)
    audit(uow, after, f"clock.missed-{clock}", at)
    # Where proof is late since today too, everybody was told of the supervisor already.
    proof_late = scene.case.proof_late_since
    if proof_late is None or proof_late.date() < at.date():
        told = f"{_keys(scene.header.id)}{asked.version}:{clock}"
        tell(uow, after, told, at, asked=str(asked.version), clock=clock.value)


def tell(uow: UnitOfWork, after: Scene, told: str, at: datetime, **which: str) -> None:
    """A calm mail to the borrower's side, and the case to the supervisors, once for ``told``."""
    for role in (Role.BORROWER, Role.COUNSELOR):
        for person in notices.people_of(uow, after, role, at):
            notices.mail(uow, after, "still_waiting", person, told, at, **which)
    for person in _supervisors(uow, after):
        notices.mail(uow, after, "with_supervisor", person, told, at, **which)


def _supervisors(uow: UnitOfWork, scene: Scene) -> list[UUID]:
    """Who looks after late answers; everybody at the lender where nobody has that rank."""
    members = [
        (person, rank)
        for person, rank in uow.organisations.members(scene.header.tenant_id)
        if person != scene.header.borrower_id
    ]
    return [p for p, rank in members if rank in _RANKS] or [p for p, _ in members]


def _watch(uow: UnitOfWork, scene: Scene, asked: Asked, clock: Clock, at: datetime) -> None:
    header = scene.header
    day = clock_due(asked, clock, header.jurisdiction)
    uow.outbox.put(
        "answer-time",
        f"{_keys(header.id)}{asked.version}:{clock}:{day}",
        {"case_id": str(header.id), "clock": clock.value, "asked": asked.version},
        at,
        tenant_id=header.tenant_id,
        due_at=datetime.combine(day + timedelta(days=1), _OVER_EVERYWHERE),
    )


def _keys(case_id: UUID) -> str:
    return f"answer-time:{case_id}:"
