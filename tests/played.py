"""Parts that were played once in a session, to be had again as they stood.

A part costs the work of a whole negotiation; a copy of its data directory costs milliseconds.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

DATABASE = "plainpact.db"
HEADER = 100
"""Bytes of SQLite's file header, which counts what was written."""


def copied_database(source: Path, target: Path) -> None:
    """The whole database, into the one that others have open: nobody builds anything anew."""
    with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(target)) as live:
        kept.backup(live)


def copied(source: Path, target: Path) -> None:
    """All of a data directory; its database into the one that others have open."""
    copied_database(source / DATABASE, target / DATABASE)
    shutil.copytree(
        source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{DATABASE}*")
    )


def untouched(folder: Path, since: Path) -> bool:
    """Whether nothing was written to the database of ``folder`` since it was copied of ``since``."""
    return _written(folder) == _written(since)


def _written(folder: Path) -> tuple[bytes, int]:
    log = folder / f"{DATABASE}-wal"
    with (folder / DATABASE).open("rb") as file:
        return file.read(HEADER), log.stat().st_size if log.exists() else 0
