"""Files by the digest of their bytes, written once, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from app import faults
from app.core.errors import PaperTooLarge
from app.core.evidence import sha256_hex
from app.core.sealed import LARGEST

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
PDF, JSON = ".pdf", ".json"
_TEMP = ".part"


class FileDamaged(Exception):
    """The bytes under a digest are not the bytes it stands for."""


class FileMissing(LookupError):
    """There is no file of this digest."""


class PaperFiles(Protocol):
    def put(self, data: bytes, suffix: str = PDF) -> str: ...

    def get(self, sha256: str, suffix: str = PDF) -> bytes: ...

    def sweep(self, known: frozenset[str], at: datetime) -> tuple[str, ...]: ...

    def remove(self, sha256: str, suffix: str = PDF) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """``<sha256>.pdf`` (or ``.json``) in one folder that its owner alone can read.

    ``most`` is the largest file in bytes.
    """

    folder: Path
    most: int = LARGEST

    def put(self, data: bytes, suffix: str = PDF) -> str:
        """Store ``data`` and give its SHA-256. Commit the row that names it after this.

        The same bytes again change nothing. Killed at any point, the folder holds
        the whole file or a stray part that ``sweep`` removes.

        Raises:
            FileDamaged: other bytes lie under this digest.
            PaperTooLarge: no check would take it.
        """
        if len(data) > self.most:
            raise PaperTooLarge(f"{suffix} of {len(data)} bytes")
        digest = sha256_hex(data)
        path = self._path(digest, suffix)
        if path.exists():
            self.get(digest, suffix)
            # Nobody sweeps it before its row is there: its day begins anew.
            os.utime(path)
            # Whoever renamed it may have been killed before its name was safe on disk.
            self._fsync_folder()
            return digest
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temp = self.folder / f"{digest}.{secrets.token_hex(8)}{_TEMP}"
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                faults.point("temp_written")
                os.fsync(file.fileno())
            faults.point("file_fsynced")
            temp.chmod(0o400)
            temp.rename(path)
            faults.point("renamed")
        except OSError:
            temp.unlink(missing_ok=True)
            raise
        self._fsync_folder()
        faults.point("dir_fsynced")
        return digest

    def get(self, sha256: str, suffix: str = PDF) -> bytes:
        """The bytes, after hashing them again.

        Raises:
            FileMissing: there is no such file, or the name is no digest.
            FileDamaged: the bytes changed on disk.
        """
        try:
            # A link that somebody put there would lead out of the folder.
            handle = os.open(self._path(sha256, suffix), os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise FileDamaged(sha256) from error
        with os.fdopen(handle, "rb") as file:
            data = file.read()
        if sha256_hex(data) != sha256:
            raise FileDamaged(sha256)
        return data

    def sweep(self, known: frozenset[str], at: datetime) -> tuple[str, ...]:
        """Remove what no row stands for, a day after it was written; gives the names."""
        before = (at - timedelta(hours=24)).timestamp()
        removed = []
        for path in sorted(self.folder.glob("*")):
            stray = path.suffix == _TEMP or path.stem not in known
            if stray and path.stat().st_mtime < before:
                path.unlink()
                removed.append(path.name)
        return tuple(removed)

    def remove(self, sha256: str, suffix: str = PDF) -> None:
        """Delete a file that no row names any more; one that is gone already is no fault."""
        self._path(sha256, suffix).unlink(missing_ok=True)
        self._fsync_folder()

    def _path(self, sha256: str, suffix: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise FileMissing("not a digest")
        return self.folder / f"{sha256}{suffix}"

    def _fsync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
