"""What holds after every recovery, whatever happened before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from app.core.evidence import sha256_hex
from app.core.negotiation.events import (
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    OfferAccepted,
)
from app.gateways.files import JSON, FileDamaged, FileMissing, FolderFiles
from app.gateways.mail import FolderMail
from app.gateways.offline import Brought
from app.store.agreements import AgreementRecord, Revision
from app.usecases import agreement_reading, evidence, verify
from app.usecases.seal import COMPLETED, DRAWN, EVIDENCE, EVIDENCE_PAPER, FINAL, FROZEN
from tests.faults.rig import Site, rows

PATIENCE = 5
"""A machine that is full of workers may stop a reading at its time limit: it is read again."""
SIGNERS = ["borrower", "counselor", "lender"]
STEPS = [DRAWN, FROZEN, 3, 4, 5, COMPLETED, FINAL, EVIDENCE, EVIDENCE_PAPER]
TIMES = {
    "agreement.drafted": 1,
    "agreement.issued": 1,
    "agreement.signature-applied": len(SIGNERS),
    "agreement.sealed": 1,
    "agreement.evidence-sealed": 2,  # as data and as paper
}


def broken(site: Site) -> list[str]:
    """Every rule that does not hold; empty when the case came through."""
    return [*_events(site), *_files(site), *_chains(site), *_proofs(site), *_mails(site)]


def _record(site: Site) -> tuple[AgreementRecord, tuple[Revision, ...]]:
    with site.deps.reading() as uow:
        record = uow.agreements.latest(site.part.place.lender, site.part.case_id)
        if record is None:
            raise LookupError("no agreement")
        return record, uow.agreements.revisions(record.tenant_id, record.id, record.version)


def _events(site: Site) -> Iterator[str]:
    with site.deps.reading() as uow:
        history = uow.cases.history(site.part.place.lender, site.part.case_id)
        lines = Counter(e.action for e in uow.audit.of(f"case:{site.part.case_id}", limit=500))
    kinds = Counter(type(event) for event in history)
    for kind in (OfferAccepted, AgreementIssued, AgreementSealed):
        if kinds[kind] != 1:
            yield f"{kind.__name__} happened {kinds[kind]} times"
    signers = sorted(event.signer for event in history if isinstance(event, AgreementSigned))
    if signers != SIGNERS:
        yield f"signed by {signers}"
    for action, times in TIMES.items():
        if lines[action] != times:
            yield f"{action} was noted {lines[action]} times"


def _files(site: Site) -> Iterator[str]:
    record, revisions = _record(site)
    if [one.step for one in revisions] != STEPS:
        yield f"the steps are {[one.step for one in revisions]}"
    agreement = site.case().agreement
    told = agreement.final_sha256 if agreement else None
    kept = {one.step: one.sha256 for one in revisions}.get(FINAL)
    if not record.final_sha256 == told == kept:
        yield "rows and events name different final files"
    files = site.deps.files
    for one in revisions:
        try:
            data = files.get(one.sha256, JSON) if one.step == EVIDENCE else files.get(one.sha256)
        except (FileMissing, FileDamaged) as fault:
            yield f"step {one.step}: {type(fault).__name__}"
        else:
            if sha256_hex(data) != one.sha256:
                yield f"step {one.step}: other bytes"
    yield from _strays(site, revisions)


def _strays(site: Site, revisions: tuple[Revision, ...]) -> Iterator[str]:
    """Killed work leaves strays; a day later the folder holds what rows stand for, and no more."""
    if _count(site, "SELECT count(*) FROM paper WHERE purpose = 'final'") != 1:
        yield "not exactly one final paper"
    with site.deps.reading() as uow:
        known = uow.papers.all_digests()
    if known != {one.sha256 for one in revisions}:
        yield "a paper without a revision"
    files = site.deps.files
    if not isinstance(files, FolderFiles):
        raise TypeError("the files are in a folder")
    files.sweep(known, site.deps.now() + timedelta(days=2))
    left = {path.stem for path in files.folder.iterdir()}
    if left != known:
        yield f"{len(left)} files for {len(known)} papers"


def _chains(site: Site) -> Iterator[str]:
    part = site.part
    with site.deps.reading() as uow:
        if uow.cases.verify(part.place.lender, part.case_id) is not None:
            yield "the case's chain is broken"
        if uow.households.verify(part.borrower.person_id, part.household_id) is not None:
            yield "the household's chain is broken"
        if uow.audit.verify() is not None:
            yield "the audit chain is broken"


def _proofs(site: Site) -> Iterator[str]:
    deps, part = site.deps, site.part
    try:
        data, _, final = agreement_reading.paper(deps, part.borrower, part.case_id)
    except (FileMissing, FileDamaged):
        yield "the final file cannot be read"
        return
    answer = _patiently(lambda: verify.by_file(deps, data))
    if not (final and answer.verdict.accepted):
        yield f"verify says {[c.code for c in answer.verdict.checks if not c.ok]}"
    record, _ = evidence.read(deps, part.borrower, part.case_id)
    apart = _patiently(lambda: verify.beside_evidence(deps, Brought(data, record)))
    if not apart.verdict.accepted:
        yield "the evidence does not prove the file"


def _patiently(check: Callable[[], verify.Answer]) -> verify.Answer:
    answer = check()
    for _ in range(PATIENCE):
        if answer.finding != "unjudged":
            break
        answer = check()
    return answer


def _mails(site: Site) -> Iterator[str]:
    mail = site.deps.mail
    if not isinstance(mail, FolderMail):
        raise TypeError("mail is in a folder")
    sent = Counter(one.key.partition("-")[2] for one in mail.letters(limit=10_000))
    asked = _count(site, "SELECT count(*) FROM outbox WHERE kind = 'mail' AND attempts > 0")
    asked -= _count(site, "SELECT count(*) FROM contact WHERE outcome <> 'left'")
    if max(sent.values(), default=0) != 1 or len(sent) != asked:
        yield f"{sum(sent.values())} mails for {asked} effects, {len(sent)} of them different"
    if not site.is_done():
        yield "something is still to be done"


def _count(site: Site, query: str) -> int:
    found: int = rows(site, query)[0][0]
    return found
