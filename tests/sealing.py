"""Sealing worked agreements for tests: real keys, real drawing, a fixed clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from app.core.agreement import AgreementFacts, facts_bytes
from app.core.evidence import sha256_hex
from app.core.record import record
from app.core.sealed import Act, Drawn, Expected, Revision, Signatory, expected_fields
from app.documents.drawing import draw, draw_stamp
from app.documents.sandbox import Sandbox
from app.gateways.authority import open_authority
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from tests.agreements import AT

HEAD = "7" * 64
"""The evidence-chain head that every reason carries."""


@dataclass(frozen=True, slots=True)
class Worked:
    """One agreement after each step; ``revisions`` are PlatformSeal to ArchiveTimestamp."""

    facts: AgreementFacts
    drawn: Drawn
    people: tuple[Signatory, ...]
    revisions: tuple[Revision, ...]
    expected: Expected

    @property
    def final(self) -> bytes:
        return self.revisions[-1].pdf


def a_sealer(directory: Path, at: datetime = AT) -> LocalSealer:
    """Our own authority in ``directory``, with keys made a day before."""
    authority = open_authority(directory, at - timedelta(days=1))
    serials = count(1)
    return LocalSealer(authority, LocalTsa(authority.tsa, lambda: at, lambda: next(serials)))


def signatories(facts: AgreementFacts) -> tuple[Signatory, ...]:
    return tuple(
        Signatory(party.role, party.id, party.name, f"Signature of the {party.role}")
        for party in facts.parties
    )


def an_act(
    sandbox: Sandbox,
    person: Signatory,
    lang: str,
    at: datetime = AT,
    drawing: bytes | None = None,
) -> Act:
    stamp = draw_stamp(
        sandbox,
        name=person.name,
        role=person.role,
        organisation="",
        at=at,
        lang=lang,
        drawing=drawing,
    )
    return Act(person, f"I agree to this version. {HEAD}", stamp)


def seal(
    sandbox: Sandbox,
    sealer: LocalSealer,
    facts: AgreementFacts,
    at: datetime = AT,
    drawing: bytes | None = None,
) -> Worked:
    """All revisions of ``facts``, signed by its parties in order, each with the same ``drawing``."""
    agreement = facts_bytes(facts)
    drawn = draw(sandbox, agreement, facts.language_of_record)
    people = signatories(facts)
    revisions = [sealer.issue(drawn, people, at)]
    for person in people:
        act = an_act(sandbox, person, facts.language_of_record, at, drawing)
        revisions.append(sealer.apply(revisions[-1].pdf, act, at))
    closed = sealer.close(revisions[-1].pdf, at)
    revisions += [closed.completed, closed.final]
    expected = Expected(
        final_sha256=closed.final.sha256,
        earlier=tuple(one.sha256 for one in revisions[:-1]),
        fields=expected_fields(person.role for person in people),
        certificates=tuple(one.certificate_sha256 for one in revisions),
        names=("Plainpact", *(person.name for person in people), "Plainpact", "Plainpact"),
        facts_sha256=sha256_hex(agreement),
        version=facts.version,
        root=sealer.authority.root_pem,
        tsa_roots=sealer.tsa_roots,
    )
    return Worked(facts, drawn, people, tuple(revisions), expected)


def bare_record(worked: Worked) -> dict[str, object]:
    """What evidence says of the file, and nothing of how it came to be."""
    return record(
        worked.expected,
        agreement_id=worked.facts.agreement_id,
        label={"en": "SES"},
        what={},
        people=[],
        acts=[],
        fairness={},
        chain=(),
    )
