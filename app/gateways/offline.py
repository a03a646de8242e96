"""A file beside its sealed evidence: checked with our root certificate and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from app.core.evidence import sha256_hex
from app.core.record import chain_break, expected_from, kind_of_copy, row_with_head
from app.core.sealed import Verdict
from app.gateways.evidence_file import RecordNotGenuine, open_record
from app.gateways.inspect import identify_task, inspect
from app.gateways.renewal import RenewalBroken, carried_to, unbundled


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody has: a file and its evidence; perhaps its renewals, and a head from a mail."""

    file: bytes
    evidence: bytes
    renewals: bytes = b""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """``same_agreement`` is false when the file names another agreement than the record.

    ``head_row`` is where a kept head stands in the record's chain, if it does. ``copy`` is
    the kind of a copy that the record knows; its bytes are the whole check.
    """

    verdict: Verdict
    same_agreement: bool
    version: int
    label: Mapping[str, str]
    head_row: int | None
    copy: str = ""
    agreement_id: str = ""
    final_sha256: str = ""


def compare(brought: Brought, root: bytes, at: datetime, tsa_roots: bytes = b"") -> Compared:
    """Check a file with the record in its evidence; the roots (PEM) are what the reader trusts.

    Renewals count for the file that the record names. What is wrong with any other file
    is said without them.

    Raises:
        RecordNotGenuine: the evidence is not ours, was changed, or has a broken chain.
        RenewalBroken: the renewals of the final file do not hold.
    """
    data, head = brought.file, brought.head
    record = open_record(brought.evidence, root, tsa_roots)
    try:
        expected = expected_from(record)
        broken = chain_break(record)
    except ValueError as error:
        raise RecordNotGenuine("the record is not complete") from error
    if broken is not None:
        raise RecordNotGenuine(f"row {broken.seq} of the record is {broken.reason}")
    if brought.renewals and sha256_hex(data) == expected.final_sha256:
        at = carried_to(data, unbundled(brought.renewals), root, tsa_roots, at)
    # The roots are what the reader trusts, never what the record brings along.
    trusted = replace(expected, root=root, tsa_roots=tsa_roots)
    copy = kind_of_copy(record, sha256_hex(data))
    verdict = Verdict(()) if copy else inspect(data, trusted, at)
    claimed = _claimed(data)
    label = record.get("label")
    return Compared(
        verdict,
        claimed is None or claimed == record.get("agreement_id"),
        expected.version,
        label if isinstance(label, dict) else {},
        row_with_head(record, head) if head else None,
        copy,
        str(record.get("agreement_id")),
        expected.final_sha256,
    )


def asked_of(brought: Brought, root: bytes, at: datetime, tsa_roots: bytes) -> bytes:
    """What ``compare_task`` reads: a line of JSON, the evidence, the renewals, the file."""
    line = {
        "evidence_size": len(brought.evidence),
        "renewals_size": len(brought.renewals),
        "root": root.decode(),
        "tsa_roots": tsa_roots.decode(),
        "at": at.isoformat(),
        "head": brought.head,
    }
    parts = (json.dumps(line).encode(), b"\n", brought.evidence, brought.renewals, brought.file)
    return b"".join(parts)


def compare_task(payload: bytes) -> bytes:
    """``compare`` for the sandbox; what was refused, and why, is an answer too."""
    line, _, rest = payload.partition(b"\n")
    asked = json.loads(line)
    first = asked["evidence_size"]
    second = first + asked["renewals_size"]
    brought = Brought(rest[second:], rest[:first], rest[first:second], asked["head"])
    root, tsa_roots = asked["root"].encode(), asked["tsa_roots"].encode()
    try:
        found = compare(brought, root, datetime.fromisoformat(asked["at"]), tsa_roots)
    except RecordNotGenuine as error:
        return json.dumps({"refused": "damaged_evidence", "why": str(error)}).encode()
    except RenewalBroken as error:
        return json.dumps({"refused": "damaged_renewals", "why": str(error)}).encode()
    return json.dumps(asdict(found)).encode()


def _claimed(data: bytes) -> str | None:
    """The agreement a file says it is; nothing more is believed of it."""
    try:
        return identify_task(data).decode()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # whatever is wrong with the file, the checks say it
        return None
