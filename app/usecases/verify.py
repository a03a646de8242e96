"""Is this paper genuine? By file, by code, or with nothing of ours but the sealed evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.evidence import sha256_hex
from app.core.record import chain_break, expected_from, file_json
from app.core.sealed import PARTY_FIELDS, Check, Expected, Verdict, expected_fields
from app.documents.sandbox import Sandbox, SandboxError
from app.gateways.evidence_file import RecordNotGenuine, open_record
from app.gateways.inspect import inspect
from app.store.agreements import AgreementRecord, Revision
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

CHECKING = {
    "inspect": "app.gateways.inspect:inspect_task",
    "identify": "app.gateways.inspect:identify_task",
}
"""Tasks that the sandbox needs beside its drawing: uploads are read there and nowhere else."""

LARGEST_UPLOAD = 5 * 2**20
FINAL = 8
"""The step of the last signed revision; what follows it is not a file people sign."""

ACCEPTED, REJECTED, UNCHECKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What anybody with a code may know: no names, no amounts."""

    version: int
    state: str
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The checks of one file; ``standing`` is ``None`` when we know no such agreement."""

    verdict: Verdict
    standing: Standing | None

    @property
    def exit_code(self) -> int:
        return ACCEPTED if self.verdict.accepted else REJECTED


def by_code(deps: Deps, code: str) -> Standing | None:
    """The state of the agreement with this printed code; spaces, dashes and case are ignored."""
    with deps.reading() as uow:
        record = uow.agreements.by_code("".join(c for c in code.upper() if c.isalnum()))
        return _standing(record) if record else None


def by_file(deps: Deps, data: bytes) -> Answer:
    """Check an upload. It is read in the sandbox and not kept.

    A changed file is matched by the agreement it claims to be, and then fails.
    """
    if len(data) > LARGEST_UPLOAD:
        return Answer(_unread("too_large"), None)
    claimed = _claimed(deps.sandbox, data)
    with deps.reading() as uow:
        record = uow.agreements.by_file(sha256_hex(data))
        if record is None and claimed is not None:
            record = uow.agreements.find(claimed)
        if record is None:
            return Answer(_unread("not_ours"), None)
        roots, tsa_roots = deps.root_pem(), deps.settings.signing.tsa_roots_pem
        expected = replace(expected_of(uow, record, roots), tsa_roots=tsa_roots)
    return Answer(inspect_apart(deps.sandbox, data, expected, deps.now()), _standing(record))


def offline(
    data: bytes, evidence: bytes, root: bytes, at: datetime, tsa_roots: bytes = b""
) -> Answer:
    """Check a file with the sealed evidence and our root certificate (PEM) alone.

    Times that another authority stated need its root as well, in ``tsa_roots`` (PEM).

    Raises:
        RecordNotGenuine: the evidence is not ours, was changed, or has a broken chain.
    """
    record = open_record(evidence, root, tsa_roots)
    try:
        expected = expected_from(record)
        broken = chain_break(record)
    except ValueError as error:
        raise RecordNotGenuine("the record is not complete") from error
    if broken is not None:
        raise RecordNotGenuine(f"row {broken.seq} of the record is {broken.reason}")
    # The roots are what the reader trusts, never what the record brings along.
    trusted = replace(expected, root=root, tsa_roots=tsa_roots)
    return Answer(inspect(data, trusted, at), None)


def inspect_apart(sandbox: Sandbox, data: bytes, expected: Expected, at: datetime) -> Verdict:
    """``inspect`` in the sandbox; a file that breaks it is not genuine."""
    asked = {"expected": file_json(expected), "at": at.isoformat()}
    try:
        told = json.loads(sandbox.run("inspect", json.dumps(asked).encode() + b"\n" + data))
    except SandboxError as error:
        return _unread(str(error))
    return Verdict(tuple(Check(**check) for check in told))


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
    fields = expected_fields(party["role"] for party in facts["parties"])
    return Expected(
        final_sha256=record.final_sha256 or "",
        earlier=tuple(one.sha256 for one in revisions if one.step < FINAL),
        fields=fields,
        certificates=tuple(one.certificate_sha256 or "" for one in revisions if one.field),
        names=tuple(named.get(field, "Plainpact") for field in fields),
        facts_sha256=record.facts_sha256,
        version=record.version,
        root=root,
    )


def _claimed(sandbox: Sandbox, data: bytes) -> UUID | None:
    """The agreement a file says it is; nothing more is believed of it."""
    try:
        return UUID(sandbox.run("identify", data).decode())
    except (SandboxError, ValueError):
        return None


def _standing(record: AgreementRecord) -> Standing:
    return Standing(record.version, record.state, record.sealed_at)


def _unread(code: str) -> Verdict:
    between = (Check(letter, False, "not_reached") for letter in "bcdef")
    return Verdict(
        (Check("a", False, "not_final"), *between, Check("g", False, "unreadable", code))
    )
