"""One case, loaded and judged: what every case use case starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Permit, Role, require
from app.core.dates import add_working_days
from app.core.errors import NotFound
from app.core.negotiation import lender_clocks
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.clock_events import Clock
from app.core.negotiation.complaints import complaints_of
from app.core.negotiation.events import Event
from app.core.negotiation.folding import evolve, fold
from app.core.negotiation.lender_clocks import Asked
from app.core.packs import load
from app.gateways.calendars import calendar_for
from app.store.cases import CaseHeader, Projection
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Scene:
    """A case as one actor meets it, inside one transaction.

    ``actor_id`` is nobody and ``role`` is system when the product acts by itself.
    """

    header: CaseHeader
    role: Role
    actor_id: UUID | None
    case: Case
    history: tuple[Event, ...]


def enter(uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, at: datetime) -> Scene:
    """Load a case for one action of one actor.

    Raises:
        NotFound: there is no such case for this actor.
        NotAllowed: the actor knows the case, and may not do this.
    """
    header, permit = admit(uow, actor, action, case_id, at)
    return replace(_loaded(uow, header), role=permit.role, actor_id=actor.person_id)


def admit(
    uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, at: datetime
) -> tuple[CaseHeader, Permit]:
    """As ``enter`` without what happened in the case, which takes longest to read."""
    header, facts = uow.cases.find(case_id), uow.cases.facts(case_id, at)
    if header is None or facts is None:
        raise NotFound(action)
    return header, require(actor, action, facts)


def backstage(uow: UnitOfWork, case_id: UUID) -> Scene:
    """Load a case for the product's own work: drawing, signing, sealing.

    Raises:
        NotFound: there is no such case.
    """
    header = uow.cases.find(case_id)
    if header is None:
        raise NotFound(str(case_id))
    return _loaded(uow, header)


def _loaded(uow: UnitOfWork, header: CaseHeader) -> Scene:
    history = uow.cases.history(header.tenant_id, header.id)
    return Scene(header, Role.SYSTEM, None, fold(history), history)


def append(uow: UnitOfWork, scene: Scene, events: Sequence[Event], at: datetime) -> Scene:
    """Store what happened and bring the lists up to it; returns the scene after.

    Raises:
        StaleVersion: somebody else was first.
    """
    header = scene.header
    uow.cases.append(
        header.tenant_id,
        header.id,
        scene.case.version,
        events,
        actor_id=scene.actor_id,
        role=scene.role.value,
        at=at,
    )
    case = scene.case
    for event in events:
        case = evolve(case, event)
    history = (*scene.history, *events)
    uow.cases.project(header.tenant_id, header.id, projection(case, history, header, at))
    return replace(scene, case=case, history=history)


def audit(uow: UnitOfWork, scene: Scene, action: Action | str, at: datetime) -> None:
    """The row that the table of rights asks of an action; the product's own are named."""
    if isinstance(action, Action) and RULES[action].audit is None:
        return
    uow.audit.write(
        scene.actor_id, action, f"case:{scene.header.id}", at, scene.header.pack_version
    )


def projection(
    case: Case, history: Sequence[Event], before: CaseHeader | None, at: datetime
) -> Projection:
    """What lists show of a case; ``before`` is what they showed, nothing for a new case."""
    waiting = case.waiting_for
    return Projection(
        stage=case.stage.value,
        owed_minor=case.debt.owed.minor,
        disputed=case.dispute is not None,
        hold_until=case.hold.until if case.hold else None,
        waiting_for=waiting.value if waiting else None,
        reply_due=_answer_due(case, history, before, at) if waiting is Role.LENDER else None,
        person_since=case.rounds_over.date() if case.rounds_over else None,
        late_since=min((at.date() for at in _late(case)), default=None),
        complaint_due=min(
            (one.made.due_on for one in complaints_of(history) if one.answer is None), default=None
        ),
    )


def _late(case: Case) -> list[datetime]:
    """Since when an answer or a proof is late, and with a supervisor."""
    return [at for at in (case.late_since, case.proof_late_since) if at is not None]


def _answer_due(
    case: Case, history: Sequence[Event], before: CaseHeader | None, at: datetime
) -> date:
    """A clock that runs goes on: nothing a lender does but answering restarts it (E15)."""
    asked = lender_clocks.asked_of(history)
    if asked is not None:
        clock = Clock.DECISION if asked.replied else Clock.REPLY
        return clock_due(asked, clock, case.start.jurisdiction)
    if before is not None and before.waiting_for == Role.LENDER and before.reply_due:
        return before.reply_due
    return reply_due(case.start.jurisdiction, at.date())


def reply_due(jurisdiction: str, start: date) -> date:
    """The last day of a first reply to what was asked on ``start``: five working days (E15)."""
    days = lender_clocks.HOUSE_REPLY_WORKING_DAYS
    return add_working_days(start, days, calendar_for(jurisdiction, None, start.year))


def clock_due(asked: Asked, clock: Clock, jurisdiction: str) -> date:
    """The lender's last day under the rules and holidays of the place."""
    calendar = calendar_for(jurisdiction, None, asked.at.year)
    return lender_clocks.due_on(asked, clock, load(jurisdiction), calendar)


def is_over(case: Case) -> bool:
    return case.stage in (Stage.CLOSED, Stage.SEALED)
