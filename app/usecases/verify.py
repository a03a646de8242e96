"""Is this paper genuine? By file, by code, or with nothing of ours but the sealed evidence."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.core.evidence import sha256_hex, verify_chain
from app.core.negotiation.case import Stage
from app.core.negotiation.events import DisputeKind
from app.core.record import file_json, head_among
from app.core.sealed import PARTY_FIELDS, Check, Expected, Verdict, expected_fields
from app.documents.sandbox import Sandbox, SandboxError
from app.gateways.files import FileDamaged, FileMissing
from app.gateways.inspect import final_check
from app.gateways.offline import Brought, Compared, asked_of
from app.gateways.renewal import RenewalBroken
from app.store.agreements import AgreementRecord, Revision
from app.store.unit_of_work import UnitOfWork
from app.usecases import renewal
from app.usecases.deps import Deps
from app.usecases.labels import labels
from app.usecases.scene import backstage

CHECKING = {
    "inspect": "app.gateways.inspect:inspect_task",
    "identify": "app.gateways.inspect:identify_task",
    "compare": "app.gateways.offline:compare_task",
}
"""Tasks that the sandbox needs beside its drawing: uploads are read there and nowhere else."""

LARGEST_UPLOAD = 5 * 2**20
FINAL = 8
"""The step of the last signed revision; what follows it is not a file people sign."""

LARGEST_RENEWALS = 2**20
ACCEPTED, REJECTED, UNCHECKED = 0, 1, 2

LIMITS = frozenset({"stopped", MemoryError.__name__})
"""What the sandbox says when a limit of ours was hit: nothing about the file."""

NOT_MADE, NOT_FINAL = Check("a", False, "not_reached"), Check("a", False, "not_final")

NOT_JUDGED = frozenset({"unjudged", "proof_ended", "damaged_evidence", "damaged_renewals"})
"""Findings that say neither yes nor no."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """What anybody with a code may know: no names, no amounts.

    ``state`` is the agreement's, or ``on_paper`` for one that was sealed and signed by hand.
    It is ``disputed``, ``suspended`` (that hand is said to be another's), ``upheld`` (a dispute
    ended it) or ``replaced`` for one that was sealed and does not simply stand any more.
    """

    version: int
    state: str
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head that somebody kept stands in the chain: nowhere means that rows are lost."""

    row: int | None


