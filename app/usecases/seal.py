"""Background work that turns an accepted offer into one sealed file.

Each job takes up where the last committed revision ends, so it may be killed
anywhere and run again: the first revision that is committed for a step stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app import faults
from app.core.access import Role
from app.core.evidence import sha256_hex
from app.core.intent import REVIEWS, sentence, sentence_of
from app.core.log_proof import FINAL_FILE, file_named
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.commands import IssueAgreement, SealAgreement
from app.core.negotiation.decide import decide
from app.core.negotiation.paper import holds_seal
from app.core.sealed import THIS_SERVER, Act, Revision, Signatory
from app.documents.drawing import draw, draw_stamp
from app.documents.label import NAMED_IN_EACH
from app.documents.view import read, template_of
from app.documents.words import speech
from app.gateways.timestamp import TimeNotProven
from app.gateways.zones import TimeToThink, time_to_think
from app.store.agreements import AgreementRecord
from app.store.agreements import Revision as Kept
from app.store.papers import Paper
from app.store.signatures import SignatureAct
from app.store.unit_of_work import UnitOfWork
from app.usecases import copies, notices, renewal, review_ends, signing_time
from app.usecases.deps import Deps
from app.usecases.draw_up import open_record
from app.usecases.scene import Scene, append, audit, backstage
from app.usecases.sign import ask_for
from app.usecases.signatories import signatories, steps_of

DRAWN, FROZEN, COMPLETED, FINAL, EVIDENCE, EVIDENCE_PAPER = 0, 2, 6, 8, 9, 10


class NotYet(Exception):
    """A dispute or a hold is open, and nothing moves meanwhile; the job is tried again."""


def issue(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Draw the agreement once, certify it, and show it to people from then on.

    Raises:
        NotYet: a dispute or a hold came in between.
    """
    case_id = UUID(payload["case_id"])
    with deps.unit_of_work() as uow:
        record = open_record(deps, uow, case_id)
        if record is not None:
            # Before drawing: a hold of thirty days is tried again thousands of times.
            _not_paused(backstage(uow, case_id), deps.now())
            head = _head(uow, record)
    if record is None:
        return
    drawn = draw(deps.sandbox, record.facts, record.language)
    faults.point("drawn")
    deps.files.put(drawn.pdf)
    at = deps.now()
    parties = signatories(record)
    frozen = deps.sealer().issue(drawn, parties, at, head)
    deps.files.put(frozen.pdf)
    with deps.unit_of_work() as uow:
        scene = backstage(uow, case_id)
        current = uow.agreements.find(record.id)
        if scene.case.stage is not Stage.AGREED or current is None or current.frozen_sha256:
            uow.system("somebody was first, or the case moved on")
            return
        _not_paused(scene, at)
        _keep(uow, record, DRAWN, drawn.pdf, at)
        _keep_signed(uow, record, FROZEN, frozen, at)
        command = IssueAgreement(
            record.id,
            record.version,
            record.facts_sha256,
            frozen.sha256,
            tuple(Role(p.role) for p in parties),
            # Counted from now: drawing may have waited for a dispute to be settled.
            (at + timedelta(days=deps.settings.signing.days)).date(),
            template_of(read(record.facts)),
        )
        events = decide(scene.case, command, by=Role.SYSTEM, at=at)
        after = append(uow, scene, events, at)
        uow.agreements.move(
            record.tenant_id, record.id, was="issuing", now="open", frozen_sha256=frozen.sha256
        )
        signing_time.watch(uow, after, at)
        copies.for_needs(uow, after, record, at)
        audit(uow, after, "agreement.issued", at)
        notices.tell_the_others(uow, after, events, at)
        # Drawing may have waited for longer than the authority lasted.
        review_ends.end_if_gone(uow, after, at)
    faults.point("row_committed")


def _not_paused(scene: Scene, at: datetime) -> None:
    if scene.case.stopped or scene.case.on_hold(latest_date(at)):
        raise NotYet(str(scene.header.id))


