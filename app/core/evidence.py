"""Canonical bytes, digests and the chain that makes a changed record show."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64
"""What the first row of a chain follows."""

_LARGEST = 2**53 - 1
_DEEPEST = 64
_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode
"""Made once. What ``_plain`` has copied holds no circle: it would be nested too deeply."""


class NotCanonical(ValueError):
    """The value has no single canonical form; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a chain: what happened, what it follows, and its own digest."""

    seq: int
    prev: str
    payload: object
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first row that does not hold, and why.

    ``reason`` is ``missing`` (a row was deleted, inserted or moved), ``unlinked``
    (it does not follow the row before), ``edited`` (its digest does not match its
    payload) or ``truncated`` (rows after the last one are gone).
    """

    seq: int
    reason: str


def canonical(value: object) -> bytes:
    """The one UTF-8 form of a plain JSON value, equal to RFC 8785 for what we accept.

    Text is normalised to NFC. Keys are sorted, no space is added.

    Raises:
        NotCanonical: a float, a key that is not ASCII text, a lone surrogate, an
            integer beyond 2^53-1 either way, nesting beyond 64, or any other type.

    Source: RFC 8785, narrowed so that the standard library writes the same bytes.
    """
    return _written(_plain(value, "", 0)).encode()


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def link(prev: str, payload: object) -> str:
    """The digest of a row: SHA-256 over the 32 bytes of ``prev`` and the canonical payload."""
    return sha256_hex(bytes.fromhex(prev) + canonical(payload))


def chain(payloads: Iterable[object], prev: str = GENESIS, first: int = 1) -> tuple[Link, ...]:
    """Rows for ``payloads`` in order, following ``prev``."""
    rows: list[Link] = []
    for seq, payload in enumerate(payloads, first):
        digest = link(prev, payload)
        rows.append(Link(seq, prev, payload, digest))
        prev = digest
    return tuple(rows)


def verify_chain(
    rows: Iterable[Link], head: str | None = None, prev: str = GENESIS, first: int = 1
) -> Break | None:
    """The first bad row, or ``None`` when every row holds.

    A shortened chain holds by itself; only ``head``, kept elsewhere, shows the loss.
    """
    seq = first
    for row in rows:
        if row.seq != seq:
            return Break(seq, "missing")
        if row.prev != prev:
            return Break(seq, "unlinked")
        if not _matches(row):
            return Break(seq, "edited")
        prev = row.digest
        seq += 1
    if head is not None and head != prev:
        return Break(seq, "truncated")
    return None


def _matches(row: Link) -> bool:
    try:
        return link(row.prev, row.payload) == row.digest
    except ValueError:
        return False


def _plain(value: object, path: str, depth: int) -> object:
    if depth > _DEEPEST:
        raise NotCanonical(f"{path}: nested too deeply")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical(f"{path}: integer beyond 2^53-1")
        return int(value)
    if isinstance(value, list):
        return [_plain(item, f"{path}/{n}", depth + 1) for n, item in enumerate(value)]
    if isinstance(value, dict):
        # Nearly all there is are short words, and a log of a million lines is read through often.
        inside = depth < _DEEPEST
        return {
            _key(key, path): item
            if inside and type(item) is str and item.isascii()
            else _plain(item, f"{path}/{key}", depth + 1)
            for key, item in value.items()
        }
    raise NotCanonical(f"{path}: {type(value).__name__} is not plain JSON")


def _key(key: object, path: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise NotCanonical(f"{path}: a key is ASCII text")
    return str(key)


def _text(text: str, path: str) -> str:
    if text.isascii():
        return text
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotCanonical(f"{path}: lone surrogate")
    return unicodedata.normalize("NFC", text)
