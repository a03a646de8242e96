"""The agreement of a case as one party reads it: the page, its state, and the newest file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.errors import NotFound
from app.core.languages import written
from app.core.negotiation.case import Stage, ended, latest_date
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.objections import answered_by
from app.core.negotiation.paper import may_object, may_return
from app.core.negotiation.record_events import PaperReturned
from app.core.negotiation.review_events import ReviewEnded
from app.core.negotiation.signing import may_be_left
from app.documents.html import agreement_html
from app.store.agreements import AgreementRecord
from app.usecases.deps import Deps
from app.usecases.scene import Scene, enter


@dataclass(frozen=True, slots=True)
class Reading:
    """The agreement of a case as one party reads it. ``html`` is safe: our own template.

    ``may_return`` is that this reader may write down a paper that comes back, ``hand`` the
    signed paper that did, if one did; ``suspended`` that the borrower
    says it is not theirs, which stands unless it is answered by ``answered_by``;
    ``may_object`` that this reader can say so now. ``review_ended``: it took the place of a version
    that named a counselor who may act no more.
    """

    agreement_id: UUID
    version: int
    state: str
    code: str
    html: str
    file_sha256: str | None
    signers: tuple[Role, ...]
    signed: tuple[Role, ...]
    role: Role
    expires_on: date
    cooling_off_until: date | None
    may_sign: bool
    may_cancel: bool
    paper_asked: bool = False
    paper_sent: bool = False
    may_return: bool = False
    hand: PaperReturned | None = None
    suspended: bool = False
    may_object: bool = False
    answered_by: date | None = None
    review_ended: bool = False


def read(deps: Deps, actor: Actor, case_id: UUID, language: str) -> Reading | None:
    """The newest agreement of the case; nothing while it is being written down."""
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if record is None or _gives_way(scene, record):
            return None
        return reading_of(scene, record, language, at)


def paper(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str, bool]:
    """The newest file of the agreement: its bytes, verify code, and whether it is final.

    Raises:
        NotFound: nothing has been drawn yet.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        digest = record and (record.final_sha256 or record.frozen_sha256)
        if record is None or not digest:
            raise NotFound("agreement")
        return deps.files.get(digest), record.code, record.final_sha256 is not None


def reading_of(scene: Scene, record: AgreementRecord, language: str, at: datetime) -> Reading:
    agreement = scene.case.agreement
    current = agreement is not None and agreement.id == record.id
    signed = agreement.signed if agreement and current else ()
    cooling = agreement.cooling_off_until if agreement and current else None
    signing = current and scene.case.stage is Stage.SIGNING
    return Reading(
        agreement_id=record.id,
        version=record.version,
        state=record.state,
        code=record.code,
        html=str(agreement_html(record.facts, written(language))),
        file_sha256=record.final_sha256 or record.frozen_sha256,
        signers=agreement.signers if agreement and current else (),
        signed=signed,
        role=scene.role,
        expires_on=agreement.expires_on if agreement and current else record.expires_on,
        cooling_off_until=cooling,
        may_sign=(
            current
            and scene.case.stage is Stage.SIGNING
            and agreement is not None
            and agreement.next_signer is scene.role
            and not scene.case.stopped
            and not scene.case.on_hold(latest_date(at))
            and (scene.case.paper_asked or not ended(agreement.expires_on, at))
        ),
        paper_asked=signing and scene.case.paper_asked,
        paper_sent=signing and scene.case.paper_sent,
        may_return=current and scene.role is Role.LENDER and may_return(scene.case),
        may_cancel=(
            current
            and scene.case.stage is Stage.SEALED
            and scene.role is not Role.LENDER
            and agreement is not None
            and may_be_left(agreement, at)
        ),
        hand=_hand(scene, record),
        suspended=current and scene.case.dispute is DisputeKind.NOT_SIGNED,
        may_object=(current and scene.role is not Role.LENDER and may_object(scene.case)),
        answered_by=answered_by(scene.history) if current else None,
        review_ended=current and _review_ended(scene, record),
    )


def _gives_way(scene: Scene, record: AgreementRecord) -> bool:
    """Whether a newer version is being written down."""
    return scene.case.stage is Stage.AGREED and record.version <= scene.case.agreement_versions


def _review_ended(scene: Scene, record: AgreementRecord) -> bool:
    ended = (event for event in scene.history if isinstance(event, ReviewEnded))
    return any(event.version + 1 == record.version for event in ended)


def _hand(scene: Scene, record: AgreementRecord) -> PaperReturned | None:
    found = (
        event
        for event in reversed(scene.history)
        if isinstance(event, PaperReturned) and event.agreement_id == record.id
    )
    return next(found, None)
