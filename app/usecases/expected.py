"""What our own record says about an agreement's final file."""

from __future__ import annotations

import json

from app.core.sealed import PARTY_FIELDS, Expected, expected_fields
from app.store.agreements import AgreementRecord, Revision
from app.store.unit_of_work import UnitOfWork

FINAL = 8
"""The step of the last signed revision; what follows it is not a file people sign."""


def expected_of(uow: UnitOfWork, record: AgreementRecord, root: bytes) -> Expected:
    """What our own record says about the agreement's final file."""
    revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    return expected_from_revisions(record, revisions, root)


def expected_from_revisions(
    record: AgreementRecord, revisions: tuple[Revision, ...], root: bytes
) -> Expected:
    """``expected_of`` for revisions in the order of their steps."""
    facts = json.loads(record.facts)
    named = {PARTY_FIELDS[party["role"]]: party["name"] for party in facts["parties"]}
    roles = [party["role"] for party in facts["parties"]]
    fields = expected_fields(role for role in roles if role not in record.paper_roles)
    return Expected(
        final_sha256=record.final_sha256 or "",
        earlier=tuple(one.sha256 for one in revisions if one.step < FINAL),
        fields=fields,
        certificates=tuple(one.certificate_sha256 or "" for one in revisions if one.field),
        names=tuple(named.get(field, "Plainpact") for field in fields),
        facts_sha256=record.facts_sha256,
        version=record.version,
        root=root,
        on_paper=tuple(PARTY_FIELDS[role] for role in record.paper_roles),
    )
