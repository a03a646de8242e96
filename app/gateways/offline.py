"""A file beside its sealed evidence: checked with our root certificate and nothing else.

The evidence and the file are read apart from each other, so that neither speaks for the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from app.core.checkpoint import read_checkpoint
from app.core.log_proof import about_of, check
from app.core.record import (
    FORMAT,
    chain_break,
    expected_from,
    file_json,
    kind_of_copy,
    row_with_head,
)
from app.core.sealed import Expected
from app.gateways.evidence_file import RecordNotGenuine, open_record
from app.gateways.renewal import RenewalBroken, RenewalInDoubt, carried_to, unbundled
from app.gateways.signed_note import NoteNotSigned, text_of
from app.gateways.trust import DOUBTS


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody has: a file and its evidence; perhaps its renewals, and a head from a mail."""

    file: bytes
    evidence: bytes
    renewals: bytes = b""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the reader trusts, as PEM: our roots, and those of others for times alone."""

    root: bytes
    tsa_roots: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """What sealed evidence says.

    ``head_row`` is where a kept head stands in the record's chain, if it does. ``copy`` is
    the kind of the copy with the digest that was asked about, if the record knows one.
    ``doubt`` is one of ``DOUBTS`` where the time of its seal cannot be judged.
    """

    agreement_id: str
    expected: Expected
    label: Mapping[str, str]
    head_row: int | None
    copy: str
    doubt: str = ""


def open_evidence(evidence: bytes, trust: Trust, sha256: str = "", head: str = "") -> Opened:
    """Open the evidence; ``sha256`` is the digest of the file that it is compared with.

    Raises:
        RecordNotGenuine: the evidence is not ours, was changed, or has a broken chain.
    """
    sealed = open_record(evidence, trust.root, trust.tsa_roots)
    record = sealed.told
    try:
        expected = expected_from(record)
        broken = chain_break(record)
    except ValueError as error:
        raise RecordNotGenuine("the record is not complete") from error
    if broken is not None:
        raise RecordNotGenuine(f"row {broken.seq} of the record is {broken.reason}")
    _hold_in_log(record)
    label = record.get("label")
    return Opened(
        str(record.get("agreement_id")),
        expected,
        label if isinstance(label, dict) else {},
        row_with_head(record, head) if head else None,
        kind_of_copy(record, sha256),
        sealed.doubt,
    )


def _hold_in_log(record: Mapping[str, Any]) -> None:
    """Whether the proofs of the log hold, where the record has any; older ones have none.

    Raises:
        RecordNotGenuine: they do not.
    """
    if "log" not in record:
        return
    try:
        log = record["log"]
        _hold_in_turn((*log.get("handovers", ()), log))
        checkpoint = read_checkpoint(text_of(log["checkpoint"], log["key"]))
        check(log["leaves"], about_of(record), checkpoint)
    except (NoteNotSigned, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordNotGenuine(f"its place in the log does not hold: {error}") from error


def _hold_in_turn(handovers: Sequence[Mapping[str, Any]]) -> None:
    """Whether each key named the next one under its own signature.

    Raises:
        NoteNotSigned: one did not.
    """
    for before, after in pairwise(handovers):
        named = read_checkpoint(text_of(before["checkpoint"], before["key"])).next_key
        if named != after["key"]:
            raise NoteNotSigned("its key was not named by the one before")


def ask_open(brought: Brought, sha256: str, trust: Trust) -> bytes:
    """What ``open_task`` reads: a line of JSON, then the evidence."""
    asked = _line(trust) | {"sha256": sha256, "head": brought.head}
    return json.dumps(asked).encode() + b"\n" + brought.evidence


def open_task(payload: bytes) -> bytes:
    """``open_evidence`` for the sandbox; what was refused, and why, is an answer too."""
    line, _, evidence = payload.partition(b"\n")
    asked = json.loads(line)
    try:
        found = open_evidence(evidence, _trust(asked), asked["sha256"], asked["head"])
    except RecordNotGenuine as error:
        return json.dumps({"refused": str(error)}).encode()
    told = {
        name: getattr(found, name)
        for name in ("agreement_id", "label", "head_row", "copy", "doubt")
    }
    return json.dumps(told | {"expected": file_json(found.expected)}).encode()


def opened_from(told: Mapping[str, object]) -> Opened:
    """What ``open_task`` said.

    Raises:
        KeyError: something is missing.
        ValueError: something has another form.
    """
    expected = expected_from({"format": FORMAT, "file": told["expected"]})
    match told:
        case {
            "agreement_id": str(agreement_id),
            "label": dict(label),
            "head_row": (int() | None) as row,
            "copy": str(copy),
            "doubt": str(doubt),
        } if doubt in {"", *DOUBTS} and all(isinstance(words, str) for words in label.values()):
            return Opened(agreement_id, expected, label, row, copy, doubt)
    raise ValueError("another form")


def ask_carry(brought: Brought, trust: Trust, at: datetime) -> bytes:
    """What ``carry_task`` reads: a line of JSON, the renewals, the file."""
    asked = _line(trust) | {"at": at.isoformat(), "renewals_size": len(brought.renewals)}
    return b"".join((json.dumps(asked).encode(), b"\n", brought.renewals, brought.file))


def carry_task(payload: bytes) -> bytes:
    """``carried_to`` for the sandbox: as of when the final file's own proof has to hold."""
    line, _, rest = payload.partition(b"\n")
    asked = json.loads(line)
    size, trust = asked["renewals_size"], _trust(asked)
    at = datetime.fromisoformat(asked["at"])
    try:
        renewals = unbundled(rest[:size])
        carried = carried_to(rest[size:], renewals, trust.root, trust.tsa_roots, at)
    except RenewalInDoubt as error:
        return json.dumps({"doubt": error.doubt}).encode()
    except RenewalBroken as error:
        return json.dumps({"refused": str(error)}).encode()
    return json.dumps({"at": carried.isoformat()}).encode()


def _line(trust: Trust) -> dict[str, object]:
    return {"root": trust.root.decode(), "tsa_roots": trust.tsa_roots.decode()}


def _trust(asked: Mapping[str, str]) -> Trust:
    return Trust(asked["root"].encode(), asked["tsa_roots"].encode())
