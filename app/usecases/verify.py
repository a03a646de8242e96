"""Is this paper genuine? By file, by code, or with nothing of ours but the sealed evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.core.evidence import sha256_hex, verify_chain
from app.core.negotiation.case import Stage
from app.core.record import file_json, head_among
from app.core.sealed import PARTY_FIELDS, Check, Expected, Verdict, expected_fields
from app.documents.sandbox import Sandbox, SandboxError
from app.gateways.evidence_file import RecordNotGenuine
from app.gateways.offline import Compared, compare
from app.store.agreements import AgreementRecord, Revision
from app.store.unit_of_work import UnitOfWork
from app.usecases import renewal
from app.usecases.deps import Deps
from app.usecases.labels import labels

CHECKING = {
    "inspect": "app.gateways.inspect:inspect_task",
    "identify": "app.gateways.inspect:identify_task",
    "compare": "app.gateways.offline:compare_task",
}
"""Tasks that the sandbox needs beside its drawing: uploads are read there and nowhere else."""

LARGEST_UPLOAD = 5 * 2**20
FINAL = 8
"""The step of the last signed revision; what follows it is not a file people sign."""

ACCEPTED, REJECTED, UNCHECKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What anybody with a code may know: no names, no amounts.

    ``state`` is the agreement's, or ``disputed``, ``upheld`` (a dispute ended it) or
    ``replaced`` for one that was sealed and does not simply stand any more.
    """

    version: int
    state: str
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head that somebody kept stands in the chain: nowhere means that rows are lost."""

    row: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The checks of one file; ``standing`` is ``None`` when we know no such agreement.

    ``finding`` sums them up: genuine, earlier_copy, changed, not_ours, too_large,
    evidence_paper, other_evidence or damaged_evidence. ``label`` is in every language.
    """

    verdict: Verdict
    standing: Standing | None
    finding: str
    label: Mapping[str, str] = field(default_factory=dict)
    head: Head | None = None

    @property
    def exit_code(self) -> int:
        if self.finding == "damaged_evidence":
            return UNCHECKED
        lost = self.head is not None and self.head.row is None
        return ACCEPTED if self.verdict.accepted and not lost else REJECTED


def by_code(deps: Deps, code: str) -> Standing | None:
    """The state of the agreement with this printed code; spaces, dashes and case are ignored."""
    with deps.reading() as uow:
        record = uow.agreements.by_code("".join(c for c in code.upper() if c.isalnum()))
        return _standing(uow, record) if record else None


def by_file(deps: Deps, data: bytes, head: str = "") -> Answer:
    """Check an upload. It is read in the sandbox and not kept.

    A changed file is matched by the agreement it claims to be, and then fails. ``head``
    is a value from a mail of ours: it has to be in the chain that we have now.
    """
    if len(data) > LARGEST_UPLOAD:
        return Answer(_unread("too_large"), None, "too_large")
    claimed = _claimed(deps.sandbox, data)
    digest = sha256_hex(data)
    with deps.reading() as uow:
        record = uow.agreements.by_file(digest)
        if record is None and claimed is not None:
            record = uow.agreements.find(claimed)
        if record is None:
            return Answer(_unread("not_ours"), None, "not_ours")
        roots, tsa_roots = deps.root_pem(), deps.settings.signing.tsa_roots_pem
        expected = replace(expected_of(uow, record, roots), tsa_roots=tsa_roots)
        at = renewal.moment(deps, uow, record)
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        standing = _standing(uow, record)
        found = _head(uow, record, head) if head else None
    verdict = inspect_apart(deps.sandbox, data, expected, at)
    papers = {one.sha256 for one in revisions if one.step > FINAL}
    finding = "evidence_paper" if digest in papers else _finding(verdict)
    return Answer(verdict, standing, finding, labels(revisions), found)


def beside_evidence(deps: Deps, data: bytes, evidence: bytes, head: str = "") -> Answer:
    """Check an upload with the evidence that came with it; our own records are not asked.

    Both are read in the sandbox and not kept.
    """
    if max(len(data), len(evidence)) > LARGEST_UPLOAD:
        return Answer(_unread("too_large"), None, "too_large")
    asked = {
        "evidence_size": len(evidence),
        "root": deps.root_pem().decode(),
        "tsa_roots": deps.settings.signing.tsa_roots_pem.decode(),
        "at": deps.now().isoformat(),
        "head": head,
    }
    try:
        told = json.loads(
            deps.sandbox.run("compare", json.dumps(asked).encode() + b"\n" + evidence + data)
        )
    except SandboxError as error:
        damaged = str(error) == RecordNotGenuine.__name__
        return Answer(_unread(str(error)), None, "damaged_evidence" if damaged else "changed")
    told["verdict"] = Verdict(tuple(Check(**check) for check in told["verdict"]["checks"]))
    return _compared(Compared(**told), head)


def offline(
    data: bytes,
    evidence: bytes,
    root: bytes,
    at: datetime,
    tsa_roots: bytes = b"",
    head: str = "",
) -> Answer:
    """Check a file with the sealed evidence and our root certificate (PEM) alone.

    Times that another authority stated need its root as well, in ``tsa_roots`` (PEM).

    Raises:
        RecordNotGenuine: the evidence is not ours, was changed, or has a broken chain.
    """
    return _compared(compare(data, evidence, root, at, tsa_roots, head), head)


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


def _standing(uow: UnitOfWork, record: AgreementRecord) -> Standing:
    return Standing(record.version, _state(uow, record), record.sealed_at)


def _state(uow: UnitOfWork, record: AgreementRecord) -> str:
    """Never plainly "sealed" when a dispute or a newer version stands against it."""
    header = uow.cases.find(record.case_id)
    latest = uow.agreements.latest(record.tenant_id, record.case_id)
    if record.state not in {"sealed", "superseded"} or header is None:
        return record.state
    if header.stage == Stage.CLOSED:
        return "upheld"
    if record.state == "sealed" and header.disputed:
        return "disputed"
    if latest is not None and latest.version > record.version and latest.final_sha256:
        return "replaced"
    return record.state


def _head(uow: UnitOfWork, record: AgreementRecord, head: str) -> Head:
    rows = uow.cases.links(record.tenant_id, record.case_id)
    return Head(None if verify_chain(rows) else head_among(rows, head))


def _compared(found: Compared, head: str) -> Answer:
    finding = _finding(found.verdict) if found.same_agreement else "other_evidence"
    kept = Head(found.head_row) if head else None
    return Answer(found.verdict, None, finding, found.label, kept)


def _finding(verdict: Verdict) -> str:
    if verdict.accepted:
        return "genuine"
    final = verdict.checks[0]
    return "earlier_copy" if final.code == "earlier_copy" else "changed"


def _unread(code: str) -> Verdict:
    between = (Check(letter, False, "not_reached") for letter in "bcdef")
    return Verdict(
        (Check("a", False, "not_final"), *between, Check("g", False, "unreadable", code))
    )
