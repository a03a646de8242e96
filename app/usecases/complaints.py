"""Complaints: made in one step, acknowledged at once, answered by a supervisor of the lender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Role
from app.core.agreement import Route
from app.core.guidance import guidance_for
from app.core.negotiation import complaints
from app.core.negotiation.complaint_events import ComplaintOutcome
from app.core.negotiation.complaints import Complaint, complaints_of
from app.gateways.calendars import calendar_for
from app.usecases import complaint_time, notices, staff_words
from app.usecases.deps import Deps
from app.usecases.scene import append, audit, enter


@dataclass(frozen=True, slots=True)
class ComplaintsPage:
    """``routes`` are the independent bodies of the jurisdiction, open from the first day."""

    found: tuple[Complaint, ...]
    routes: tuple[Route, ...]
    may_answer: bool
    at: datetime


def page(deps: Deps, actor: Actor, case_id: UUID) -> ComplaintsPage:
    """The complaints of a case, for its two sides.

    Raises:
        NotFound: there is no such case for this actor.
        NotAllowed: the actor only looks on.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        supervises = bool(actor.relations & RULES[Action.ANSWER_COMPLAINT].who)
        return ComplaintsPage(
            complaints_of(scene.history),
            guidance_for(scene.header.jurisdiction, 0).complaints,
            scene.role is Role.LENDER and supervises,
            at,
        )


def complain(deps: Deps, actor: Actor, case_id: UUID, complaint_id: UUID, words: str) -> None:
    """Complain. Sent twice with the same id, it happened once.

    Raises:
        InvalidInput: nothing is said.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.COMPLAIN, case_id, at)
        known = {one.made.complaint_id for one in complaints_of(scene.history)}
        if complaint_id in known:
            uow.system("the same complaint again")
            return
        place = scene.header.jurisdiction
        calendar = calendar_for(place, None, at.year)
        due_on = complaints.answer_due(at.date(), deps.pack(place).rules.values(), calendar)
        made = complaints.complain(scene.case, complaint_id, words, due_on, by=scene.role, at=at)
        after = append(uow, scene, (made,), at)
        audit(uow, after, Action.COMPLAIN, at)
        notices.tell_the_others(uow, after, (made,), at)
        complaint_time.watch(uow, after, made, at)


def answer(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    complaint_id: UUID,
    outcome: ComplaintOutcome,
    words: str,
) -> None:
    """Answer once, in words that a borrower may be sent.

    Raises:
        WordsRefused: the guard stops the words; a row says so.
        TransitionNotAllowed: no such complaint waits.
        InvalidInput: no reason is given.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.ANSWER_COMPLAINT, case_id, at)
        given = complaints.answer(scene.history, complaint_id, outcome, words, by=scene.role, at=at)
        refused = staff_words.judged_words(uow, scene, words, at)
        if refused is None:
            after = append(uow, scene, (given,), at)
            audit(uow, after, Action.ANSWER_COMPLAINT, at)
            notices.tell_the_others(uow, after, (given,), at)
            return
    raise refused  # after the block, so that its audit row stays