@dataclass(frozen=True, slots=True)
class CopyOf:
    """The agreement of a registered copy; ``final_sha256`` is empty until it is sealed."""

    agreement_id: str
    version: int
    final_sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The checks of one file; ``standing`` is ``None`` when we know no such agreement.

    ``finding`` sums them up: genuine, genuine_paper, large_print, to_sign, to_sign_large
    (registered copies: nothing is checked but their bytes), earlier_copy, changed, not_ours, too_large,
    evidence_paper, other_evidence, or one of ``NOT_JUDGED``, and ``why`` may say more.
    ``label`` is in every language.
    """

    verdict: Verdict
    standing: Standing | None
    finding: str
    label: Mapping[str, str] = field(default_factory=dict)
    head: Head | None = None
    why: str = ""
    copy_of: CopyOf | None = None

    @property
    def exit_code(self) -> int:
        if self.finding in NOT_JUDGED:
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
        return Answer(_unread(NOT_FINAL), None, "too_large")
    digest = sha256_hex(data)
    with deps.reading() as uow:
        known = uow.agreements.by_file(digest) is not None
    claimed = None if known else _claimed(deps.sandbox, data)
    with deps.reading() as uow:
        record = uow.agreements.by_file(digest)
        if record is None and claimed is not None:
            record = uow.agreements.find(claimed)
        if record is None:
            return Answer(_unread(NOT_FINAL), None, "not_ours")
        roots, tsa_roots = deps.root_pem(), deps.settings.signing.tsa_roots_pem
        expected = replace(expected_of(uow, record, roots), tsa_roots=tsa_roots)
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        standing = _standing(uow, record)
        label = labels(revisions, record.paper_roles)
        copies = uow.copies.of(record.tenant_id, record.id, record.version)
        copy = next((one for one in copies if one.sha256 == digest), None)
        if copy is not None:
            drawn = CopyOf(str(record.id), record.version, record.final_sha256 or "")
            return Answer(Verdict(()), standing, copy.kind, label, copy_of=drawn)
        found = _head(uow, record, head) if head else None
        try:
            at = renewal.moment(deps, uow, record, data)
        except (RenewalBroken, FileMissing, FileDamaged) as error:
            _log.error("a renewal does not hold agreement=%s fault=%s", record.id, error)
            verdict = _unread(final_check(data, expected))
            return Answer(verdict, standing, "unjudged", label, found)
    verdict = inspect_apart(deps.sandbox, data, expected, at)
    papers = {one.sha256 for one in revisions if one.step > FINAL}
    finding = "evidence_paper" if digest in papers else _finding(verdict)
    return Answer(verdict, standing, finding, label, found)


def beside_evidence(deps: Deps, brought: Brought) -> Answer:
    """Check an upload with the evidence that came with it; our own records are not asked."""
    try:
        root = deps.root_pem()
    except FileNotFoundError:
        root = b""  # no key was made yet, so no evidence is ours
    tsa_roots = deps.settings.signing.tsa_roots_pem
    return offline(deps.sandbox, brought, root, deps.now(), tsa_roots)


def offline(
    sandbox: Sandbox, brought: Brought, root: bytes, at: datetime, tsa_roots: bytes = b""
) -> Answer:
    """Check a file with its sealed evidence and our root certificates (PEM) alone.

    Times that another authority stated need its root as well, in ``tsa_roots`` (PEM).
    Everything is read in the sandbox and not kept.
    """
    if max(len(brought.file), len(brought.evidence)) > LARGEST_UPLOAD:
        return Answer(_unread(NOT_FINAL), None, "too_large")
    if len(brought.renewals) > LARGEST_RENEWALS:
        return Answer(_unread(), None, "damaged_renewals")
    try:
        told = json.loads(sandbox.run("compare", asked_of(brought, root, at, tsa_roots)))
    except SandboxError as error:
        if str(error) in LIMITS:
            return Answer(_unread(), None, "unjudged")
        return Answer(_unread(fault=str(error)), None, "changed")
    if "refused" in told:
        return Answer(_unread(), None, told["refused"], why=told["why"])
    told["verdict"] = Verdict(tuple(Check(**check) for check in told["verdict"]["checks"]))
    return _compared(Compared(**told), brought.head)


def inspect_apart(sandbox: Sandbox, data: bytes, expected: Expected, at: datetime) -> Verdict:
    """``inspect`` in the sandbox; a file that breaks it is not genuine.

    The hash is compared here all the same: whatever stops the rest, another file is not ours.
    """
    asked = {"expected": file_json(expected), "at": at.isoformat()}
    try:
        told = json.loads(sandbox.run("inspect", json.dumps(asked).encode() + b"\n" + data))
    except SandboxError as error:
        fault = "" if str(error) in LIMITS else str(error)
        return _unread(final_check(data, expected), fault)
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
        dispute = backstage(uow, record.case_id).case.dispute
        return "suspended" if dispute is DisputeKind.NOT_SIGNED else "disputed"
    if latest is not None and latest.version > record.version and latest.final_sha256:
        return "replaced"
    return "on_paper" if record.state == "sealed" and record.on_paper else record.state


def _head(uow: UnitOfWork, record: AgreementRecord, head: str) -> Head:
    rows = uow.cases.links(record.tenant_id, record.case_id)
    return Head(None if verify_chain(rows) else head_among(rows, head))


def _compared(found: Compared, head: str) -> Answer:
    kept = Head(found.head_row) if head else None
    if found.copy:
        of = CopyOf(found.agreement_id, found.version, found.final_sha256)
        return Answer(found.verdict, None, found.copy, found.label, kept, copy_of=of)
    finding = _finding(found.verdict) if found.same_agreement else "other_evidence"
    return Answer(found.verdict, None, finding, found.label, kept)


def _finding(verdict: Verdict) -> str:
    first, *_, last = verdict.checks
    failed = [check.code for check in verdict.checks if not check.ok]
    if not failed:
        on_paper = any(check.code == "some_on_paper" for check in verdict.checks)
        return "genuine_paper" if on_paper else "genuine"
    if first.ok and last.code == "not_reached":
        return "unjudged"
    if failed == ["proof_ended"]:
        return "proof_ended"
    return "earlier_copy" if first.code == "earlier_copy" else "changed"


def _unread(first: Check = NOT_MADE, fault: str = "") -> Verdict:
    """No check but the ``first`` was made; ``fault`` says what is wrong with the file, if seen."""
    between = (Check(letter, False, "not_reached") for letter in "bcdef")
    last = Check("g", False, "unreadable" if fault else "not_reached", fault)
    return Verdict((first, *between, last))
