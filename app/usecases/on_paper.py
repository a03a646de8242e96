"""What follows when paper is asked for, comes back, or is said to be somebody else's."""

from __future__ import annotations

from datetime import datetime

from app.core.negotiation.case import Stage
from app.core.negotiation.record_events import PaperAsked, PaperReturned
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases import copies, support
from app.usecases.scene import Scene
from app.usecases.sign import ask_for


def follow(uow: UnitOfWork, after: Scene, event: PaperAsked | PaperReturned, at: datetime) -> None:
    """A paper to sign is drawn when it is asked for; a signed one may complete the file."""
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


def void(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """The borrower did not sign: what is sealed, or was to be, was not signed by everybody."""
    record = _record(uow, scene)
    if record.state in {"open", "signed", "sealed"}:
        uow.agreements.move(record.tenant_id, record.id, was=record.state, now="declined")
    uow.signatures.void_nonces(record.tenant_id, record.id, at)


def _record(uow: UnitOfWork, scene: Scene) -> AgreementRecord:
    record = uow.agreements.latest(scene.header.tenant_id, scene.header.id)
    if record is None:
        raise LookupError(scene.header.id)
    return record
