"""The evidence record of a sealed agreement: enough to check the file without this database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app import faults
from app.core.access import Action, Actor, Role
from app.core.errors import NotFound
from app.core.evidence import sha256_hex
from app.core.intent import CURRENT
from app.core.plain import plain
from app.core.record import record as evidence_record
from app.documents.view import label
from app.documents.words import speech
from app.gateways.files import JSON
from app.store.agreements import AgreementRecord, Revision
from app.store.papers import Paper
from app.store.signatures import SignatureAct
from app.usecases.deps import Deps
from app.usecases.scene import audit, backstage, enter
from app.usecases.seal import EVIDENCE
from app.usecases.verify import expected_from_revisions


def write(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Seal the record once the final hash is known; the first one that is committed stands."""
    with deps.reading() as uow:
        record = uow.agreements.find(UUID(payload["agreement_id"]))
        if record is None:
            raise LookupError(payload["agreement_id"])
        key = (record.tenant_id, record.id, record.version)
        revisions = uow.agreements.revisions(*key)
        acts = uow.signatures.of(*key)
        links = uow.cases.links(record.tenant_id, record.case_id)
    if any(one.step == EVIDENCE for one in revisions):
        return
    told = evidence_record(
        expected_from_revisions(record, revisions, deps.root_pem()),
        agreement_id=str(record.id),
        label=label(json.loads(record.facts), speech("en")),
        acts=[_act(act) for act in acts],
        chain=links,
    )
    at = deps.now()
    data = deps.sealer().evidence(told, at)
    faults.point("evidence")
    digest = deps.files.put(data, JSON)
    with deps.unit_of_work() as uow:
        if uow.agreements.revision(*key, EVIDENCE) is not None:
            uow.system("another worker was first; its bytes stand")
            return
        uow.papers.add(
            Paper(record.tenant_id, digest, len(data), "application/json", "evidence", at)
        )
        uow.agreements.add_revision(Revision(*key, EVIDENCE, digest, None, None, at))
        audit(uow, backstage(uow, record.case_id), "agreement.evidence-sealed", at)
    faults.point("row_committed")


def read(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str]:
    """The sealed record of the newest agreement, and its verify code.

    Raises:
        NotFound: the agreement is not sealed, or its record is still being written.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if record is None:
            raise NotFound("agreement")
        found = _kept(uow.agreements.revision(*_key(record), EVIDENCE))
        return deps.files.get(found.sha256, JSON), record.code


def _key(record: AgreementRecord) -> tuple[UUID, UUID, int]:
    return record.tenant_id, record.id, record.version


def _kept(revision: Revision | None) -> Revision:
    if revision is None:
        raise NotFound("evidence")
    return revision


def _act(act: SignatureAct) -> dict[str, object]:
    """One signature as plain values; the person by id, and the typed name as a digest."""
    return {
        "role": act.role,
        "person": str(act.person_id),
        "typed_name_sha256": sha256_hex(act.typed_name.encode()),
        "shown_sha256": act.shown_sha256,
        "intent": CURRENT[Role(act.role)],
        "intent_sha256": act.intent_sha256,
        "method": "typed name, signed-in session, one-time page",
        "at": plain(act.at),
    }
