"""A checkpoint of the log: so many leaves, this root. Its text is what gets signed.

Source: C2SP tlog-checkpoint. The first three lines are what everybody reads there; the three
lines after them are ours: the number, the time, and the digest of the checkpoint before. Where
another key signs from the next one on, a seventh line names it, under the signature of this one.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from app.core.evidence import GENESIS

HASH_BYTES = 32
_TEXT = re.compile(
    r"(?P<origin>[^\s+]+)\n"
    r"(?P<size>0|[1-9][0-9]{0,14})\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"number (?P<number>[1-9][0-9]{0,14})\n"
    r"at (?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n"
    r"after (?P<after>[0-9a-f]{64})\n"
    r"(next (?P<next>[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})\n)?",
    re.ASCII,
)


class NotACheckpoint(ValueError):
    """The text is no checkpoint of ours."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``size`` leaves have this ``root``. ``number`` counts from 1, without gaps.

    ``at`` is UTC to the second, as ISO 8601. ``after`` is the SHA-256 of the signed note of
    the checkpoint before, so that none can be left out; the first one follows ``GENESIS``.
    ``next_key`` is the public key that signs all later ones; empty when the key stays.
    """

    origin: str
    size: int
    root: bytes
    number: int
    at: str
    after: str = GENESIS
    next_key: str = ""

    @property
    def text(self) -> str:
        root = b64encode(self.root).decode("ascii")
        handover = f"next {self.next_key}\n" if self.next_key else ""
        return (
            f"{self.origin}\n{self.size}\n{root}\n"
            f"number {self.number}\nat {self.at}\nafter {self.after}\n{handover}"
        )


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that says exactly ``text``.

    Raises:
        NotACheckpoint: anything else.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise NotACheckpoint("six lines are missing")
    made = Checkpoint(
        found["origin"],
        int(found["size"]),
        b64decode(found["root"]),
        int(found["number"]),
        found["at"],
        found["after"],
        found["next"] or "",
    )
    if made.text != text or len(made.root) != HASH_BYTES:
        raise NotACheckpoint("there is one way to write it")
    return made
