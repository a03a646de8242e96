"""The audit log as a folder that anybody may have: hashes, checkpoints, a public key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.gateways.checkpoint_files import CheckpointFolder

LEAVES, KEY, CHECKPOINTS = "leaves.txt", "log.vkey", "checkpoints"
_HEX_BYTES = 64
_LEAF = re.compile(r"[0-9a-f]{64}\n?", re.ASCII)


class NoExport(Exception):
    """The folder holds no export of ours; the message says what is wrong with which file."""


@dataclass(frozen=True, slots=True)
class LogExport:
    """``leaves.txt`` has the hash of one line of the log on each line, in hex."""

    folder: Path

    def write(self, leaves: Iterable[bytes], notes: Mapping[int, str], key: bytes) -> None:
        """Write everything into an empty folder.

        Raises:
            NoExport: there is something in it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if any(self.folder.iterdir()):
            raise NoExport(f"{self.folder} is not empty")
        with (self.folder / LEAVES).open("w", encoding="ascii") as out:
            out.writelines(f"{leaf.hex()}\n" for leaf in leaves)
        (self.folder / KEY).write_bytes(key)
        inside = CheckpointFolder(self.folder / CHECKPOINTS)
        for number, note in notes.items():
            inside.put(number, note)

    def leaves(self) -> Iterator[bytes]:
        """The hashes in order.

        Raises:
            NoExport: a line is no hash.
        """
        with self._opened(LEAVES).open("rb") as lines:
            number = 0
            while line := lines.readline(_HEX_BYTES + 2):
                number += 1
                text = line.decode("ascii", errors="replace")
                if not _LEAF.fullmatch(text):
                    raise NoExport(f"line {number} of {LEAVES} is no hash")
                yield bytes.fromhex(text)

    def notes(self) -> Mapping[int, str]:
        """The signed checkpoints by number."""
        return CheckpointFolder(self._opened(CHECKPOINTS)).read()

    def key(self) -> str:
        return start_of(self._opened(KEY))

    def _opened(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise NoExport(f"{name} is missing")
        return path


def start_of(file: Path) -> str:
    """Enough of a text for a hundred keys of ours, and to see that it is something else."""
    with file.open("rb") as opened:
        return opened.read(10_000).decode("utf-8", errors="replace")
