"""A file made into pictures by a child that is not simply believed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.core.exhibits import MOST_BYTES, MOST_PAGES, ExhibitRefused, Why
from app.documents.sandbox import BUSY, Sandbox, SandboxError

READING = {
    "warm": "app.documents.exhibit_reading:warm_task",
    "read": "app.documents.exhibit_reading:read_task",
}
"""Tasks of the sandbox in which papers are read, there and nowhere else."""

KINDS = frozenset({"PDF", "JPEG", "PNG", "WEBP"})
LONGEST = 2_000  # dots
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"
STOPPED = frozenset({"stopped", MemoryError.__name__})


@dataclass(frozen=True, slots=True)
class Read:
    """``pages`` are (width, height, bytes) of the JPEGs in ``pictures``, one after another."""

    kind: str
    pages: tuple[tuple[int, int, int], ...]
    pictures: bytes


def read_apart(sandbox: Sandbox, data: bytes) -> Read:
    """The pictures of a file's pages.

    Raises:
        ExhibitRefused: it is not taken, and why. A file that breaks its reader is not.
    """
    if not data:
        raise ExhibitRefused(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise ExhibitRefused(Why.TOO_LARGE)
    try:
        head, _, pictures = sandbox.run("read", data).partition(b"\n")
    except SandboxError as error:
        said = str(error)
        raise ExhibitRefused(
            Why.BUSY if said == BUSY else Why.SLOW if said in STOPPED else Why.BROKEN
        ) from None
    try:
        told = json.loads(head)
        if "why" in told:
            raise ExhibitRefused(Why(told["why"]))
        read = Read(told["kind"], tuple((w, h, n) for w, h, n in told["pages"]), pictures)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ExhibitRefused(Why.BROKEN) from None
    if not _is_whole(read):
        raise ExhibitRefused(Why.BROKEN)
    return read


def _is_whole(read: Read) -> bool:
    """A child that a file has taken over says anything: it has to be pictures, all of it."""
    numbers = [one for page in read.pages for one in page]
    if read.kind not in KINDS or not 0 < len(read.pages) <= MOST_PAGES:
        return False
    if not all(type(one) is int and one > 0 for one in numbers):
        return False
    if any(max(width, height) > LONGEST for width, height, _ in read.pages):
        return False
    bodies = [
        picture(read.pages, read.pictures, number) for number in range(1, len(read.pages) + 1)
    ]
    whole = sum(size for _, _, size in read.pages) == len(read.pictures)
    return whole and all(
        body.startswith(JPEG_BEGINS) and body.endswith(JPEG_ENDS) for body in bodies
    )


def picture(pages: tuple[tuple[int, int, int], ...], pictures: bytes, number: int) -> bytes:
    """The picture of one page; ``number`` counts from 1 and has to be there."""
    start = sum(size for _, _, size in pages[: number - 1])
    return pictures[start : start + pages[number - 1][2]]
