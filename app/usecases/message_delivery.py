"""Where messages leave: a lender's begin inside the hours and caps of the place, or wait.

What answers the borrower leaves at once: they asked, and nothing rings. A message and the mail
that says it is there are one contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from app.core.access import Role
from app.core.contact import (
    Answer,
    Because,
    Channel,
    Direction,
    Leave,
    Never,
    Purpose,
    Wait,
)
from app.core.thread.deciding import quiet
from app.core.thread.events import MessageDelivered, MessageWithheld, ThreadEvent
from app.core.thread.thread import Message, State, Thread
from app.store.contacts import Entry, withheld
from app.store.outbox import NotYet
from app.store.unit_of_work import UnitOfWork
from app.usecases import message_notices
from app.usecases.contacts import answer_for
from app.usecases.deps import Deps
from app.usecases.scene import Scene, backstage

LOOK_AGAIN = timedelta(days=1)
"""At the latest: a dispute may be settled, a wish may be another."""


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Deliver what waits in a case, as far as it may leave now. Harmless when done twice.

    Raises:
        NotYet: it may leave later.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        thread = uow.threads.of(scene.header.tenant_id, scene.header.id)
        if not thread.in_state(State.WAITING):
            uow.system("nothing waits any more")
            return
        _, answer = leave(uow, scene, thread, at)
        if isinstance(answer, Wait):
            uow.system("it waits for a better hour")
    if isinstance(answer, Wait):
        raise NotYet(min(answer.until, at + LOOK_AGAIN))


def send(uow: UnitOfWork, scene: Scene, thread: Thread, at: datetime) -> Thread:
    """Deliver what may leave now, and have the rest looked at when it may."""
    after, answer = leave(uow, scene, thread, at)
    if isinstance(answer, Wait):
        begun = _begun(after)
        uow.outbox.put(
            "message",
            f"message:{scene.header.id}:{after.events}",
            {"case_id": str(scene.header.id), "about": str(begun[0].id)},
            at,
            tenant_id=scene.header.tenant_id,
            due_at=min(answer.until, at + LOOK_AGAIN),
        )
    return after


def leave(
    uow: UnitOfWork, scene: Scene, thread: Thread, at: datetime
) -> tuple[Thread, Answer | None]:
    """The thread after everything left that may, and what the rules say of the rest."""
    free = [one for one in thread.in_state(State.WAITING) if not _is_begun(one)]
    thread = _deliver(uow, scene, thread, free, at)
    begun = _begun(thread)
    if not begun:
        return thread, None
    uow.contacts.lock(scene.header.borrower_id)
    answer = when(uow, scene, thread, at)
    match answer:
        case Leave():
            key = f"message:{begun[0].id}"
            uow.contacts.note(_entry(scene, begun[0], key, at))
            return _deliver(uow, scene, thread, begun, at, key), answer
        case Never(because):
            return _withhold(uow, scene, thread, begun, because, at), answer
        case Wait():
            return thread, answer
        case _:
            assert_never(answer)


def when(uow: UnitOfWork, scene: Scene, thread: Thread, at: datetime) -> Answer:
    """What the rules say now of what a lender has begun and nobody has answered for."""
    still = quiet(scene.case, at)
    if still is not None:
        return Wait(at + LOOK_AGAIN, Because(f"house:{still.value}"))
    first, *_others = begun = _begun(thread)
    if thread.care_since and not all(one.written.review for one in begun):
        # Written before somebody needed care, and read by nobody else.
        return Wait(at + LOOK_AGAIN, Because("house:care"))
    return answer_for(uow, _entry(scene, first, f"message:{first.id}", at))


def _begun(thread: Thread) -> tuple[Message, ...]:
    return tuple(one for one in thread.in_state(State.WAITING) if _is_begun(one))


def _is_begun(one: Message) -> bool:
    """A lender's, which no message of the borrower's side asked for."""
    return one.is_lenders and not one.written.answers


def _deliver(
    uow: UnitOfWork,
    scene: Scene,
    thread: Thread,
    messages: list[Message] | tuple[Message, ...],
    at: datetime,
    contact: str = "",
) -> Thread:
    events = tuple(MessageDelivered(one.id, Role.SYSTEM, at) for one in messages)
    if not events:
        return thread
    after = _append(uow, scene, thread, events, "message.delivered", at)
    arrived = [found for one in messages if (found := after.find(one.id))]
    message_notices.of_arrived(uow, scene, arrived, at, contact)
    for one in arrived:
        uow.threads.wrote(scene.header.tenant_id, scene.header.id, one.written.person_id, one.place)
        if not contact and one.written.by is not Role.COUNSELOR:
            uow.contacts.note(_entry(scene, one, f"message:{one.id}", at))
    return after


def _withhold(
    uow: UnitOfWork,
    scene: Scene,
    thread: Thread,
    messages: tuple[Message, ...],
    because: Because,
    at: datetime,
) -> Thread:
    events = tuple(MessageWithheld(one.id, because.code, Role.SYSTEM, at) for one in messages)
    entry = _entry(scene, messages[0], f"message:{messages[0].id}", at)
    uow.contacts.note(withheld(entry, because))
    return _append(uow, scene, thread, events, "message.withheld", at)


def _append(
    uow: UnitOfWork,
    scene: Scene,
    thread: Thread,
    events: tuple[ThreadEvent, ...],
    action: str,
    at: datetime,
) -> Thread:
    header = scene.header
    after = uow.threads.append(
        header.tenant_id,
        header.id,
        thread,
        events,
        actor_id=None,
        role=Role.SYSTEM.value,
        at=at,
    )
    uow.audit.write(None, action, f"case:{header.id}", at, header.pack_version)
    return after


def _entry(scene: Scene, one: Message, key: str, at: datetime) -> Entry:
    theirs = one.written.by is Role.BORROWER
    return Entry(
        person_id=scene.header.borrower_id,
        key=key,
        tenant_id=scene.header.tenant_id,
        by_person_id=one.written.person_id,
        channel=Channel.MESSAGE,
        direction=Direction.IN if theirs else Direction.OUT,
        purpose=Purpose.NEGOTIATION if _is_begun(one) else Purpose.ASKED,
        at=at,
        case_id=scene.header.id,
    )