def apply(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Put every signature that was given on the file, in signing order."""
    while (step := _next_signature(deps, payload)) is not None:
        _apply(deps, *step)


def _next_signature(
    deps: Deps, payload: Mapping[str, Any]
) -> tuple[AgreementRecord, SignatureAct, Kept, str] | None:
    """The first act that is not on the file: with the revision it goes on, and the chain's head."""
    with deps.reading() as uow:
        record = _record(uow, payload)
        revisions = {r.step: r for r in uow.agreements.revisions(*_key(record))}
        steps = steps_of(record)
        acts = {steps[a.role]: a for a in uow.signatures.of(*_key(record))}
        head = _head(uow, record)
    for step in sorted(acts):
        if step not in revisions:
            base = revisions[max(done for done in revisions if done < step)]
            return record, acts[step], base, head
    return None


def _apply(deps: Deps, record: AgreementRecord, act: SignatureAct, base: Kept, head: str) -> None:
    parties = signatories(record)
    person = next(s for s in parties if s.role == act.role)
    at = deps.now()
    signed = deps.sealer().apply(
        deps.files.get(base.sha256), _act(deps, record, person, act, head), at
    )
    deps.files.put(signed.pdf)
    step = steps_of(record)[act.role]
    with deps.unit_of_work() as uow:
        if uow.agreements.revision(*_key(record), step) is not None:
            uow.system("another worker was first; its bytes stand")
            return
        _keep_signed(uow, record, step, signed, at)
        audit(uow, backstage(uow, record.case_id), "agreement.signature-applied", at)
        if person is parties[-1]:
            ask_for(uow, record, "close", at)
    faults.point("row_committed")


def close(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Complete, archive and seal the file, once everybody has signed here or on paper.

    Raises:
        NotYet: a dispute is open, and the borrower signed on paper.
        PaperTooLarge: no check would take the final file; nothing was sealed.
    """
    apply(deps, payload)  # a paper may come back before the lender's signature is on the file
    with deps.reading() as uow:
        record = _record(uow, payload)
        revisions = {r.step: r for r in uow.agreements.revisions(*_key(record))}
        head = _head(uow, record)
        held = holds_seal(backstage(uow, record.case_id).case)
    if record.state != "signed":
        return
    if held:
        raise NotYet(str(record.case_id))
    last = max(step for step in revisions if step < COMPLETED)
    at = deps.now()
    unsealed = deps.files.get(revisions[last].sha256)
    closed = deps.sealer().close(unsealed, at, head, record.paper_roles)
    deps.files.put(closed.final.pdf)  # the larger one first: where it may not be kept, neither is
    deps.files.put(closed.completed.pdf)
    ends = renewal.ends_of(deps, closed.final.pdf)
    with deps.unit_of_work() as uow:
        scene = backstage(uow, record.case_id)
        if scene.case.stage is not Stage.SIGNED:
            uow.system("another worker was first; its bytes stand")
            return
        _keep_signed(uow, record, COMPLETED, closed.completed, at)
        _keep_signed(uow, record, FINAL, closed.final, at, purpose="final")
        think = _time_to_think(deps, record, scene)
        command = SealAgreement(
            record.id, record.version, closed.final.sha256, think.last_day, think.ends
        )
        events = decide(scene.case, command, by=Role.SYSTEM, at=at)
        after = append(uow, scene, events, at)
        uow.agreements.move(
            record.tenant_id,
            record.id,
            was="signed",
            now="sealed",
            final_sha256=closed.final.sha256,
            cooling_off_until=think.last_day,
            sealed_at=at,
        )
        ask_for(uow, record, "evidence", at)
        renewal.ask(uow, record, renewal.FIRST, ends, at)
        audit(uow, after, "agreement.sealed", at)
        uow.audit.write(None, FINAL_FILE, file_named(closed.final.sha256), at)
        notices.tell_the_others(uow, after, events, at)
    faults.point("row_committed")


def _time_to_think(deps: Deps, record: AgreementRecord, scene: Scene) -> TimeToThink:
    """From now on, when the file is there to be read, and as long as the document promises."""
    promised = json.loads(record.facts)["clauses"]
    return time_to_think(
        deps.pack(scene.header.jurisdiction).zones,
        promised["cooling_off_days"],
        deps.now(),
        least=date.fromisoformat(promised["cooling_off_until"]),
    )


def _act(
    deps: Deps, record: AgreementRecord, person: Signatory, act: SignatureAct, head: str
) -> Act:
    # What the person agreed to then, in the words of the record.
    agreed, _ = sentence_of(act.intent_sha256)
    statement = sentence(agreed, record.language)
    reviewed = agreed in REVIEWS
    if reviewed:
        says = speech(record.language).say
        who = says("reason_reviewed", name=act.typed_name, organisation=person.name)
        statement = f"{who}{says('gap')}{statement}"
    stamp = draw_stamp(
        deps.sandbox,
        name=act.typed_name,
        role=act.role,
        organisation="" if act.role == Role.BORROWER else person.name,
        at=act.at,
        lang=record.language,
        drawing=act.drawing,
        reviewed=reviewed,
    )
    signer = Signatory(person.role, person.party_id, act.typed_name, person.label)
    return Act(signer, f"{statement} [{head}]", stamp)


def _record(uow: UnitOfWork, payload: Mapping[str, Any]) -> AgreementRecord:
    record = uow.agreements.find(UUID(payload["agreement_id"]))
    if record is None:
        raise LookupError(payload["agreement_id"])
    return record


def _head(uow: UnitOfWork, record: AgreementRecord) -> str:
    """The end of the case's chain, to be printed where this database cannot reach."""
    return uow.cases.links(record.tenant_id, record.case_id)[-1].digest


def _key(record: AgreementRecord) -> tuple[UUID, UUID, int]:
    return record.tenant_id, record.id, record.version


def _keep_signed(
    uow: UnitOfWork,
    record: AgreementRecord,
    step: int,
    revision: Revision,
    at: datetime,
    purpose: str = "revision",
) -> None:
    promised = json.loads(record.facts)["time_source"]
    if promised == NAMED_IN_EACH and revision.token.authority == THIS_SERVER:
        # The paper says so already: tried again until such an authority is asked.
        raise TimeNotProven("the document promises time from another authority")
    _paper(uow, record, revision.sha256, len(revision.pdf), purpose, at)
    uow.agreements.add_revision(
        Kept(
            *_key(record),
            step,
            revision.sha256,
            revision.certificate_sha256,
            revision.field,
            at,
            token_authority=revision.token.authority,
            token_serial=str(revision.token.serial),
            token_at=revision.token.at,
            sealed_by=revision.sealed_by or None,
        )
    )


def _keep(uow: UnitOfWork, record: AgreementRecord, step: int, pdf: bytes, at: datetime) -> None:
    digest = sha256_hex(pdf)
    _paper(uow, record, digest, len(pdf), "revision", at)
    uow.agreements.add_revision(Kept(*_key(record), step, digest, None, None, at))


def _paper(
    uow: UnitOfWork, record: AgreementRecord, digest: str, size: int, purpose: str, at: datetime
) -> None:
    uow.papers.add(Paper(record.tenant_id, digest, size, "application/pdf", purpose, at))
