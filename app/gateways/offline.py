"""A file beside its sealed evidence: checked with our root certificate and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from app.core.record import chain_break, expected_from, row_with_head
from app.core.sealed import Verdict
from app.gateways.evidence_file import RecordNotGenuine, open_record
from app.gateways.inspect import identify_task, inspect


@dataclass(frozen=True, slots=True)
class Compared:
    """``same_agreement`` is false when the file names another agreement than the record.

    ``head_row`` is where a kept head stands in the record's chain, if it does.
    """

    verdict: Verdict
    same_agreement: bool
    version: int
    label: Mapping[str, str]
    head_row: int | None


def compare(
    data: bytes,
    evidence: bytes,
    root: bytes,
    at: datetime,
    tsa_roots: bytes = b"",
    head: str = "",
) -> Compared:
    """Check ``data`` with the record in ``evidence``.

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
    verdict = inspect(data, replace(expected, root=root, tsa_roots=tsa_roots), at)
    claimed = _claimed(data)
    label = record.get("label")
    return Compared(
        verdict,
        claimed is None or claimed == record.get("agreement_id"),
        expected.version,
        label if isinstance(label, dict) else {},
        row_with_head(record, head) if head else None,
    )


def compare_task(payload: bytes) -> bytes:
    """``compare`` for the sandbox: a line of JSON, then the evidence, then the file."""
    line, _, rest = payload.partition(b"\n")
    asked = json.loads(line)
    size = asked["evidence_size"]
    found = compare(
        rest[size:],
        rest[:size],
        asked["root"].encode(),
        datetime.fromisoformat(asked["at"]),
        asked["tsa_roots"].encode(),
        asked["head"],
    )
    return json.dumps(asdict(found)).encode()


def _claimed(data: bytes) -> str | None:
    """The agreement a file says it is; nothing more is believed of it."""
    try:
        return identify_task(data).decode()
    except Exception:  # noqa: BLE001  # whatever is wrong with the file, the checks say it
        return None
