"""Messages beside a case: written, read, read first by somebody else, and reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Role
from app.core.agreement import Route
from app.core.contact import Wait
from app.core.crisis import lines_for
from app.core.errors import DomainError
from app.core.message_guard.judging import Outcome, Verdict, judge
from app.core.message_guard.weighing import Weight, needs_care, weigh
from app.core.thread import deciding
from app.core.thread.deciding import Quiet
from app.core.thread.events import ThreadEvent
from app.core.thread.thread import Message, State, Thread
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct, conduct_counts, message_delivery, message_notices
from app.usecases.deps import Deps
from app.usecases.known_as import known_as
from app.usecases.scene import Scene, admit, audit, enter
from app.usecases.staff_words import BLOCKED, NEAR_MISS, WordsRefused

CONFIRMED, CARE_NEEDED = "words.confirmed", "message.care-needed"


class NotConfirmed(DomainError):
    """The sender has to read the words once more; ``weight`` says what for."""

    code = "not_confirmed"

    def __init__(self, verdict: Verdict, weight: Weight) -> None:
        super().__init__(", ".join((*weight.review, *weight.confirm)))
        self.verdict = verdict
        self.weight = weight


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a page shows it. ``name`` is nothing for somebody who is gone."""

    message: Message
    name: str
    is_mine: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """``waits`` is until when what the lender has begun waits, and why.

    ``quiet`` is why its staff may only answer, ``is_asked`` that somebody waits for an answer.
    """

    role: Role
    lines: tuple[Line, ...]
    is_asked: bool
    quiet: Quiet | None
    waits: Wait | None
    care_since: datetime | None
    help_lines: tuple[Route, ...]
    jurisdiction: str
    may_begin: bool
    may_review: bool


def page(deps: Deps, actor: Actor, case_id: UUID) -> ThreadPage:
    """The thread of a case, for its three sides. What is there counts as read by this person."""
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_MESSAGES, case_id, at)
        tenant = scene.header.tenant_id
        thread = uow.threads.of(tenant, case_id)
        unread = uow.threads.unread(tenant, case_id, actor.person_id)
        shown = _page(uow, actor, scene, thread, thread.delivered - unread, at)
    if unread:
        with deps.unit_of_work() as uow:
            uow.system("how far somebody has read is their own business")
            uow.threads.mark(tenant, case_id, actor.person_id, thread.delivered)
    return shown


def unread(deps: Deps, actor: Actor, case_id: UUID) -> int:
    """How many messages have arrived since the actor last looked."""
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.READ_MESSAGES, case_id, deps.now())
        return uow.threads.unread(header.tenant_id, case_id, actor.person_id)


