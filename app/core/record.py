"""The evidence record: who agreed to what, and what the final file must look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from app.core.evidence import GENESIS, Break, Link, verify_chain
from app.core.plain import plain
from app.core.sealed import Expected

FORMAT = "plainpact/evidence/5"
FORMATS = (*(f"plainpact/evidence/{number}" for number in (1, 2, 3, 4)), FORMAT)
"""Every format that was ever sealed stays readable; a new one only adds."""

PRIVATE = frozenset(
    {
        "help-asked",
        "hold-placed",
        "hold-lifted",
        "clock-missed",
        "complaint-made",
        "complaint-answered",
        "rounds-ended",
        "round-opened",
        "midpoint-asked",
        "midpoint-found",
        "midpoint-not-found",
        "midpoint-refused",
        "overlap-opened",
        "overlap-answered",
        "overlap-ended",
        "overlap-vetoed",
        "overlap-allowed",
        "midpoint-outdated",
        "overlap-outdated",
        "proof-missed",
    }
)
"""Kinds of events that the record names to nobody: a lender holds a copy of it too (E27).

None proves anything about the terms or about who agreed to them. Their digests cannot be
confirmed by trying instants: each covers a random salt that stays with us. What remains: a
lender knows every other private step from its own pages, so one that kept note of them can
tell by elimination that help was asked for, and between which two steps. The rows cannot be
left out: what follows hangs on their digests.
"""


def record(
    expected: Expected,
    *,
    agreement_id: str,
    label: Mapping[str, str],
    what: Mapping[str, object],
    people: Sequence[Mapping[str, object]],
    acts: Sequence[Mapping[str, object]],
    fairness: Mapping[str, object],
    chain: Sequence[Link],
    paper: Mapping[str, object] | None = None,
    copies: Sequence[Mapping[str, object]] = (),
) -> dict[str, object]:
    """The record as plain JSON, to be sealed once the final hash is known.

    ``acts`` are plain values, one a signature: shown, intent, authentication, when and
    where. Addresses and agents belong in them only as ciphertext. ``label`` is in
    every language we write. ``paper`` says who signed by hand, ``copies`` which copies
    were drawn before the seal.
    """
    return {
        "format": FORMAT,
        "agreement_id": agreement_id,
        "label": dict(label),
        "file": file_json(expected),
        "what": dict(what),
        "people": [dict(person) for person in people],
        "acts": [dict(act) for act in acts],
        "paper": dict(paper) if paper else None,
        "copies": [dict(copy) for copy in copies],
        "fairness": dict(fairness),
        "chain": [_told(row) for row in chain],
    }


def expected_from(told: Mapping[str, object]) -> Expected:
    """What a sealed record says about its file.

    Raises:
        ValueError: another format, or a field of another type.
    """
    file = told.get("file")
    if told.get("format") not in FORMATS or not isinstance(file, dict):
        raise ValueError("not an evidence record of this format")
    # Older records name no roots of other authorities, and nobody who signed on paper.
    file = {"tsa_roots": "", "on_paper": [], **file}
    if set(file) != {field.name for field in fields(Expected)}:
        raise ValueError("the record's file has other fields")
    version = file["version"]
    if type(version) is not int:
        raise ValueError("a version is a whole number")
    return Expected(
        final_sha256=_text(file["final_sha256"]),
        earlier=_texts(file["earlier"]),
        fields=_texts(file["fields"]),
        certificates=_texts(file["certificates"]),
        names=_texts(file["names"]),
        facts_sha256=_text(file["facts_sha256"]),
        version=version,
        root=_text(file["root"]).encode(),
        tsa_roots=_text(file["tsa_roots"]).encode(),
        on_paper=_texts(file["on_paper"]),
    )


def chain_break(told: Mapping[str, object]) -> Break | None:
    """The first bad row of the record's chain, if any.

    A withheld row is held by its neighbours: its digest is the ``prev`` of the next.

    Raises:
        ValueError: the chain is not a list of rows.
    """
    rows = told.get("chain")
    if not isinstance(rows, list):
        raise ValueError("the record has no chain")  # noqa: TRY004  # a fault in data
    prev, first = GENESIS, 1
    for row in map(_row, rows):
        broken = verify_chain((row,), prev=prev, first=first)
        withheld = row.payload is None and row.digest
        if broken is not None and not (withheld and broken.reason == "edited"):
            return broken
        prev, first = row.digest, first + 1
    return None


def kind_of_copy(told: Mapping[str, object], sha256: str) -> str:
    """The kind of copy that the record knows by this digest; empty when it knows none."""
    copies = told.get("copies")
    for copy in copies if isinstance(copies, list) else ():
        if isinstance(copy, dict) and copy.get("sha256") == sha256:
            return _text(copy.get("kind"))
    return ""


def row_with_head(told: Mapping[str, object], head: str) -> int | None:
    """The number of the row that ``head`` names; ``None`` when the record has lost it.

    ``head`` is a digest that somebody kept outside: a shortened or rewritten chain
    holds by itself, and only such a value shows it.
    """
    rows = told.get("chain")
    found = [_row(row) for row in rows] if isinstance(rows, list) else []
    return head_among(found, head)


def head_among(rows: Iterable[Link], head: str) -> int | None:
    """The number of the row whose digest ``head`` is; spaces and case are ignored."""
    wanted = "".join(head.split()).lower()
    return next((row.seq for row in rows if row.digest == wanted), None)


def _told(row: Link) -> dict[str, object]:
    kind = row.payload.get("kind") if isinstance(row.payload, dict) else None
    payload = None if kind in PRIVATE else row.payload
    return {"seq": row.seq, "prev": row.prev, "payload": payload, "digest": row.digest}


def _row(row: object) -> Link:
    if not isinstance(row, dict) or type(row.get("seq")) is not int:
        raise ValueError("a chain is made of rows")
    return Link(row["seq"], _text(row.get("prev")), row.get("payload"), _text(row.get("digest")))


def file_json(expected: Expected) -> dict[str, object]:
    told: dict[str, object] = {}
    for field in fields(expected):
        value = getattr(expected, field.name)
        told[field.name] = value.decode() if isinstance(value, bytes) else plain(value)
    return told


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text is missing")  # noqa: TRY004  # a fault in data, not in a call
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")  # noqa: TRY004  # a fault in data, not in a call
    return tuple(_text(item) for item in value)
