"""PNG as a canvas writes it, taken apart and proven to be nothing else. For the sandbox alone."""

from __future__ import annotations

import struct
import zlib

from app.core.drawn import HIGHEST, WIDEST, DrawingRefused, Why

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # by colour type; a canvas writes no palette
LAST_FILTER = 4  # a row begins with how it was filtered
PLAIN = [8, 0, 0, 0]  # bits, and the ways of packing, filtering and interlacing
BESIDE = frozenset(b"sRGB gAMA cHRM iCCP cICP sBIT pHYs eXIf bKGD tIME".split())
"""What browsers write beside the dots of a canvas. Words and animations are not among it."""
MOST_BESIDE = 4_096  # bytes, all together

_HEAD = struct.Struct(">IIBBBBB")
_CHUNK = struct.Struct(">I4s")


def plain(png: bytes) -> bytes:
    """The same picture with nothing beside its dots, whose number is proven to be right.

    Raises:
        DrawingRefused: it is anything else than one plain PNG from its first byte to its last.
    """
    head, packed = _chunks(png)
    width, height, depth, colour, *methods = _HEAD.unpack(head)
    if not 0 < width <= WIDEST or not 0 < height <= HIGHEST:
        raise DrawingRefused(Why.TOO_LARGE)
    if colour not in CHANNELS or [depth, *methods] != PLAIN:
        raise DrawingRefused(Why.UNREADABLE)
    row = 1 + width * CHANNELS[colour]
    if max(_unpack(packed, height * row)[::row]) > LAST_FILTER:
        raise DrawingRefused(Why.UNREADABLE)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunks(png: bytes) -> tuple[bytes, bytes]:
    """The header and the packed dots."""
    if not png.startswith(SIGNATURE):
        raise DrawingRefused(Why.UNREADABLE)
    head, packed, beside, at = b"", b"", 0, len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        first = not kind
        kind, body, at = _next(png, at)
        if first != (kind == b"IHDR"):
            raise DrawingRefused(Why.UNREADABLE)
        match kind:
            case b"IHDR":
                head = body
            case b"IDAT":
                packed += body
            case _:
                beside += len(body)
        if kind not in BESIDE | {b"IHDR", b"IDAT", b"IEND"} or beside > MOST_BESIDE:
            raise DrawingRefused(Why.UNREADABLE)
    if len(head) != _HEAD.size or at != len(png):
        raise DrawingRefused(Why.UNREADABLE)
    return head, packed


def _next(png: bytes, at: int) -> tuple[bytes, bytes, int]:
    """One chunk's kind and body, and where the next one begins."""
    start = at + _CHUNK.size
    if start > len(png):
        raise DrawingRefused(Why.UNREADABLE)
    length, kind = _CHUNK.unpack_from(png, at)
    end = start + length + 4
    if png[at:end] != _chunk(kind, png[start : end - 4]):
        raise DrawingRefused(Why.UNREADABLE)
    return kind, png[start : end - 4], end


def _chunk(kind: bytes, body: bytes) -> bytes:
    return _CHUNK.pack(len(body), kind) + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _unpack(packed: bytes, size: int) -> bytes:
    """The ``size`` bytes in ``packed``, when it holds no more and nothing follows them."""
    reader = zlib.decompressobj()
    try:
        rows = reader.decompress(packed, size + 1)
    except zlib.error:
        raise DrawingRefused(Why.UNREADABLE) from None
    if len(rows) != size or not reader.eof or reader.unused_data:
        raise DrawingRefused(Why.UNREADABLE)
    return rows