def write(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    message_id: UUID,
    words: str,
    *,
    confirmed: bool = False,
) -> Message:
    """Write a message. Sent twice with the same id, it happened once.

    Raises:
        NoPass: the lender's person has no conduct pass for the place.
        WordsRefused: the guard stops the words; a row says so.
        NotConfirmed: the sender has not said that these words are meant.
        OnlyAnswers, EnoughToday, InvalidInput: as ``deciding.write``.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.SEND_MESSAGE, case_id, at)
        thread = uow.threads.of(scene.header.tenant_id, case_id)
        if known := thread.find(message_id):
            uow.system("the same message again")
            return known
        conduct.require_pass(uow, scene, at)
        verdict = judge(words) if scene.role is not Role.BORROWER else judge("")
        weight = weigh(verdict, scene.role)
        events = deciding.write(
            thread,
            scene.case,
            message_id,
            words,
            review=weight.review,
            person_id=actor.person_id,
            case_head=_case_head(uow, scene),
            by=scene.role,
            at=at,
        )
        refused = _refused(uow, scene, verdict, weight, confirmed=confirmed, at=at)
        if refused is None:
            return _written(uow, scene, thread, message_id, words, events, at)
    raise refused  # after the block, so that its audit row stays


def notice_distress(uow: UnitOfWork, scene: Scene, words: str, at: datetime) -> None:
    """A borrower's own words speak of ending their life: the product stops, people are told.

    Nothing is judged or held back, and the row names no words.
    """
    if scene.role is not Role.BORROWER or not needs_care(words):
        return
    thread = uow.threads.of(scene.header.tenant_id, scene.header.id)
    if events := deciding.need_care(thread, at):
        store(uow, scene, thread, events, at)
        uow.audit.write(None, CARE_NEEDED, f"case:{scene.header.id}", at)
        message_notices.of_care(uow, scene, at)


def store(
    uow: UnitOfWork, scene: Scene, thread: Thread, events: tuple[ThreadEvent, ...], at: datetime
) -> Thread:
    header = scene.header
    return uow.threads.append(
        header.tenant_id,
        header.id,
        thread,
        events,
        actor_id=scene.actor_id,
        role=scene.role.value,
        at=at,
    )


def _written(
    uow: UnitOfWork,
    scene: Scene,
    thread: Thread,
    message_id: UUID,
    words: str,
    events: tuple[ThreadEvent, ...],
    at: datetime,
) -> Message:
    after = store(uow, scene, thread, events, at)
    audit(uow, scene, Action.SEND_MESSAGE, at)
    found = after.find(message_id)
    if found is not None and found.state is State.REVIEW:
        conduct_counts.note(uow, scene, found.written.review, "reviewed", at)
        message_notices.of_review(uow, scene, message_id, at)
    else:
        after = message_delivery.send(uow, scene, after, at)
    notice_distress(uow, scene, words, at)
    found = after.find(message_id)
    if found is None:
        raise LookupError(message_id)
    return found


def _refused(
    uow: UnitOfWork,
    scene: Scene,
    verdict: Verdict,
    weight: Weight,
    *,
    confirmed: bool,
    at: datetime,
) -> DomainError | None:
    """Why the words may not go yet, with its row: categories and version, never the words."""
    if weight.blocked:
        _note(uow, scene, verdict, BLOCKED, "blocked", at)
        return WordsRefused(verdict)
    if weight.review or weight.confirm:
        if not confirmed:
            uow.system("nothing is stored before the sender says that it is meant")
            return NotConfirmed(verdict, weight)
        if weight.confirm:
            kept = replace(
                verdict, hits=tuple(h for h in verdict.hits if h.category in weight.confirm)
            )
            _note(uow, scene, kept, CONFIRMED, "confirmed", at)
    elif verdict.outcome is Outcome.NEAR_MISS:
        _note(uow, scene, verdict, NEAR_MISS, "near_miss", at)
    return None


def _note(
    uow: UnitOfWork, scene: Scene, verdict: Verdict, action: str, outcome: str, at: datetime
) -> None:
    said = f"message-guard/{verdict.version} {' '.join(verdict.categories)}"
    uow.audit.write(scene.actor_id, action, f"case:{scene.header.id}", at, said)
    conduct_counts.note(uow, scene, verdict.categories, outcome, at)


def _page(
    uow: UnitOfWork, actor: Actor, scene: Scene, thread: Thread, seen: int, at: datetime
) -> ThreadPage:
    theirs = scene.role is Role.LENDER
    waiting = [one for one in thread.in_state(State.WAITING) if one.is_lenders]
    answer = message_delivery.when(uow, scene, thread, at) if theirs and waiting else None
    return ThreadPage(
        role=scene.role,
        lines=tuple(_line(uow, actor, scene, one, seen) for one in thread.seen_by(scene.role)),
        is_asked=thread.is_asked,
        quiet=deciding.quiet(scene.case, at) if theirs else None,
        waits=answer if isinstance(answer, Wait) else None,
        care_since=thread.care_since,
        help_lines=lines_for(scene.header.jurisdiction),
        jurisdiction=scene.header.jurisdiction,
        may_begin=not theirs or conduct.has_pass(uow, actor, scene, at),
        may_review=bool(actor.relations & RULES[Action.REVIEW_MESSAGE].who)
        or scene.role is Role.COUNSELOR,
    )


def _line(uow: UnitOfWork, actor: Actor, scene: Scene, one: Message, seen: int) -> Line:
    writer = one.written.person_id
    person, mine = uow.people.find(writer), writer == actor.person_id
    name = person.name if person else ""
    if scene.role is Role.LENDER and writer == scene.header.borrower_id:
        name = known_as(uow, scene.header)
    return Line(one, name, mine, not mine and one.place > seen)


def _case_head(uow: UnitOfWork, scene: Scene) -> str:
    return uow.cases.links(scene.header.tenant_id, scene.header.id)[-1].digest
