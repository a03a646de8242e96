"""The master keys of a deployment: files in a folder, of which the newest writes.

``master.key`` is the first, ``master-0002.key`` and so on come after it. A file is written once
and never changed, so the names in the folder say whether anything has: each transaction looks,
and a running process writes with a new key from its next transaction on.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.gateways.first_writer import keep_first

BYTES = 32
FIRST, INDEX = "master.key", "index.key"
_NAME = re.compile(r"master(?:-([0-9]{4}))?\.key", re.ASCII)


@dataclass(frozen=True, slots=True)
class Masters:
    """``keys`` newest first. ``index`` finds what is encrypted; nothing in older deployments.

    ``kept`` are keys of single indexes that were made before there was one for all.
    """

    keys: tuple[bytes, ...]
    index: bytes | None = None
    kept: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MasterFolder:
    folder: Path

    def make(self) -> None:
        """Both files, on the first start."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._files():
            self.set_index({})  # before the key: a key without an index is of an older deployment
        if not any(_NAME.fullmatch(name) for name, _ in self._files()):
            keep_first(self.folder / FIRST, secrets.token_bytes(BYTES))

    def read(self) -> Masters:
        """The keys as they are now.

        Raises:
            FileNotFoundError: there is none; they are never made while data may wait for them.
            ValueError: a file is not a key of ours.
        """
        return _read(self.folder, self._files())

    def add(self) -> None:
        """One more key, which writes from now on."""
        newest = max(_number(name) for name, _ in self._files())
        keep_first(self.folder / f"master-{newest + 1:04d}.key", secrets.token_bytes(BYTES))

    def remove(self, key: bytes) -> None:
        """Forget a key that is not the newest; nothing opens any more what it sealed."""
        (_, *older) = [name for name, _ in self._files() if name != INDEX]
        for name in older:
            if (self.folder / name).read_bytes() == key:
                (self.folder / name).unlink()

    def set_index(self, kept: Mapping[str, bytes]) -> None:
        """A key for all indexes but ``kept``, unless there is one."""
        told = {
            "root": secrets.token_hex(BYTES),
            "kept": {purpose: key.hex() for purpose, key in kept.items()},
        }
        keep_first(self.folder / INDEX, json.dumps(told, sort_keys=True).encode())

    def _files(self) -> tuple[tuple[str, int], ...]:
        """(name, when it was written) of the master keys, the newest first, and of the index."""
        with os.scandir(self.folder) as there:
            found = [(e.name, e.stat().st_mtime_ns) for e in there if _is_ours(e.name)]
        return tuple(sorted(found, key=lambda one: _number(one[0]), reverse=True))


@lru_cache(maxsize=256)
def _read(folder: Path, files: tuple[tuple[str, int], ...]) -> Masters:
    read = {name: (folder / name).read_bytes() for name, _ in files}
    told = json.loads(read.pop(INDEX, b"{}"))
    if not read:
        raise FileNotFoundError(folder / FIRST)
    for name, key in read.items():
        if len(key) != BYTES:
            raise ValueError(f"{name} is not a key of {BYTES} bytes")
    kept = {purpose: bytes.fromhex(key) for purpose, key in told.get("kept", {}).items()}
    root = bytes.fromhex(told["root"]) if "root" in told else None
    return Masters(tuple(read.values()), root, kept)


def _is_ours(name: str) -> bool:
    return name == INDEX or _NAME.fullmatch(name) is not None


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found[1] or 1) if found else 0
