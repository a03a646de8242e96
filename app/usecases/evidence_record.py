"""The evidence record of a sealed agreement, put together from what was written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.events import AgreementIssued, BudgetShared, Event, OfferMade
from app.core.negotiation.leaving import last_stood
from app.core.plain import plain
from app.core.record import record as evidence_record
from app.core.waiting import waiting
from app.gateways.trust import certificates, fingerprint
from app.store.agreements import AgreementRecord, Revision
from app.store.case_codec import CASE_EVENTS
from app.store.unit_of_work import UnitOfWork
from app.usecases.agreement_shown import HELP_WORDS, help_shown
from app.usecases.evidence_acts import Signing, person, signature, signings, stated
from app.usecases.evidence_paper import copies, paper
from app.usecases.expected import expected_from_revisions
from app.usecases.labels import labels
from app.usecases.scene import Scene, backstage
from app.usecases.seal import EVIDENCE


def compose(uow: UnitOfWork, record: AgreementRecord, root: bytes) -> dict[str, object]:
    """Everything that is recorded about this version and how it was signed."""
    key = (record.tenant_id, record.id, record.version)
    revisions = tuple(one for one in uow.agreements.revisions(*key) if one.step < EVIDENCE)
    scene = backstage(uow, record.case_id)
    found = signings(uow, record, scene, revisions)
    return evidence_record(
        expected_from_revisions(record, revisions, root),
        agreement_id=str(record.id),
        label=labels(revisions, record.paper_roles),
        what=what_was_signed(record, scene, revisions, root),
        people=[person(uow, record, scene, one) for one in found],
        acts=[signature(uow, record, one) for one in found],
        fairness=_fairness(uow, scene, record, found),
        chain=uow.cases.links(record.tenant_id, record.case_id),
        paper=paper(record, scene),
        copies=copies(uow, record),
    )


def _drawn_with(history: Sequence[Event], agreement_id: UUID) -> str | None:
    """The template's version when this file was drawn; ``None`` where no event says it."""
    issued = (e for e in history if isinstance(e, AgreementIssued))
    return next((e.template for e in issued if e.agreement_id == agreement_id), "") or None


def what_was_signed(
    record: AgreementRecord, scene: Scene, revisions: Sequence[Revision], root: bytes
) -> dict[str, object]:
    """The agreement's file and what it was made with."""
    facts = json.loads(record.facts)
    return {
        "version": record.version,
        "case_id": str(record.case_id),
        "specimen": facts["specimen"],
        "language_of_record": record.language,
        "template_version": _drawn_with(scene.history, record.id),
        "pack_id": facts["pack_id"],
        "pack_version": facts["pack_version"],
        "facts_sha256": record.facts_sha256,
        "offer_digest": record.offer_digest,
        "base_sha256": next((one.sha256 for one in revisions if one.step == 0), ""),
        "final_sha256": record.final_sha256 or "",
        "code": record.code,
        "sealed_at": plain(record.sealed_at),
        "root_sha256": [fingerprint(one) for one in certificates(root)],
        "revisions": [_revision(one) for one in revisions],
    }


def _revision(one: Revision) -> dict[str, object]:
    return {
        "step": one.step,
        "sha256": one.sha256,
        "field": one.field or "",
        "certificate_sha256": one.certificate_sha256 or "",
        "sealed_by": one.sealed_by or "",
        "at": plain(one.at),
        "stated": stated(one),
    }


def _waiting(record: AgreementRecord, until: date | None) -> tuple[date, ...]:
    if record.sealed_at is None or until is None:
        return ()
    return waiting(json.loads(record.facts), record.sealed_at.date(), until)


def _fairness(
    uow: UnitOfWork, scene: Scene, record: AgreementRecord, found: Sequence[Signing]
) -> dict[str, object]:
    """What was done so that nobody agreed to too much. Nothing in it is a score."""
    before = [e for e in scene.history if e.at <= record.created_at]
    shared = [e for e in before if isinstance(e, BudgetShared)]
    offers = [e for e in before if isinstance(e, OfferMade)]
    # An objection that was settled before this was written has begun the time anew.
    stood = last_stood(scene.history, record.id)
    until = stood.cooling_off_until if stood else None
    signed = Role.COUNSELOR in (*record.paper_roles, *(one.act.role for one in found))
    facts = json.loads(record.facts)
    result = sha256(CASE_EVENTS.dump(shared[-1])).hexdigest() if shared else ""
    return {
        "affordability": {
            "input_sha256": shared[-1].budget.input_sha256 if shared else "",
            "result_sha256": result,
            "pack_version": shared[-1].budget.pack_version if shared else "",
        },
        "counselor": {
            "offered": _help_offered(uow, scene, record),
            "signed": signed,
            "reviewed": signed and bool(facts["clauses"].get("counselor_reviews")),
        },
        "offers": [{"digest": e.digest, "by": e.by.value, "at": plain(e.at)} for e in offers],
        "cooling_off_until": plain(until),
        "cooling_off_ends": plain(stood.cooling_off_ends if stood else None),
        "waiting": plain(_waiting(record, until)),
        "drafted_at": plain(record.created_at),
    }


def _help_offered(
    uow: UnitOfWork, scene: Scene, record: AgreementRecord
) -> list[dict[str, object]]:
    """When the page to sign was served to the borrower with a way to a person, in which words."""
    until = record.sealed_at
    found = help_shown(uow, record, scene.header.borrower_id, until) if until else ()
    return [
        {
            "on": "page_to_sign",
            "id": one.form,
            "words": HELP_WORDS[one.form][one.language],
            "language": one.language,
            "at": plain(one.at),
        }
        for one in found
    ]
