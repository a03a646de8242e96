"""The evidence record of a sealed agreement: enough to check the file without this database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app import faults
from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.evidence import sha256_hex
from app.core.log_proof import about_of, file_named, proofs
from app.core.negotiation.leaving import left_anew_until
from app.documents.proof import draw_evidence
from app.gateways.files import JSON, PDF
from app.gateways.renewal import bundled
from app.store.agreements import AgreementRecord, Revision
from app.store.papers import Paper
from app.store.signing_places import SigningPlace
from app.usecases import checkpoints, renewal
from app.usecases.deps import Deps
from app.usecases.evidence_record import compose
from app.usecases.labels import labels
from app.usecases.scene import audit, backstage, enter
from app.usecases.seal import EVIDENCE, EVIDENCE_PAPER

WRITTEN_SOON = frozenset({"signed", "sealed", "cancelled"})
"""States of an agreement whose record exists, or is being made at this moment."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The record of an agreement: its verify code, its files, and the reader's own place.

    ``record`` and ``paper`` are nothing while they are being made, ``renewals`` says how
    many newer proofs there are. ``place`` is from where the reader signed, and nobody else's.
    ``label`` says in each language what kind of signature it is, as the record does.
    ``drew`` says of each role that signed here whether a drawing stands beside the name.
    ``anew_until`` is the last day to leave, when an objection has made it a later one.
    """

    code: str
    record: Revision | None
    paper: Revision | None
    renewals: int
    place: SigningPlace | None
    label: Mapping[str, str]
    drew: tuple[tuple[str, bool], ...] = ()
    anew_until: date | None = None


def write(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Seal the record once the final hash is known, then the same for people, as a PDF.

    The first one of each that is committed stands.
    """
    with deps.reading() as uow:
        record = uow.agreements.find(UUID(payload["agreement_id"]))
        if record is None:
            raise LookupError(payload["agreement_id"])
        known = {one.step: one for one in uow.agreements.revisions(*_key(record))}
    if EVIDENCE in known:
        data = deps.files.get(known[EVIDENCE].sha256, JSON)
    else:
        told = _told(deps, record)
        at = deps.now()
        data = deps.sealer().evidence(told, at)
        faults.point("evidence")
        data = _keep(deps, record, EVIDENCE, data, at)
    if EVIDENCE_PAPER not in known:
        at = deps.now()
        digest = sha256_hex(data)
        drawn = draw_evidence(deps.sandbox, json.loads(data)["record"], digest, record.language, at)
        sealed = deps.sealer().paper(drawn, f"Evidence {digest}", at)
        _keep(deps, record, EVIDENCE_PAPER, sealed, at)


def _told(deps: Deps, record: AgreementRecord) -> dict[str, object]:
    """The record, with the proof that the log holds what it hangs on.

    Raises:
        LogTampered: the log does not hold, and nothing is sealed on it.
    """
    issued = checkpoints.issue(deps)
    with deps.reading() as uow:
        told = compose(uow, record, deps.root_pem())
        about = about_of(told)
        objects = (f"case:{about.case_id}", file_named(about.final_sha256))
        lines = uow.audit.about(objects, issued.kept.size)
        header = backstage(uow, record.case_id).header
        household = uow.households.digests(header.borrower_id, header.household_id)
    return told | {
        "log": {
            "key": issued.key,
            "handovers": [{"key": one.key, "checkpoint": one.note} for one in issued.handovers],
            "checkpoint": issued.kept.note,
            "leaves": list(proofs(about, lines, issued.leaves, household)),
        }
    }


def read(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str]:
    """The sealed record of the newest agreement, and its verify code.

    Raises:
        NotFound: the agreement is not sealed, or its record is still being written.
    """
    found = kept(deps, actor, case_id)
    if found.record is None:
        raise NotFound("evidence")
    return deps.files.get(found.record.sha256, JSON), found.code


def paper(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str]:
    """The same record as a sealed PDF.

    Raises:
        NotFound: as ``read``, or it is still being drawn.
    """
    found = kept(deps, actor, case_id)
    if found.paper is None:
        raise NotFound("evidence")
    return deps.files.get(found.paper.sha256), found.code


def renewals(deps: Deps, actor: Actor, case_id: UUID) -> tuple[bytes, str]:
    """All newer proofs of the final file, if any, as one file to keep beside it; the verify code.

    Raises:
        NotFound: no evidence yet, or no agreement that this reader may see.
    """
    found = kept(deps, actor, case_id)
    if not found.record:
        raise NotFound("evidence")
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if record is None:
            raise NotFound("agreement")
        return bundled(renewal.renewals(deps, uow, record)), found.code


def kept(deps: Deps, actor: Actor, case_id: UUID) -> Kept:
    """What there is of the newest agreement's evidence.

    Raises:
        NotFound: not everybody has signed, so there is nothing to prove.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if record is None:
            raise NotFound("agreement")
        revisions = uow.agreements.revisions(*_key(record))
        known = {one.step: one for one in revisions}
        if EVIDENCE not in known and record.state not in WRITTEN_SOON:
            raise NotFound("evidence")
        acts = uow.signatures.of(*_key(record))
        mine = {act.role for act in acts if _is(actor, act.person_id)}
        places = uow.signing_places.of(*_key(record))
    place = next((one for one in places if one.role in mine), None)
    newer = sum(step >= renewal.FIRST for step in known)
    drew = tuple((act.role, act.drawing is not None) for act in acts)
    label = labels(revisions, record.paper_roles)
    return Kept(
        record.code,
        known.get(EVIDENCE),
        known.get(EVIDENCE_PAPER),
        newer,
        place,
        label,
        drew,
        left_anew_until(scene.history, record.id),
    )


def _is(actor: Actor, person_id: UUID) -> bool:
    return actor.person_id == person_id


def _key(record: AgreementRecord) -> tuple[UUID, UUID, int]:
    return record.tenant_id, record.id, record.version


def _keep(deps: Deps, record: AgreementRecord, step: int, data: bytes, at: datetime) -> bytes:
    """Store a file of this step; the bytes that stand, ours or another worker's."""
    suffix, media = (JSON, "application/json") if step == EVIDENCE else (PDF, "application/pdf")
    digest = deps.files.put(data, suffix)
    with deps.unit_of_work() as uow:
        standing = uow.agreements.revision(*_key(record), step)
        if standing is not None:
            uow.system("another worker was first; its bytes stand")
            return deps.files.get(standing.sha256, suffix)
        uow.papers.add(Paper(record.tenant_id, digest, len(data), media, "evidence", at))
        uow.agreements.add_revision(Revision(*_key(record), step, digest, None, None, at))
        audit(uow, backstage(uow, record.case_id), "agreement.evidence-sealed", at)
    faults.point("row_committed")
    return data
