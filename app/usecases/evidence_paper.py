"""What the evidence tells of paper: who signed by hand, who wrote it down, and the copies drawn."""

from __future__ import annotations

import json

from app.core.access import Role
from app.core.negotiation.record_events import PaperReturned
from app.core.plain import plain
from app.store.agreements import AgreementRecord
from app.store.copies import Copy
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene


def paper(record: AgreementRecord, scene: Scene) -> dict[str, object] | None:
    """The signed paper, as the lender wrote it down; nothing when everybody signed the file."""
    found = [
        event
        for event in scene.history
        if isinstance(event, PaperReturned) and event.agreement_id == record.id
    ]
    if not found:
        return None
    told = found[-1]
    parties = {party["role"]: party for party in json.loads(record.facts)["parties"]}
    return {
        "signers": [
            {
                "role": role.value,
                "party_id": parties[role]["id"],
                "party_name": parties[role]["name"],
            }
            for role in told.signers
        ],
        "name_on_paper": told.name,
        "signed_on": told.signed_on.isoformat(),
        "received_on": told.received_on.isoformat(),
        "kept_by": parties[Role.LENDER]["name"],
        "scan_sha256": told.scan_sha256,
        "written_down_by": told.acted_as.name if told.acted_as else None,
        "written_down_at": plain(told.at),
    }


def copies(uow: UnitOfWork, record: AgreementRecord) -> list[dict[str, object]]:
    """Every copy that was drawn so far, and who had asked for it."""
    return [_copy(one) for one in uow.copies.of(record.tenant_id, record.id, record.version)]


def _copy(one: Copy) -> dict[str, object]:
    return {
        "kind": one.kind,
        "language": one.language,
        "sha256": one.sha256,
        "asked_by": one.asked_by,
        "asked_at": plain(one.asked_at),
        "drawn_at": plain(one.at),
    }
