"""Backups of a deployment on SQLite, and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.gateways import backups
from app.gateways.backups import BackupUnfit
from app.settings import Settings
from app.store.copying import copy_database, file_of, is_whole

DATABASE = "database.db"
APART = frozenset({"keys", "mail", "texts"})
"""Keys are kept elsewhere: they open what a backup holds. The others are a demonstration's."""
_UNFINISHED = ".part"


def back_up(settings: Settings, now: Callable[[], datetime], to: Path, keys: Path) -> int:
    """Copy the database, then the files, to ``to``, and the keys to ``keys``; the number of files.

    In this order: a file is written before its row, so every row in the copy finds its file.

    Raises:
        BackupUnfit: the folders are no place for it, or the database is not SQLite.
    """
    database, (to, keys) = _database(settings), _apart(settings, to, keys)
    if not database.exists():
        raise BackupUnfit("there is no database yet")
    at = now()

    with backups.new(to) as made:
        copy_database(database, made / DATABASE)
        backups.copy_tree(settings.data_dir, made, lambda path: _is_left_out(path, database.name))
        count = backups.note(made, at)
    with backups.new(keys) as made:
        backups.copy_tree(settings.keys_dir, made, _is_part)
        backups.note(made, at)
    return count


def restore(settings: Settings, source: Path, keys: Path) -> datetime:
    """Fill the empty data folder; the moment that it shows now.

    ``keys`` may be newer than ``source``: always the newest that there are.

    Raises:
        BackupUnfit: the data folder is not empty, or a backup is not whole.
    """
    database = _database(settings)
    if database.parent != settings.data_dir:
        raise BackupUnfit("DATABASE_URL has to lead into DATA_DIR for this")
    at = backups.read(source)
    backups.read(keys)
    with backups.new(settings.data_dir) as made:
        backups.copy_tree(source, made, _is_list)
        backups.copy_tree(keys, made / "keys", _is_list)
        (made / DATABASE).rename(made / database.name)
        if not is_whole(made / database.name):
            raise BackupUnfit(f"SQLite does not find {DATABASE} whole")
    return at


def _database(settings: Settings) -> Path:
    found = file_of(settings.database_url)
    if found is None:
        raise BackupUnfit("this copies SQLite alone: use pg_dump or the WAL archive of PostgreSQL")
    return found


def _apart(settings: Settings, to: Path, keys: Path) -> tuple[Path, Path]:
    to, keys = to.resolve(), keys.resolve()
    for one, other in ((to, keys), (keys, to), (to, settings.data_dir), (keys, settings.data_dir)):
        if one == other or one.is_relative_to(other):
            raise BackupUnfit("data, backup and keys need three folders, none inside another")
    return to, keys


def _is_list(path: Path) -> bool:
    return path == Path(backups.LIST)


def _is_part(path: Path) -> bool:
    return path.suffix == _UNFINISHED


def _is_left_out(path: Path, database: str) -> bool:
    top = path.parts[0]
    return top in APART or top.startswith(database) or _is_part(path)
