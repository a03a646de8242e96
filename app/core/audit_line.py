"""A line of the audit log as a leaf of its tree: what may be shown of it, and what stays hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.evidence import Link, canonical, sha256_hex
from app.core.merkle import leaf_hash

SHOWN = ("seq", "at", "action", "object", "rules_version", "commitment")
"""What whoever holds an agreement may read of the lines that prove it."""


def shown(line: Link) -> dict[str, object]:
    """The leaf of ``line``. Nobody can tell the actor from it, nor try lines until one fits.

    ``blind`` covers the line before, whose digest stays with us, and the actor's pseudonym:
    a leaf is as hard to guess as that digest.

    Raises:
        ValueError: the line is not one that we write.
    """
    payload = _payload(line)
    told: dict[str, object] = {name: payload[name] for name in SHOWN}
    hidden = bytes.fromhex(line.prev) + str(payload["actor"]).encode()
    return {**told, "blind": sha256_hex(hidden)}


def leaf_of(told: Mapping[str, object]) -> bytes:
    """The hash that stands in the tree for what ``shown`` gave."""
    return leaf_hash(canonical(dict(told)))


def commits_to(digests: tuple[str, ...]) -> str:
    """The commitment of a line to the ends of the streams that its transaction extended."""
    return sha256_hex("".join(digests).encode()) if digests else ""


def _payload(line: Link) -> dict[str, Any]:
    if not isinstance(line.payload, dict):
        raise ValueError("a line is made of fields")  # noqa: TRY004  # a fault in data
    return line.payload
