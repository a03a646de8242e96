"""The evidence record: who agreed to what, and what the final file must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from app.core.evidence import Break, Link, verify_chain
from app.core.plain import plain
from app.core.sealed import Expected

FORMAT = "plainpact/evidence/1"


def record(
    expected: Expected,
    *,
    agreement_id: str,
    label: str,
    acts: Sequence[Mapping[str, object]],
    chain: Sequence[Link],
) -> dict[str, object]:
    """The record as plain JSON, to be sealed once the final hash is known.

    ``acts`` are plain values, one a signature: who, shown, intent, authentication,
    when and fairness. Addresses and agents belong in them only as digests.
    """
    return {
        "format": FORMAT,
        "agreement_id": agreement_id,
        "label": label,
        "file": file_json(expected),
        "acts": [dict(act) for act in acts],
        "chain": [
            {"seq": row.seq, "prev": row.prev, "payload": row.payload, "digest": row.digest}
            for row in chain
        ],
    }


def expected_from(told: Mapping[str, object]) -> Expected:
    """What a sealed record says about its file.

    Raises:
        ValueError: another format, or a field of another type.
    """
    file = told.get("file")
    if told.get("format") != FORMAT or not isinstance(file, dict):
        raise ValueError("not an evidence record of this format")
    # Records of before other authorities stated times name no roots of theirs.
    file = {"tsa_roots": "", **file}
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
    )


def chain_break(told: Mapping[str, object]) -> Break | None:
    """The first bad row of the record's chain, if any.

    Raises:
        ValueError: the chain is not a list of rows.
    """
    rows = told.get("chain")
    if not isinstance(rows, list):
        raise ValueError("the record has no chain")  # noqa: TRY004  # a fault in data
    return verify_chain(_row(row) for row in rows)


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
