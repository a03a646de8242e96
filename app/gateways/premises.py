"""The room a deployment lives in: its keys, and what its disk still takes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryFile

_PAGE = 4096


def has_keys(folder: Path) -> bool:
    """Whether keys lie there and this process can read all of them; folders in it are others'."""
    try:
        found = [path for path in folder.iterdir() if path.is_file()]
        return bool(found) and all(
            path.stat().st_size > 0 and os.access(path, os.R_OK) for path in found
        )
    except OSError:
        return False


def takes_writing(folder: Path) -> bool:
    """Whether a page of a file can be written there: a quota and a mount for reading say no."""
    try:
        with TemporaryFile(dir=folder, buffering=0) as probe:
            return probe.write(bytes(_PAGE)) == _PAGE
    except OSError:
        return False


def free_bytes(folder: Path) -> int:
    """What may still be written there; nothing when the folder cannot be asked."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
