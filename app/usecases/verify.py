"""Is this paper genuine? By file, by code, or with nothing of ours but the sealed evidence."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app import logs
from app.core.evidence import sha256_hex
from app.core.sealed import LARGEST, LARGEST_RENEWALS, PARTY_FIELDS, Check, Expected, Verdict
from app.documents.sandbox import Sandbox
from app.gateways.files import FileDamaged, FileMissing
from app.gateways.inspect import final_check
from app.gateways.offline import Brought, Trust
from app.gateways.renewal import RenewalBroken, RenewalInDoubt
from app.gateways.trust import DOUBTS
from app.store.agreements import AgreementRecord, Revision
from app.store.unit_of_work import UnitOfWork
from app.usecases import renewal
from app.usecases.apart import Refused, carry_apart, claimed, inspect_apart, open_apart, unread
from app.usecases.copies import LARGE_PRINT, TO_SIGN, TO_SIGN_LARGE
from app.usecases.deps import Deps
from app.usecases.expected import FINAL, expected_of
from app.usecases.labels import labels, told
from app.usecases.standing import Head, Standing, head_of, standing_of

CHECKING = {
    "inspect": "app.gateways.inspect:inspect_task",
    "identify": "app.gateways.inspect:identify_task",
    "open": "app.gateways.offline:open_task",
    "carry": "app.gateways.offline:carry_task",
}
"""Tasks of the sandbox in which uploads are read, there and nowhere else."""

ACCEPTED, REJECTED, UNCHECKED = 0, 1, 2

NOT_MADE, NOT_FINAL = Check("a", False, "not_reached"), Check("a", False, "not_final")

NOT_JUDGED = DOUBTS | {"unjudged", "damaged_evidence", "damaged_renewals"}
"""Findings that say neither yes nor no. A doubt is told of the sealed bytes and copies alone."""

COPIES = frozenset({LARGE_PRINT, TO_SIGN, TO_SIGN_LARGE})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CopyOf:
    """The agreement of a registered copy; ``final_sha256`` is empty until it is sealed."""

    agreement_id: str
    version: int
    final_sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The checks of one file; ``standing`` is ``None`` when we know no such agreement.

    ``finding`` sums them up: genuine, genuine_paper, evidence_paper, large_print, to_sign,
    to_sign_large (papers of ours: nothing is checked but their bytes), earlier_copy, changed,
    not_ours, too_large, record_shortened, other_evidence, or one of ``NOT_JUDGED``, and ``why``
    may say more.
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
        return standing_of(uow, record) if record else None


def by_file(deps: Deps, data: bytes, head: str = "") -> Answer:
    """Check an upload. It is read in the sandbox and not kept.

    A changed file is matched by the agreement it claims to be, and then fails. ``head``
    is a value from a mail of ours: it has to be in the chain that we have now.
    """
    if len(data) > LARGEST:
        return Answer(unread(NOT_FINAL), None, "too_large")
    digest = sha256_hex(data)
    with deps.reading() as uow:
        known = uow.agreements.by_file(digest) is not None
    claims = None if known else claimed(deps.checker, data)
    if isinstance(claims, Refused):
        return Answer(unread(NOT_MADE), None, "unjudged")
    with deps.reading() as uow:
        record = uow.agreements.by_file(digest)
        if record is None and claims is not None:
            record = uow.agreements.find(claims)
        if record is None:
            return Answer(unread(NOT_FINAL), None, "not_ours")
        roots, tsa_roots = deps.root_pem(), deps.settings.signing.tsa_roots_pem
        expected = replace(expected_of(uow, record, roots), tsa_roots=tsa_roots)
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        if not known and not _held(uow, record, revisions, data):
            expected = replace(expected, names=_roles(expected))
        standing = standing_of(uow, record)
        label = labels(revisions, record.paper_roles)
        copies = uow.copies.of(record.tenant_id, record.id, record.version)
        copy = next((one for one in copies if one.sha256 == digest), None)
        if copy is not None:
            drawn = CopyOf(str(record.id), record.version, record.final_sha256 or "")
            return Answer(Verdict(()), standing, copy.kind, label, copy_of=drawn)
        if any(one.sha256 == digest for one in revisions if one.step > FINAL):
            return Answer(Verdict(()), standing, "evidence_paper", label)
        found = head_of(uow, record, head) if head else None
        try:
            at = renewal.moment(deps, uow, record, data)
        except (RenewalBroken, FileMissing, FileDamaged) as error:
            words, fault = "a renewal does not hold", logs.place(error)
            logs.tell(_log, logging.ERROR, words, agreement=record.id, fault=fault)
            verdict = unread(final_check(data, expected))
            doubt = error.doubt if isinstance(error, RenewalInDoubt) else "unjudged"
            return Answer(verdict, standing, doubt, label, found)
    verdict = inspect_apart(deps.checker, data, expected, at)
    return Answer(verdict, standing, _finding(verdict, found), label, found)


def beside_evidence(deps: Deps, brought: Brought) -> Answer:
    """Check an upload with the evidence that came with it; our own records are not asked."""
    try:
        root = deps.root_pem()
    except FileNotFoundError:
        root = b""  # no key was made yet, so no evidence is ours
    tsa_roots = deps.settings.signing.tsa_roots_pem
    return offline(deps.checker, brought, root, deps.now(), tsa_roots)


def offline(
    sandbox: Sandbox, brought: Brought, root: bytes, at: datetime, tsa_roots: bytes = b""
) -> Answer:
    """Check a file with its sealed evidence and our root certificates (PEM) alone.

    Times that another authority stated need its root as well, in ``tsa_roots`` (PEM).
    Everything is read in the sandbox and not kept: the evidence first, by a child that never
    sees the file. Renewals count for the file that the evidence names, and for no other.
    """
    if len(brought.file) > LARGEST:
        return Answer(unread(NOT_FINAL), None, "too_large")
    if len(brought.evidence) > LARGEST:
        return _refused("damaged_evidence", Refused("too large"))
    if len(brought.renewals) > LARGEST_RENEWALS:
        return _refused("damaged_renewals", Refused("too large"))
    trust = Trust(root, tsa_roots)
    opened = open_apart(sandbox, brought, sha256_hex(brought.file), trust)
    if isinstance(opened, Refused):
        return _refused("damaged_evidence", opened)
    expected, label = opened.expected, told(opened.label)
    kept = Head(opened.head_row) if brought.head else None
    if opened.copy:
        if opened.copy not in COPIES:
            return _refused("damaged_evidence", Refused("another kind of copy"))
        of = CopyOf(opened.agreement_id, expected.version, expected.final_sha256)
        return Answer(Verdict(()), None, opened.doubt or opened.copy, label, kept, copy_of=of)
    ours = final_check(brought.file, expected).ok
    if ours and brought.renewals:
        carried = carry_apart(sandbox, brought, trust, at)
        if isinstance(carried, Refused) and carried.doubt:
            verdict = unread(final_check(brought.file, expected))
            return Answer(verdict, None, carried.doubt, label, kept)
        if isinstance(carried, Refused):
            return _refused("damaged_renewals", carried)
        at = carried
    verdict = inspect_apart(sandbox, brought.file, expected, at)
    claims = None if ours else claimed(sandbox, brought.file)
    if isinstance(claims, UUID) and str(claims) != opened.agreement_id:
        return Answer(verdict, None, "other_evidence", label, kept)
    found = opened.doubt if opened.doubt and verdict.accepted else _finding(verdict, kept)
    return Answer(verdict, None, found, label, kept)


def _refused(finding: str, refused: Refused) -> Answer:
    found = finding if refused.why else "unjudged"
    return Answer(unread(NOT_MADE), None, found, why=refused.why)


def _held(
    uow: UnitOfWork, record: AgreementRecord, revisions: tuple[Revision, ...], data: bytes
) -> bool:
    """Whether ``data`` begins with a revision of ours: its sender has read the names in it."""
    ours = {one.sha256 for one in revisions if one.step <= FINAL}
    papers = (uow.papers.find(record.tenant_id, digest) for digest in ours)
    return any(paper is not None and sha256_hex(data[: paper.size]) in ours for paper in papers)


def _roles(expected: Expected) -> tuple[str, ...]:
    """Whoever knows an agreement's id can write it into a file; that gives no right to a name."""
    parties = PARTY_FIELDS.values()
    named = zip(expected.fields, expected.names, strict=True)
    return tuple(field if field in parties else name for field, name in named)


def _finding(verdict: Verdict, head: Head | None) -> str:
    first, *_, last = verdict.checks
    failed = [check.code for check in verdict.checks if not check.ok]
    if not failed and head is not None and head.row is None:
        return "record_shortened"
    if not failed:
        on_paper = any(check.code == "some_on_paper" for check in verdict.checks)
        return "genuine_paper" if on_paper else "genuine"
    if first.ok and last.code == "not_reached":
        return "unjudged"
    if len(failed) == 1 and failed[0] in DOUBTS:
        return failed[0]
    return "earlier_copy" if first.code == "earlier_copy" else "changed"
