"""What follows when paper is asked for, comes back, or is said to be somebody else's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import SettleDispute
from app.core.negotiation.events import DisputeKind, DisputeRaised
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.objections import answered_by
from app.core.negotiation.record_events import BudgetInPaperChosen, PaperAsked, PaperReturned
from app.core.negotiation.review_events import ReviewEnded
from app.gateways.zones import time_to_think
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases import copies, support
from app.usecases.draw_up import to_write_down
from app.usecases.scene import Scene
from app.usecases.sign import ask_for

_OVER_EVERYWHERE = time(12, tzinfo=UTC)


class SameHand(TransitionNotAllowed):
    """Whoever wrote a paper down does not reject that it was not signed."""

    code = "same_hand"


def follow(
    uow: UnitOfWork,
    after: Scene,
    event: PaperAsked
    | PaperReturned
    | BudgetInPaperChosen
    | LanguageChosen
    | ReviewEnded
    | DisputeRaised,
    at: datetime,
) -> None:
    """A paper to sign is drawn when it is asked for; a signed one may complete the file.

    When another budget is to stand in it, or none, another language is to decide, or the
    counselor it names may act no more, the version gives way to the next.
    An objection to it is looked at again when the time to answer it is over.
    """
    if isinstance(event, DisputeRaised):
        _watch_objection(uow, after, at)
        return
    if isinstance(event, LanguageChosen):
        _speak(uow, after, event)
        if event.agreement_id is None:
            return
    if isinstance(event, BudgetInPaperChosen | LanguageChosen | ReviewEnded):
        supersede(uow, after, at)
        to_write_down(uow, after, at)
        return
    record = _record(uow, after)
    if isinstance(event, PaperAsked):
        needs = support.told(uow, after.header.borrower_id, after.header.household_id)
        large = copies.NEED in needs
        kind = copies.TO_SIGN_LARGE if large else copies.TO_SIGN
        copies.request(uow, record, kind, record.language, event.by, at)
        return
    roles = " ".join((*record.paper_roles, *event.signers))
    done = after.case.stage is Stage.SIGNED
    now = "signed" if done else "open"
    uow.agreements.move(record.tenant_id, record.id, was="open", now=now, on_paper=roles)
    uow.signatures.void_nonces(record.tenant_id, record.id, at)
    if done:
        ask_for(uow, record, "close", at)


def _speak(uow: UnitOfWork, after: Scene, event: LanguageChosen) -> None:
    """Mails speak as the agreement does. A counselor who chooses does so for that alone."""
    if event.by is Role.BORROWER:
        uow.people.change_language(after.header.borrower_id, event.language)


def _watch_objection(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    last, header = answered_by(scene.history), scene.header
    if last is not None:
        uow.outbox.put(
            "objection",
            f"objection:{header.id}:{scene.case.version}",
            {"case_id": str(header.id)},
            at,
            tenant_id=header.tenant_id,
            due_at=datetime.combine(last + timedelta(days=1), _OVER_EVERYWHERE),
        )


def void(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """The borrower did not sign: what is sealed, or was to be, was not signed by everybody."""
    record = _record(uow, scene)
    if record.state in {"open", "signed", "sealed"}:
        uow.agreements.move(record.tenant_id, record.id, was=record.state, now="declined")
    uow.signatures.void_nonces(record.tenant_id, record.id, at)


def leave_anew(uow: UnitOfWork, scene: Scene) -> None:
    """The time to leave began anew: the day that is kept with the agreement is the later one."""
    record, agreement = _record(uow, scene), scene.case.agreement
    if agreement is not None and record.state == "sealed":
        until = agreement.cooling_off_until
        uow.agreements.move(
            record.tenant_id, record.id, was="sealed", now="sealed", cooling_off_until=until
        )


def supersede(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """An agreement that was still to be sealed: nothing shown of it counts any more."""
    tenant = scene.header.tenant_id
    record = uow.agreements.latest(tenant, scene.header.id)
    if record is not None and record.state in {"issuing", "open", "signed"}:
        uow.agreements.move(tenant, record.id, was=record.state, now="superseded")
        uow.signatures.void_nonces(tenant, record.id, at)


def settlement(
    uow: UnitOfWork, scene: Scene, told: SettleDispute, zones: Sequence[str], at: datetime
) -> SettleDispute:
    """The settlement as it is decided: whoever is held to a plan has the whole time to leave.

    So it is when a disputed paper counts after all, and when the figures of a sealed plan
    are corrected: the plan itself never changes under anybody.

    Anybody of the lender may say that the borrower is right.

    Raises:
        SameHand: a no about a paper that the same person wrote down.
    """
    paper_stands = scene.case.dispute is DisputeKind.NOT_SIGNED and not told.upheld
    sealed_stands = scene.case.stage is Stage.SEALED and told.corrected is not None
    if not paper_stands and not sealed_stands:
        return told
    if paper_stands:
        papers = (event for event in reversed(scene.history) if isinstance(event, PaperReturned))
        if next(papers).person_id == scene.actor_id:
            raise SameHand("another person of the lender looks at the paper")
    clauses = json.loads(_record(uow, scene).facts)["clauses"]
    think = time_to_think(zones, clauses["cooling_off_days"], at)
    return replace(told, cooling_off_until=think.last_day, cooling_off_ends=think.ends)


def _record(uow: UnitOfWork, scene: Scene) -> AgreementRecord:
    record = uow.agreements.latest(scene.header.tenant_id, scene.header.id)
    if record is None:
        raise LookupError(scene.header.id)
    return record
