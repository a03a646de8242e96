"""What others do with a message: read it first, report it, and go on for somebody who needs care."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.message_guard.judging import Outcome, judge
from app.core.thread import deciding
from app.core.thread.thread import Message, Thread
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct, conduct_counts, message_delivery, message_notices, messages
from app.usecases.deps import Deps
from app.usecases.scene import Scene, audit, enter


def approve(deps: Deps, actor: Actor, case_id: UUID, message_id: UUID) -> None:
    """It leaves as soon as the rules of contact let it.

    Raises:
        TransitionNotAllowed: it waits for nobody, or the actor wrote it.
        NoPass: the actor is of the lender, and has no conduct pass.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene, thread = _enter(uow, actor, Action.REVIEW_MESSAGE, case_id, at)
        conduct.require_pass(uow, scene, at)
        events = deciding.approve(
            thread, message_id, person_id=actor.person_id, by=scene.role, at=at
        )
        after = messages.store(uow, scene, thread, events, at)
        audit(uow, scene, Action.REVIEW_MESSAGE, at)
        message_delivery.send(uow, scene, after, at)


def give_back(deps: Deps, actor: Actor, case_id: UUID, message_id: UUID, why: str) -> None:
    """Raises as ``approve``; InvalidInput: no reason is given."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene, thread = _enter(uow, actor, Action.REVIEW_MESSAGE, case_id, at)
        events = deciding.give_back(
            thread, message_id, why, person_id=actor.person_id, by=scene.role, at=at
        )
        after = messages.store(uow, scene, thread, events, at)
        audit(uow, scene, Action.REVIEW_MESSAGE, at)
        if found := after.find(message_id):
            message_notices.of_return(uow, scene, found, at)


def report(deps: Deps, actor: Actor, case_id: UUID, message_id: UUID, words: str) -> None:
    """Tell whoever answers for the writer. It changes nothing else, and twice is once.

    Raises:
        TransitionNotAllowed: the actor has got no such message.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene, thread = _enter(uow, actor, Action.REPORT_MESSAGE, case_id, at)
        events = deciding.report(thread, message_id, words, by=scene.role, at=at)
        found = thread.find(message_id)
        if not events or found is None:
            uow.system("it is reported already")
            return
        messages.store(uow, scene, thread, events, at)
        _note_report(uow, scene, found, at)
        message_notices.of_report(uow, scene, found, at)
        messages.notice_distress(uow, scene, words, at)


def take_care(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """A person says that they go on from here; the product goes on too."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene, thread = _enter(uow, actor, Action.TAKE_CARE, case_id, at)
        events = deciding.take_care(thread, by=scene.role, at=at)
        if not events:
            uow.system("somebody has gone on already")
            return
        messages.store(uow, scene, thread, events, at)
        audit(uow, scene, Action.TAKE_CARE, at)


def _enter(
    uow: UnitOfWork, actor: Actor, action: Action, case_id: UUID, at: datetime
) -> tuple[Scene, Thread]:
    scene = enter(uow, actor, action, case_id, at)
    return scene, uow.threads.of(scene.header.tenant_id, case_id)


def _note_report(uow: UnitOfWork, scene: Scene, found: Message, at: datetime) -> None:
    """Counted for the organisation of whoever wrote it, by what the guard makes of it now."""
    verdict = judge(found.written.words)
    seen = verdict.categories if verdict.outcome is not Outcome.PASSED else (conduct_counts.NONE,)
    said = f"message-guard/{verdict.version} {' '.join(seen)}"
    name = "message.reported"
    uow.audit.write(scene.actor_id, name, f"case:{scene.header.id}", at, said)
    writer = found.written
    home = scene.header.tenant_id
    if writer.by is not Role.LENDER:
        charity = conduct_counts.home_of(uow, writer.person_id)
        if charity is None:
            return
        home = charity
    conduct_counts.add(uow, home, seen, "reported", at)
