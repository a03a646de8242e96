"""Checkpoints outside the database: one file each, written once, in a folder that may be locked."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.gateways.signed_note import LONGEST

_NAME = re.compile(r"([0-9]{8,15})\.note", re.ASCII)


class CheckpointDiffers(Exception):
    """Another checkpoint of this number lies there already."""


@dataclass(frozen=True, slots=True)
class CheckpointFolder:
    """``00000017.note`` and so on. Nothing in it is secret, and nothing is written twice."""

    folder: Path

    def put(self, number: int, note: str) -> None:
        """Keep one. The same bytes again change nothing.

        Raises:
            CheckpointDiffers: other bytes lie there.
            OSError: it could not be written; try again.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        path = self.folder / f"{number:08d}.note"
        draft = self.folder / f"{path.name}.{secrets.token_hex(8)}.part"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(note.encode())
                file.flush()
                os.fsync(file.fileno())
            path.hardlink_to(draft)
        except FileExistsError:
            if path.read_bytes() != note.encode():
                raise CheckpointDiffers(path.name) from None
        finally:
            draft.unlink()
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def numbers(self) -> frozenset[int]:
        """Which ones are there."""
        return frozenset(number for number, _ in self._files())

    def read(self) -> Mapping[int, str]:
        """All of them by number; what is longer than any note is cut, and so holds nothing."""
        return {number: _start_of(path) for number, path in self._files()}

    def _files(self) -> list[tuple[int, Path]]:
        found = [(_NAME.fullmatch(path.name), path) for path in sorted(self.folder.glob("*.note"))]
        return [(int(name[1]), path) for name, path in found if name]


def _start_of(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(LONGEST + 1).decode("utf-8", errors="replace")
