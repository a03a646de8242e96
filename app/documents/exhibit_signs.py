"""Signs of harm in a file, looked for without believing what it says of itself.

The test file of the scanners' makers (EICAR) is always found: plain, in base64, in hex, and
inside anything deflated, three deep. Source: eicar.org, 68 bytes.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Iterator

from app.core.exhibits import MOST_RATIO, NO_BOMB, ExhibitRefused, Why

_HALVES = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
EICAR = b"".join(_HALVES)
"""In two halves, so that no scanner takes this very file for it."""

DEEPEST = 3
PIECE = 2**16
MEMBERS = re.compile(rb"stream\r?\n|PK\x03\x04.{22}(.{2})(.{2})", re.DOTALL)
"""Where something deflated begins: a stream of a PDF, a member of an archive."""
_SPACE = bytes(range(33))
_ZLIB = re.compile(rb"[\x08-\x78][\x01\x5e\x9c\xda]")


def look(data: bytes) -> None:
    """Look through a file and all that is deflated in it.

    Raises:
        ExhibitRefused: ``HARMFUL``, the test file is in there in a form known to carry it;
            ``RATIO``, it unpacks to too much, and looking ended there.
    """
    count, most = 0, max(NO_BOMB, MOST_RATIO * len(data))
    if _has_sign(data):
        raise ExhibitRefused(Why.HARMFUL)
    for part in _unpacked_parts(data):
        if _has_sign(part):
            raise ExhibitRefused(Why.HARMFUL)
        count += len(part)
        if count > most:
            raise ExhibitRefused(Why.RATIO)


def _signs() -> tuple[bytes, ...]:
    """The test file plainly, and in base64 wherever it begins within three bytes; cut to be sure."""
    shifted = [b64encode(b"\0" * start + EICAR)[4:-4] for start in range(3)]
    return (EICAR, *shifted)


SIGNS = _signs()
HEX = EICAR.hex().encode()
_KEPT = max(len(sign) for sign in (*SIGNS, HEX)) * 2


def _has_sign(part: bytes) -> bool:
    if any(sign in part for sign in SIGNS):
        return True
    dense = part.translate(None, _SPACE)  # line ends within base64 and hex
    return any(sign in dense for sign in SIGNS) or HEX in dense.lower()


def _unpacked_parts(data: bytes) -> Iterator[bytes]:
    """Everything deflated in ``data``, piece by piece, with what lies deflated inside that.

    Pieces overlap by enough that no sign falls between two.
    """
    for found in MEMBERS.finditer(data):
        start = found.end()
        raw = found[1] is not None
        if raw and found[2] is not None:
            start += int.from_bytes(found[1], "little") + int.from_bytes(found[2], "little")
        yield from _pieces(iter((data[start:],)), DEEPEST, raw=raw)


def _pieces(packed: Iterator[bytes], deep: int, *, raw: bool = False) -> Iterator[bytes]:
    reader = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS)
    whole = _read(reader, packed)
    first = next(whole, b"")
    if deep > 1 and _ZLIB.match(first):
        yield from _pieces(_with(first, whole), deep - 1)
        return
    kept = b""
    for piece in _with(first, whole):
        yield kept + piece if kept else piece
        kept = piece[-_KEPT:]


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
        yield from rest


def _read(reader: zlib._Decompress, packed: Iterator[bytes]) -> Iterator[bytes]:
    """What unpacks, in pieces; what is broken or ends early says no more."""
    for chunk in packed:
        left = chunk
        while left and not reader.eof:
            try:
                piece = reader.decompress(left, PIECE)
            except zlib.error:
                return
            if piece:
                yield piece
            left = reader.unconsumed_tail
        if reader.eof:
            return
